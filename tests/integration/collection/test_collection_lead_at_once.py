"""Two leads at once, on two real connections: one wins, the other is told (W6)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from uuid import UUID

import pytest
from factories.lead_returns import AT, GOOD, ON, csv_file, make_due
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.database import Base, make_sessions
from core.errors import ConflictError
from core.process import Process
from outcomes.collection.check.confirm import StaleCheckError, confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.due.models import Collection
from outcomes.collection.submission.models import Submission, SubmissionEvent, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.submit import submit

OTHER = csv_file(GOOD, CLA_RATE=("", "400", "50000", ""))


@dataclass(frozen=True)
class Two:
    """Two leads of one authority."""

    clone: Clone
    leads: tuple[Identity, Identity]


@pytest.fixture
def two(clone: Clone) -> Two:
    with clone.session() as session:
        made = make_due(session)
        number, code = made.authority.id, made.authority.code
        session.commit()
    leads = tuple(
        Identity(
            make_signed_in(clone, Role.LEAD, authority=code).account_id,
            f"Lead {each}",
            frozenset({Membership(Role.LEAD, number, code)}),
        )
        for each in (1, 2)
    )
    return Two(clone, (leads[0], leads[1]))


def at_hand(session: Session) -> tuple[Authority, Collection]:
    authority = session.scalars(select(Authority).where(Authority.code == "Z001")).one()
    return authority, session.scalars(select(Collection)).one()


def check_by(two: Two, lead: Identity, content: bytes) -> UUID:
    with two.clone.session(lead.scope(), Process.WEB) as session:
        authority, collection = at_hand(session)
        made = make_check(
            session,
            by=lead,
            authority=authority,
            collection=collection,
            content=content,
            file_name="a.csv",
            at=AT,
            on=ON,
        )
        session.commit()
        return made.id


def confirm_by(engine: Engine, lead: Identity, check_id: UUID, barrier: Barrier) -> object:
    with make_sessions(engine)(info={"scope": lead.scope()}) as session:
        authority, _ = at_hand(session)
        barrier.wait()
        try:
            version = confirm(
                session, by=lead, check_id=check_id, authority=authority, ticked_clearings=(), at=AT, on=ON
            )
            session.commit()
        except ConflictError as error:
            session.rollback()
            return error
        return version.number


def both(two: Two, checks: tuple[UUID, UUID]) -> list[object]:
    barrier = Barrier(2)
    with two.clone.engine(Process.WEB) as engine, ThreadPoolExecutor(2) as pool:
        running = [
            pool.submit(confirm_by, engine, lead, check, barrier) for lead, check in zip(two.leads, checks, strict=True)
        ]
        return [each.result(timeout=30) for each in running]


def count(session: Session, kind: type[Base]) -> int:
    return len(session.scalars(select(kind)).all())


@pytest.mark.parametrize("begun", [False, True])
def test_of_two_checks_confirmed_at_once_one_wins(two: Two, begun: bool):
    if begun:
        check = check_by(two, two.leads[0], csv_file(GOOD, CIN_RATE=("", "1750", "50000", "")))
        with two.clone.engine(Process.WEB) as engine:
            assert confirm_by(engine, two.leads[0], check, Barrier(1)) == 1
    checks = (check_by(two, two.leads[0], csv_file(GOOD)), check_by(two, two.leads[1], OTHER))
    results = both(two, checks)
    won = [each for each in results if isinstance(each, int)]
    lost = [each for each in results if isinstance(each, StaleCheckError)]
    assert won == [2 if begun else 1]
    assert len(lost) == 1
    with two.clone.session() as session:
        assert count(session, SubmissionVersion) == won[0]
        assert count(session, SubmissionEvent) == won[0]
        assert count(session, SubmittedFigure) == won[0] * len(GOOD)
        assert session.scalars(select(Submission)).one().version == won[0]


def test_one_check_confirmed_twice_at_once_is_stored_once(two: Two):
    check = check_by(two, two.leads[0], csv_file(GOOD))
    assert both(two, (check, check)) == [1, 1]
    with two.clone.session() as session:
        assert count(session, SubmissionVersion) == 1
        assert count(session, SubmissionEvent) == 1


def test_of_two_who_submit_at_once_one_does(two: Two):
    check = check_by(two, two.leads[0], csv_file(GOOD))
    with two.clone.engine(Process.WEB) as engine:
        confirm_by(engine, two.leads[0], check, Barrier(1))
        barrier = Barrier(2)

        def submit_by(lead: Identity) -> str:
            with make_sessions(engine)(info={"scope": lead.scope()}) as session:
                authority, collection = at_hand(session)
                barrier.wait()
                try:
                    submit(session, by=lead, authority=authority, collection=collection, version=1, at=AT, on=ON)
                    session.commit()
                except ConflictError:
                    session.rollback()
                    return "told"
                return "submitted"

        with ThreadPoolExecutor(2) as pool:
            results = sorted(pool.map(submit_by, two.leads, timeout=30))
    assert results == ["submitted", "told"]
    with two.clone.session() as session:
        events = session.execute(text("SELECT kind FROM submission_event ORDER BY id")).scalars().all()
    assert events == ["confirmed", "submitted"]
