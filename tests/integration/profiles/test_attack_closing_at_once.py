"""A round is closed and released once, whoever does it at the same moment (14.2, rule 1).

The first has done their deed and not committed yet when the second begins; either waits for the database or goes on.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from factories.profile_rounds import Leading, make_leading, make_round
from fixtures.databases import Clone
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.clock import now, today
from core.jobs import Job
from core.jobs.run import run_job
from core.outbox import OutboxMessage
from core.process import Process
from core.scope import Scope
from leadership.profiles.close_round import RELEASE, ask_for_release, close_due, close_round
from leadership.profiles.closing import release_round as releasing
from leadership.profiles.closing.release_round import store_release
from leadership.profiles.errors import RoundClosedError
from leadership.profiles.find import lock_own_round
from leadership.profiles.kinds import Attribute, View
from leadership.profiles.models import ProfileResult, ProfileRound
from leadership.profiles.tell_leader import TELL_RELEASED
from web.demonstration.product import product

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
DAYS = 14
THE_DAY_AFTER = today() + timedelta(days=DAYS + 1)


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


@contextmanager
def beside(clone: Clone, deed: Callable[[], Any]) -> Iterator["Future[Any]"]:
    """The deed has begun on another thread, and has ended or waits for the database, when the block begins."""
    with ThreadPoolExecutor(1) as pool, psycopg.connect(clone.owner_url, autocommit=True) as behind:
        other = pool.submit(deed)
        while not other.done() and not behind.execute(WAITING).fetchone()[0]:  # type: ignore[index]
            wait([other], timeout=0.02)
        yield other


def by_leader(leading: Leading, round_id: UUID) -> Callable[[Session], object]:
    def close(session: Session) -> object:
        try:
            held = lock_own_round(session, by=leading.by, round_id=round_id)
            close_round(session, by=leading.by, held=held, on=THE_DAY_AFTER, at=now())
            session.flush()
        except RoundClosedError as refusal:
            return refusal
        return 1

    return close


def by_task(session: Session) -> object:
    found = close_due(session, on=THE_DAY_AFTER, at=now())
    session.flush()
    return found


def deeds(clone: Clone, round_id: UUID, deed: str) -> int:
    with clone.session() as session:
        where = AuditEvent.subject == f"profile_round:{round_id}", AuditEvent.deed == deed
        return session.scalars(select(func.count()).select_from(AuditEvent).where(*where)).one()


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("leader", "leader", RoundClosedError),
        ("leader", "task", 0),
        ("task", "leader", RoundClosedError),
        ("task", "task", 0),
    ],
)
def test_a_round_is_closed_by_one_of_two(
    clone: Clone, leading: Leading, first: str, second: str, answer: int | type[Exception]
) -> None:
    """The leader in two windows, and the task of the day after the last; the refused one is told in words."""
    number = make_round(clone, leading, days=DAYS)
    how = {
        "leader": (leading.by.scope(), Process.WEB, by_leader(leading, number)),
        "task": (Scope.EVERYTHING, Process.WORKER, by_task),
    }

    def do(who: str) -> object:
        scope, process, deed = how[who]
        with clone.session(scope, process) as session:
            found = deed(session)
            session.commit()
            return found

    scope, process, deed = how[first]
    with clone.session(scope, process) as session:
        assert deed(session) == 1
        with beside(clone, lambda: do(second)) as other:
            session.commit()
            found = other.result()
    assert found == answer or isinstance(found, answer if isinstance(answer, type) else ())
    assert do("task") == 1, "asked again while there are no results"
    assert deeds(clone, number, "profile_round.closed") == 1
    with clone.session() as session:
        assert session.scalars(select(func.count()).select_from(Job).where(Job.kind == RELEASE)).one() == 1


def test_two_jobs_of_one_round_release_it_once(clone: Clone, leading: Leading, environment: dict[str, str]) -> None:
    """The job of one day is slow, and that of the next day begins: it waits, and finds the results there."""
    number = make_round(clone, leading, days=DAYS)
    with clone.session(process=Process.WORKER) as session:
        by_task(session)
        ask_for_release(session, session.get_one(ProfileRound, number), THE_DAY_AFTER + timedelta(days=1))
        session.commit()
        _, late = session.scalars(select(Job.id).where(Job.kind == RELEASE).order_by(Job.id)).all()

    def work() -> bool:
        with product(environment, Process.WORKER):
            return run_job(late)

    with clone.session(Scope.EVERYTHING, Process.CLOSING) as session:
        held = session.scalars(select(ProfileRound).where(ProfileRound.id == number).with_for_update()).one()
        store_release(session, held)
        session.flush()
        with beside(clone, work) as other:
            session.commit()
            assert other.result()
    assert deeds(clone, number, "profile_round.released") == 1
    with clone.session(leading.by.scope(), Process.WEB) as session:
        count = session.scalars(select(func.count()).select_from(ProfileResult)).one()
    assert count == len(Attribute) * len(View)


def test_a_leader_is_told_though_the_worker_dies_as_soon_as_the_results_are_there(
    clone: Clone, leading: Leading, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter is asked for with the results, in one transaction: no job would ask for it again."""
    make_round(clone, leading, days=DAYS)
    with clone.session(process=Process.WORKER) as session:
        by_task(session)
        session.commit()
        (job,) = session.scalars(select(Job.id).where(Job.kind == RELEASE)).all()

    def dies(_session: Session, *, on: date) -> int:
        raise RuntimeError(f"the worker dies on {on}")

    monkeypatch.setattr(releasing, "request_aggregates", dies)
    with product(environment, Process.WORKER):
        run_job(job)
    with clone.session(process=Process.WORKER) as session:
        told = session.scalars(select(OutboxMessage.task).where(OutboxMessage.task == TELL_RELEASED)).all()
        assert session.scalars(select(ProfileRound.released_at)).one() is not None
    assert len(told) == 1
