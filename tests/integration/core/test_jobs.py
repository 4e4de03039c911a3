"""The job row: asked for once, done once, failed visibly (reliability 3 and 4, F1 to F13 and F37)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.jobs import ClaimedJob, Job, JobKind, JobStatus, LostLeaseError, job_kind, request_job
from core.jobs import run as run_module
from core.jobs.claim import claim, renew
from core.jobs.registry import MAX_ATTEMPTS
from core.jobs.run import PAUSES, run_job
from core.jobs.sweep import QUEUED_TOO_LONG, WORKER_LOST, sweep
from core.outbox import OutboxMessage, drain
from core.scope import Scope
from core.transaction import transaction

Work = Callable[[ClaimedJob], None]
Note = Callable[[Session, str, str], None]
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("worker_app", "kinds")


def ask(key: str = "k", kind: str = "test.kind") -> int:
    with transaction(Scope.EVERYTHING) as session:
        return request_job(session, kind=kind, key=key, subject=f"subject of {key}", authority_id=None)


def look(job_id: int) -> Job:
    with transaction(Scope.EVERYTHING) as session:
        return session.get_one(Job, job_id)


def take(job_id: int, lease: timedelta = timedelta(seconds=60)) -> ClaimedJob | None:
    with transaction(Scope.EVERYTHING) as session:
        return claim(session, job_id, MAX_ATTEMPTS, lease)


def messages() -> int:
    with transaction(Scope.EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(OutboxMessage))


def age(job_id: int, **columns: timedelta) -> None:
    """Let time pass for the row: `lease_until` or `queued_at` this long ago."""
    with transaction(Scope.EVERYTHING) as session:
        values = {name: func.clock_timestamp() - ago for name, ago in columns.items()}
        session.execute(update(Job).where(Job.id == job_id).values(**values))


def swept() -> int:
    with transaction(Scope.EVERYTHING) as session:
        return sweep(session)


def at_once(number: int, deed: Callable[[], object], app: Flask) -> list[object]:
    together = Barrier(number)

    def run(_: int) -> object:
        with app.app_context():
            together.wait(timeout=20)
            return deed()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


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
