"""The job row: asked for once, done once, its lease held by one (reliability 3 and 4, F1 to F13 and F37)."""

from datetime import timedelta
from threading import Event

import pytest
from factories.jobs import SECOND, Note, Work, age, ask, at_once, look, messages, swept, take
from flask import Flask
from sqlalchemy import func, text, update
from sqlalchemy.exc import IntegrityError

from core.jobs import ClaimedJob, Job, JobKind, JobStatus, LostLeaseError, job_kind
from core.jobs import run as run_module
from core.jobs.claim import renew
from core.jobs.run import run_job
from core.scope import Scope
from core.transaction import transaction

pytestmark = pytest.mark.usefixtures("worker_app", "kinds")


def test_asking_twice_asks_once() -> None:
    assert ask("same") == ask("same")
    assert ask("other") != ask("same")
    assert messages() == 2


def test_twelve_who_ask_at_once_get_one_job_and_one_message(worker_app: Flask) -> None:
    numbers = at_once(12, ask, worker_app)
    assert len(set(numbers)) == 1
    assert messages() == 1


def test_of_twelve_who_claim_at_once_one_works(worker_app: Flask) -> None:
    number = ask()
    claimed = at_once(12, lambda: take(number), worker_app)
    assert sum(job is not None for job in claimed) == 1
    assert look(number).attempts == 1


def test_twelve_duplicate_messages_do_the_work_once(worker_app: Flask, finishing: Work, note_failure: Note) -> None:
    done: list[int] = []

    def work(job: ClaimedJob) -> None:
        done.append(job.attempt)
        finishing(job)

    job_kind("test.kind", on_failure=note_failure)(work)
    number = ask()
    answers = at_once(12, lambda: run_job(number), worker_app)
    assert sorted(answers) == [False] * 11 + [True]
    assert done == [1]
    assert look(number).status == JobStatus.DONE
    assert run_job(number) is False, "nor ever again"


def test_a_job_that_somebody_holds_is_left_alone_until_the_lease_has_run_out() -> None:
    number = ask()
    first = take(number)
    assert first is not None
    assert take(number) is None
    age(number, lease_until=-SECOND)
    assert take(number) is None
    age(number, lease_until=SECOND)
    second = take(number)
    assert second is not None
    assert second.attempt == first.attempt + 1


def test_a_lease_is_renewed_while_it_is_ours() -> None:
    number = ask()
    first = take(number)
    assert first is not None
    before = look(number).lease_until
    with transaction(Scope.EVERYTHING) as session:
        assert renew(session, first)
    assert look(number).lease_until > before  # type: ignore[operator]
    age(number, lease_until=SECOND)
    take(number)
    with transaction(Scope.EVERYTHING) as session:
        assert not renew(session, first)


def test_a_worker_that_was_overtaken_cannot_store_its_result() -> None:
    number = ask()
    slow = take(number)
    age(number, lease_until=SECOND)
    quick = take(number)
    assert slow is not None
    assert quick is not None

    def store(job: ClaimedJob) -> None:
        with transaction(Scope.EVERYTHING) as session:
            session.execute(text("INSERT INTO deployment (id, purpose) VALUES (1, 'real') ON CONFLICT DO NOTHING"))
            job.finish(session)

    with pytest.raises(LostLeaseError):
        store(slow)
    with transaction(Scope.EVERYTHING) as session:
        assert session.scalar(text("SELECT count(*) FROM deployment")) == 0, "its result went with it"
    store(quick)
    assert look(number).status == JobStatus.DONE
    with pytest.raises(LostLeaseError):
        store(quick)


def test_a_message_for_nothing_we_know_does_nothing() -> None:
    assert run_job(987_654) is False
    number = ask(kind="of.a.newer.release")
    assert run_job(number) is False
    assert (look(number).status, look(number).attempts) == (JobStatus.QUEUED, 0)


def test_long_work_keeps_its_lease(
    worker_app: Flask, finishing: Work, note_failure: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "RENEW_EVERY_SECONDS", 0.05)
    seen: list[object] = []

    def work(job: ClaimedJob) -> None:
        age(job.id, lease_until=-SECOND)
        Event().wait(0.4)
        seen.append(look(job.id).lease_until)
        assert take(job.id) is None
        finishing(job)

    job_kind("test.kind", on_failure=note_failure)(work)
    number = ask()
    before = look(number).queued_at
    assert run_job(number) is True
    assert seen[0] - before > timedelta(seconds=30)  # type: ignore[operator]


def test_work_that_hangs_beyond_the_hard_limit_loses_its_lease(
    worker_app: Flask, finishing: Work, note_failure: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Celery forgets the limits of running tasks when it loses its broker: nothing else would free the job."""
    monkeypatch.setattr(run_module, "RENEW_EVERY_SECONDS", 0.05)
    monkeypatch.setattr(run_module, "HARD_LIMIT_SECONDS", 0.2)
    seen: list[object] = []

    def work(job: ClaimedJob) -> None:
        if job.attempt == 1:
            Event().wait(0.5)
            age(job.id, lease_until=SECOND)
            Event().wait(0.2)
            seen.append(swept())
            assert take(job.id) is not None
        finishing(job)

    job_kind("test.kind", on_failure=note_failure)(work)
    number = ask()
    assert run_job(number) is False
    assert seen == [1]
    assert look(number).status == JobStatus.RUNNING


def test_a_lease_survives_a_moment_without_the_database(
    worker_app: Flask, finishing: Work, note_failure: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "RENEW_EVERY_SECONDS", 0.05)

    def work(job: ClaimedJob) -> None:
        with transaction(Scope.EVERYTHING) as session:
            # Every other connection of ours is cut, the renewing thread's among them.
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = session_user"
                )
            )
        age(job.id, lease_until=-SECOND)
        Event().wait(0.4)
        assert take(job.id) is None
        finishing(job)

    job_kind("test.kind", on_failure=note_failure)(work)
    assert run_job(ask()) is True


def test_a_kind_says_what_does_its_work(kinds: dict[str, JobKind], finishing: Work, note_failure: Note) -> None:
    job_kind("test.kind", on_failure=note_failure, max_attempts=5)(finishing)
    assert kinds["test.kind"] == JobKind("test.kind", finishing, note_failure, 5)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "lost"},
        {"status": JobStatus.RUNNING, "lease_until": None},
        {"status": JobStatus.DONE, "lease_until": func.now()},
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(change: dict[str, object]) -> None:
    number = ask()

    def store() -> None:
        with transaction(Scope.EVERYTHING) as session:
            session.execute(update(Job).where(Job.id == number).values(**change))

    with pytest.raises(IntegrityError, match="ck_job_"):
        store()
