"""A summary goes out only if what it hides was decided with everything in mind that is out by then (14.1, versions)."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now
from core.errors import ConflictError
from leadership.risk.models import RiskRun
from reports.models import Publication
from reports.publication.content import Summary
from reports.publication.draft import BANDS
from reports.publication.publish import count_outdated, list_drafts, publish
from reports.risk.content import to_plain

CONTENT = Summary(date(2026, 10, 1), 17, (), (), 46, 9.0, 5.0, 14.0, 8, BANDS, (), (), "", provisional=False)


@pytest.fixture
def support(session: Session) -> Identity:
    account = make_account(session, by=SYSTEM, email="team@somewhere.example", name="Team", at=now())
    session.flush()
    return Identity(account.id, "Team", frozenset({Membership(Role.SUPPORT)}))


def drafted(session: Session, landmark: date, *after: Publication, known: bool = True) -> Publication:
    run = RiskRun(landmark=landmark, trigger="run_now", status="predicted", input_hash=f"{landmark:%Y%m%d}")
    session.add(run)
    session.flush()
    content = to_plain(replace(CONTENT, landmark=landmark, reckons_with=tuple(str(each.id) for each in after)))
    if not known:
        del content["reckons_with"], content["totals_to"]
    draft = Publication(id=uuid4(), run_id=run.id, content=content)
    session.add(draft)
    session.flush()
    return draft


def test_of_two_drafts_the_second_waits_for_a_new_run(session: Session, support: Identity) -> None:
    """Each was decided without the other: published both, they could be subtracted from each other."""
    october, november = drafted(session, date(2026, 10, 1)), drafted(session, date(2026, 11, 2))
    assert set(list_drafts(session)) == {october, november}
    publish(session, by=support, publication_id=november.id, published_as="the team", at=now())
    assert list_drafts(session) == []
    assert count_outdated(session) == 1
    with pytest.raises(ConflictError, match="Run the model now"):
        publish(session, by=support, publication_id=october.id, published_as="the team", at=now())
    assert october.published_at is None
    again = drafted(session, date(2026, 11, 3), november)
    assert list_drafts(session) == [again]
    publish(session, by=support, publication_id=again.id, published_as="the team", at=now())


def test_a_draft_of_before_says_of_nothing_that_it_reckons_with_it(session: Session, support: Identity) -> None:
    older = drafted(session, date(2026, 10, 1), known=False)
    assert list_drafts(session) == [older], "nothing is out yet"
    first = drafted(session, date(2026, 11, 2))
    publish(session, by=support, publication_id=first.id, published_as="the team", at=now())
    assert list_drafts(session) == []
