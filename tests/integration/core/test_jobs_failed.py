"""Work that fails: tried again after a pause, failed visibly, nothing of it kept (reliability 3 and 4)."""

import pytest
from factories.jobs import SECOND, Note, age, ask, look, messages, take
from fixtures.databases import Clone
from sqlalchemy import func, select, text, update

from core.jobs import ClaimedJob, JobStatus, job_kind
from core.jobs.registry import MAX_ATTEMPTS
from core.jobs.run import PAUSES, run_job
from core.jobs.sweep import sweep
from core.outbox import OutboxMessage, drain
from core.scope import Scope
from core.transaction import transaction

pytestmark = pytest.mark.usefixtures("worker_app", "kinds")


def test_a_failure_gives_the_job_back_and_the_third_is_final(
    note_failure: Note, failures: list[tuple[str, str]], clone: Clone
) -> None:
    tried: list[int] = []

    def work(job: ClaimedJob) -> None:
        tried.append(job.attempt)
        raise ValueError("It broke\nin many\nlines" + "x" * 1000)

    job_kind("test.kind", on_failure=note_failure)(work)
    number = ask()
    for attempt in range(1, MAX_ATTEMPTS):
        sent = messages()
        assert run_job(number) is False
        held = look(number)
        assert (held.status, held.attempts, held.lease_until) == (JobStatus.QUEUED, attempt, None)
        assert held.error == "ValueError: It broke"
        assert messages() == sent + 1, "it is sent again"
        assert failures == []
    sent = messages()
    run_job(number)
    held = look(number)
    assert (held.status, held.attempts, held.error) == (JobStatus.FAILED, MAX_ATTEMPTS, "ValueError: It broke")
    assert held.finished_at is not None
    assert failures == [("subject of k", "ValueError: It broke")]
    assert messages() == sent
    assert run_job(number) is False
    assert tried == [1, 2, 3]


def test_a_failed_attempt_is_followed_by_a_growing_pause(note_failure: Note) -> None:
    """What is sent again waits in the outbox, and the sweeper takes it for no job that is stuck."""

    def work(_job: ClaimedJob) -> None:
        raise ValueError

    job_kind("test.kind", on_failure=note_failure)(work)
    number = ask()
    left: list[OutboxMessage] = []
    with transaction(Scope.EVERYTHING) as session:
        assert drain(session, left.append) == 1
    for pause in PAUSES:
        run_job(number)
        with transaction(Scope.EVERYTHING) as session:
            assert drain(session, left.append) == 0
            waiting = OutboxMessage.sent_at.is_(None)
            wait = session.scalar(select(OutboxMessage.created_at - func.clock_timestamp()).where(waiting))
            assert wait is not None
            assert pause - SECOND * 5 < wait <= pause
            assert sweep(session) == 0
            session.execute(update(OutboxMessage).where(waiting).values(created_at=func.clock_timestamp()))
        with transaction(Scope.EVERYTHING) as session:
            assert drain(session, left.append) == 1
    run_job(number)
    assert look(number).status == JobStatus.FAILED


def test_a_kind_may_be_tried_more_or_less_often(note_failure: Note) -> None:
    def work(_job: ClaimedJob) -> None:
        raise ValueError

    job_kind("test.kind", on_failure=note_failure, max_attempts=1)(work)
    number = ask()
    run_job(number)
    assert (look(number).status, look(number).error) == (JobStatus.FAILED, "ValueError: ")


def test_what_the_work_stored_before_it_failed_is_rolled_back(note_failure: Note) -> None:
    def work(job: ClaimedJob) -> None:
        with transaction(Scope.EVERYTHING) as session:
            session.execute(text("INSERT INTO deployment (id, purpose) VALUES (1, 'real')"))
            job.finish(session)
            raise ValueError("after the result was written")

    job_kind("test.kind", on_failure=note_failure)(work)
    number = ask()
    run_job(number)
    with transaction(Scope.EVERYTHING) as session:
        assert session.scalar(text("SELECT count(*) FROM deployment")) == 0
    assert look(number).status == JobStatus.QUEUED


def test_work_that_was_overtaken_ends_quietly_and_leaves_the_row_to_the_other(note_failure: Note) -> None:
    def work(job: ClaimedJob) -> None:
        age(job.id, lease_until=SECOND)
        assert take(job.id) is not None
        with transaction(Scope.EVERYTHING) as session:
            job.finish(session)

    job_kind("test.kind", on_failure=note_failure)(work)
    number = ask()
    assert run_job(number) is False
    assert (look(number).status, look(number).attempts) == (JobStatus.RUNNING, 2)


def test_a_failure_of_work_that_was_overtaken_changes_nothing(
    note_failure: Note, failures: list[tuple[str, str]]
) -> None:
    def work(job: ClaimedJob) -> None:
        age(job.id, lease_until=SECOND)
        take(job.id)
        raise ValueError("too late to matter")

    job_kind("test.kind", on_failure=note_failure, max_attempts=1)(work)
    number = ask()
    # The second claim above counts with the limit of all kinds; the failure belongs to the first.
    assert run_job(number) is False
    assert (look(number).status, look(number).attempts, look(number).error) == (JobStatus.RUNNING, 2, None)
    assert failures == []
