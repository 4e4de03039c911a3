"""Returns that a signatory signs off, explained by the one who stored them, in the session and on the pages."""

import re
from datetime import timedelta

from factories.lead_returns import AT, GOOD, ON, csv_file
from factories.reviewed_returns import HIGH, Desk, make_desk, store
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity, Membership, Role
from core.clock import now, today
from outcomes.collection.due.models import ReturnSetting
from outcomes.collection.submission.explain import explain
from outcomes.collection.submission.find import find_submission
from outcomes.collection.submission.models import SubmissionEvent
from outcomes.collection.submission.queries import list_queries
from outcomes.collection.submission.setting import set_sign_off

WITH_QUERY = {**GOOD, "REREF_PCT": HIGH}
OTHER = "Nobody has read these words yet."
MORE = "Nor has anybody read these words."
# Where the pages of the return stand.
BASE = "/authorities/Z001/returns/2026-27-q2"


def where(desk: Desk) -> dict[str, object]:
    return {"authority": desk.due.authority, "collection": desk.due.collection, "on": ON}


def switch(session: Session, desk: Desk, *, wanted: bool, by: Identity | None = None) -> ReturnSetting:
    return set_sign_off(session, by=by or desk.lead, authority=desk.due.authority, wanted=wanted, at=AT, on=ON)


def say(session: Session, desk: Desk, reason: str, hours: int = 0, by: Identity | None = None) -> None:
    """Explain the one query of the return."""
    submission = find_submission(session, desk.due.authority, desk.due.collection)
    [query] = list_queries(session, desk.due.authority, submission, ON)
    explain(
        session,
        by=by or desk.lead,
        rule=query.rule,
        indicator=query.indicator,
        text=reason,
        at=AT + timedelta(hours=hours),
        **where(desk),  # type: ignore[arg-type]
    )
    session.flush()


def both_roles(desk: Desk, account_id: int | None) -> Identity:
    """Somebody who is lead and signatory of the authority."""
    number, code = desk.due.authority.id, desk.due.authority.code
    return Identity(
        account_id, "Bea Both", frozenset(Membership(role, number, code) for role in (Role.LEAD, Role.SIGNATORY))
    )


def last_event(session: Session) -> SubmissionEvent:
    return session.scalars(select(SubmissionEvent).order_by(SubmissionEvent.id.desc()).limit(1)).one()


def make_office(clone: Clone) -> Desk:
    """A desk on a database of its own, with today's days."""
    with clone.session() as session:
        made = make_desk(session)
        made.due.collection.opens_on, made.due.collection.due_on = today(), today() + timedelta(days=10)
        session.commit()
    return made


def client(client_as: ClientAs, *roles: Role) -> SignedInClient:
    return client_as(*roles, authority="Z001")


def stored_on_pages(clone: Clone, office: Desk, by: Identity | None = None) -> None:
    with clone.session() as session:
        store(session, office, csv_file(WITH_QUERY), by=by, at=now(), on=today())
        session.commit()


def explain_on_pages(lead: SignedInClient, reason: str) -> None:
    boxes = re.findall(r'name="(explain-[^"]+)"', lead.get(f"{BASE}/queries").text)
    assert lead.send(f"{BASE}/queries", version=1, **dict.fromkeys(boxes, reason)).status_code == 303
