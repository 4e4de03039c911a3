"""The sweeper: what is stuck goes on, what is over is left, what died too often is failed (reliability 3 and 4)."""

from datetime import timedelta

import pytest
from factories.jobs import SECOND, Note, Work, age, ask, at_once, look, messages, swept, take
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from core.jobs import Job, JobStatus, job_kind
from core.jobs.registry import MAX_ATTEMPTS
from core.jobs.run import run_job
from core.jobs.sweep import QUEUED_TOO_LONG, WORKER_LOST
from core.scope import Scope
from core.transaction import transaction

pytestmark = pytest.mark.usefixtures("worker_app", "kinds")


@pytest.mark.parametrize(
    ("age_of", "ago", "found"),
    [
        ("queued_at", QUEUED_TOO_LONG - SECOND, 0),
        ("queued_at", QUEUED_TOO_LONG + SECOND, 1),
        ("queued_at", timedelta(days=40), 1),
        ("lease_until", -SECOND, 0),
        ("lease_until", SECOND, 1),
        ("lease_until", timedelta(days=40), 1),
    ],
)
def test_the_sweeper_finds_what_is_stuck_on_one_side_of_the_window_only(
    age_of: str, ago: timedelta, found: int, finishing: Work, note_failure: Note
) -> None:
    job_kind("test.kind", on_failure=note_failure)(finishing)
    number = ask()
    if age_of == "lease_until":
        take(number)
    age(number, **{age_of: ago})
    sent = messages()
    assert swept() == found
    assert messages() == sent + found
    if found:
        assert run_job(number) is True


def test_what_was_swept_is_not_swept_again_while_it_waits() -> None:
    number = ask()
    age(number, queued_at=timedelta(hours=1))
    assert [swept(), swept()] == [1, 0]


@pytest.mark.parametrize("status", [JobStatus.DONE, JobStatus.FAILED])
def test_what_is_over_is_never_swept(status: JobStatus) -> None:
    number = ask()
    with transaction(Scope.EVERYTHING) as session:
        session.execute(update(Job).where(Job.id == number).values(status=status))
    age(number, queued_at=timedelta(days=9))
    assert swept() == 0


def test_work_whose_worker_died_three_times_is_failed_by_the_sweeper(
    finishing: Work, note_failure: Note, failures: list[tuple[str, str]]
) -> None:
    job_kind("test.kind", on_failure=note_failure)(finishing)
    number = ask()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        job = take(number)
        assert job is not None
        assert job.attempt == attempt
        age(number, lease_until=SECOND)
        assert swept() == 1
    held = look(number)
    assert (held.status, held.error) == (JobStatus.FAILED, WORKER_LOST)
    assert failures == [("subject of k", WORKER_LOST)]
    assert swept() == 0


def test_one_failure_that_cannot_be_noted_does_not_keep_the_others_stuck(finishing: Work, note_failure: Note) -> None:
    def refuse(session: Session, _subject: str, _reason: str) -> None:
        session.execute(text("SELECT 1 / 0"))

    job_kind("test.broken", on_failure=refuse, max_attempts=1)(finishing)
    job_kind("test.kind", on_failure=note_failure)(finishing)
    broken, other = ask("b", "test.broken"), ask("o")
    take(broken)
    age(broken, lease_until=SECOND)
    age(other, queued_at=timedelta(hours=1))
    sent = messages()
    swept()
    assert messages() == sent + 1
    assert run_job(other) is True


def test_two_sweepers_at_once_send_a_job_once(worker_app: Flask) -> None:
    numbers = [ask(str(number)) for number in range(20)]
    for number in numbers:
        age(number, queued_at=timedelta(hours=1))
    sent = messages()
    found = at_once(4, swept, worker_app)
    assert sum(found) == 20  # type: ignore[arg-type]
    assert messages() == sent + 20
