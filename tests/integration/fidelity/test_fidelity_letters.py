"""Letters about fidelity: a quarter to assess, an assessment to discuss; to leads alone, once each, while it is so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from factories.authorities import make_council
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from authorities.fidelity.assess import Answer, assess
from authorities.fidelity.due import list_due, quarter_due
from authorities.fidelity.elements import list_elements
from authorities.fidelity.kinds import ElementState, Outcome
from authorities.fidelity.letter import ASKED_FOR, ask_due_letters
from authorities.fidelity.models import FidelityAssessment
from authorities.fidelity.review import TELL, review_assessment
from authorities.fidelity.tasks import tell_of_review
from authorities.programme.adopt import StageDates, adopt
from authorities.programme.models import Adoption
from authorities.programme.open import open_programme
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now, today
from core.jobs import Job
from core.jobs.run import run_job
from core.outbox import OutboxMessage
from core.process import Process
from core.quarter_address import address_of
from core.quarters import Quarter
from web.demonstration.product import product

NOW = Quarter.containing(today())
LAST = NOW.plus(-1)
LIVE = {"go_live": StageDates(actual_on=date(2021, 1, 4))}


def take_on(session: Session, number: int, name: str, *, left_on: date | None = None, **stages: StageDates) -> Adoption:
    return adopt(
        session,
        by=SYSTEM,
        on=today(),
        authority=make_council(session, number, name),
        innovation="family_valued",
        joined_on=date(2020, 1, 6),
        left_on=left_on,
        stages=stages,
    )


def open_one(session: Session) -> None:
    open_programme(session, by=SYSTEM, code="p", name="Programme", starts_on=date(2019, 4, 1))


def assessed(session: Session, adoption: Adoption, quarter: Quarter = LAST, after: int = 0) -> FidelityAssessment:
    return assess(
        session,
        by=SYSTEM,
        adoption=adoption,
        quarter=quarter,
        answers=[
            Answer(each.code, ElementState.IN_PLACE, "A report")
            for each in list_elements(session, "family_valued", quarter)
        ],
        difference="Families speak first",
        after_version=after,
        on=today(),
    )


def test_only_an_innovation_that_was_practised_to_the_end_of_a_quarter_owes_it(session: Session) -> None:
    open_one(session)
    owes = take_on(session, 1, "Ashmere", **LIVE)
    take_on(session, 2, "Belford", set_up=StageDates(planned_on=today() + timedelta(days=90)))
    take_on(session, 3, "Carrow", left_on=LAST.ends_on, **LIVE)
    take_on(session, 4, "Dunmore", left_on=today(), **LIVE)
    take_on(session, 5, "Eastham", go_live=StageDates(actual_on=NOW.starts_on))
    assert [each.code for each in list_due(session, on=today())] == ["Z001"]
    assert list_due(session, on=today(), authority_id=owes.authority_id + 1) == []
    assessed(session, owes, NOW)
    assert [each.code for each in list_due(session, on=today())] == ["Z001"], "another quarter is no answer"
    assessed(session, owes)
    assert list_due(session, on=today()) == []


@contextmanager
def working(environment: dict[str, str]) -> Iterator[Path]:
    with product(environment, Process.WORKER):
        yield Path(environment["MAIL_URL"].removeprefix("file://"))


def letters(folder: Path) -> list[EmailMessage]:
    """The letters that came since this was asked last, so that a second copy would be seen."""
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
    for path in folder.glob("*.eml"):
        path.unlink()
    return found


def run_jobs(clone: Clone) -> None:
    with clone.session() as session:
        jobs = session.scalars(select(Job.id).where(Job.kind.like("fidelity.%")).order_by(Job.id)).all()
    for job in jobs:
        run_job(job)


def ask(clone: Clone, on: date) -> int:
    with clone.session() as session:
        number = ask_due_letters(session, on=on)
        session.commit()
    return number


@pytest.fixture
def adoption_id(clone: Clone) -> UUID:
    """Ashmere is live; Belford has not begun. Each has a lead, and Ashmere others too."""
    with clone.session() as session:
        open_one(session)
        number = take_on(session, 1, "Ashmere", **LIVE).id
        take_on(session, 2, "Belford")
        session.commit()
    for role, code in (
        (Role.LEAD, "Z002"),
        (Role.SIGNATORY, "Z001"),
        (Role.RISK_READER, "Z001"),
        (Role.LEADER, "Z001"),
    ):
        make_signed_in(clone, role, authority=code)
    make_signed_in(clone, Role.SUPPORT)
    return number


def test_a_quarter_that_ended_is_asked_for_once_and_not_of_those_who_have_assessed_it(
    clone: Clone, adoption_id: UUID, environment: dict[str, str]
) -> None:
    lead = make_signed_in(clone, Role.LEAD, authority="Z001")
    first = NOW.starts_on
    assert quarter_due(first) == LAST
    with working(environment) as folder:
        assert ask(clone, LAST.ends_on + ASKED_FOR + timedelta(days=1)) == 0, "too late to begin asking"
        assert (ask(clone, first), ask(clone, first)) == (1, 0)
        run_jobs(clone)
        (letter,) = letters(folder)
        assert letter["To"] == lead.email
        assert "/authorities/Z001/fidelity" in letter.get_body().get_content()
        run_jobs(clone)
        assert letters(folder) == []
        make_signed_in(clone, Role.LEAD, authority="Z001")
        assert ask(clone, first) == 1, "a second lead"
        with clone.session() as session:
            assessed(session, session.get_one(Adoption, adoption_id))
            session.commit()
        run_jobs(clone)
        assert letters(folder) == [], "it was assessed before the letter left"


def test_leads_are_told_of_what_is_to_be_discussed_and_not_what(
    clone: Clone, adoption_id: UUID, environment: dict[str, str]
) -> None:
    lead = make_signed_in(clone, Role.LEAD, authority="Z001")
    review(clone, adoption_id, Outcome.AGREED, after=0)
    assert told(clone) == []
    review(clone, adoption_id, Outcome.TO_DISCUSS, after=1)
    (number,) = told(clone)
    with working(environment) as folder:
        tell_of_review(number)
        tell_of_review(number)
        run_jobs(clone)
        (letter,) = letters(folder)
        assert letter["To"] == lead.email
        text = letter.get_body().get_content()
        assert f"/authorities/Z001/fidelity/family_valued/{address_of(LAST)}" in text
        assert "workbook" not in text
        second = make_signed_in(clone, Role.LEAD, authority="Z001")
        tell_of_review(number)
        review(clone, adoption_id, Outcome.AGREED, after=2)
        run_jobs(clone)
        assert letters(folder) == [], f"{second.email}: a newer version has nothing left to discuss"


def review(clone: Clone, adoption_id: UUID, outcome: Outcome, *, after: int) -> None:
    """Assess the quarter anew, and review that."""
    with clone.session() as session:
        account = make_account(session, by=SYSTEM, email=f"r{after}@team.example", name="Reviewer", at=now())
        adoption = session.get_one(Adoption, adoption_id)
        review_assessment(
            session,
            by=Identity(account.id, account.name, frozenset({Membership(Role.SUPPORT)})),
            adoption=adoption,
            assessment=assessed(session, adoption, after=after),
            outcome=outcome,
            words="The workbook is used in one team." if outcome is Outcome.TO_DISCUSS else None,
            on=today(),
        )
        session.commit()


def told(clone: Clone) -> list[str]:
    with clone.session() as session:
        rows = session.scalars(select(OutboxMessage.arguments).where(OutboxMessage.task == TELL))
        return [str(review_id) for (review_id,) in rows]
