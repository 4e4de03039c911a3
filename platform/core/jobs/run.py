"""Do one job: claim it, keep the lease while working, mark what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from flask import Flask, current_app
from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core.jobs.claim import HARD_LIMIT_SECONDS, RENEW_EVERY_SECONDS, ClaimedJob, LostLeaseError, claim, renew
from core.jobs.models import Job, JobStatus
from core.jobs.registry import JobKind, kinds
from core.jobs.request import RUN_JOB
from core.logs import logger
from core.outbox import send_after_commit
from core.scope import Scope
from core.transaction import transaction

FIRST_LINE = 300
# Before the second attempt and before every later one: a fault of a few seconds elsewhere must not use up all three.
PAUSES = (timedelta(seconds=10), timedelta(seconds=60))


def run_job(job_id: int) -> bool:
    """Run the job if it may be claimed; True when this call did the work. Safe to call any number of times."""
    kind = _kind_of(job_id)
    if kind is None:
        logger().warning("job.unknown", job_id=job_id)
        return False
    with transaction(Scope.EVERYTHING) as session:
        job = claim(session, job_id, kind.max_attempts)
    if job is None:
        return False
    log = logger().bind(job_id=job.id, kind=job.kind, attempt=job.attempt)
    log.info("job.started")
    try:
        with _renewed(job):
            kind.work(job)
    except LostLeaseError:
        log.warning("job.lost_lease")
        return False
    except Exception as error:
        # The one broad catch: whatever failed, the row must say so, and the task must not be retried by the broker.
        log.exception("job.attempt_failed")
        with transaction(Scope.EVERYTHING) as session:
            give_back(session, kind, job, _reason(error))
        return False
    log.info("job.finished")
    return True


def give_back(session: Session, kind: JobKind, job: ClaimedJob, reason: str) -> None:
    """After a failed attempt: queue the job again after a pause, or mark it failed and say so where it will be seen."""
    final = job.attempt >= kind.max_attempts
    pause = PAUSES[min(job.attempt, len(PAUSES)) - 1]
    held = session.execute(
        update(Job)
        .where(Job.id == job.id, Job.attempts == job.attempt, Job.status == JobStatus.RUNNING)
        .values(
            status=JobStatus.FAILED if final else JobStatus.QUEUED,
            lease_until=None,
            error=reason,
            finished_at=func.clock_timestamp() if final else None,
            queued_at=func.clock_timestamp() + pause,
        )
        .execution_options(synchronize_session=False)
        .returning(Job.id)
    ).scalar_one_or_none()
    if held is None:
        return
    if final:
        kind.on_failure(session, job.subject, reason)
    else:
        send_after_commit(session, RUN_JOB, job.id, pause=pause)


def _kind_of(job_id: int) -> JobKind | None:
    with transaction(Scope.EVERYTHING) as session:
        name = session.scalar(select(Job.kind).where(Job.id == job_id))
    return kinds().get(name) if name is not None else None


def _reason(error: Exception) -> str:
    """What is kept with the row: the kind of error and its first line, cut short; never a traceback or a value."""
    first = (str(error).splitlines() or [""])[0][:FIRST_LINE]
    return f"{type(error).__name__}: {first}"


@contextmanager
def _renewed(job: ClaimedJob) -> Iterator[None]:
    """Renew the lease from a thread of its own: a dead worker is noticed within a lease, however long the job.

    Not beyond the hard limit. Celery should have killed the process by then, but forgets the limits of its running
    tasks whenever it has lost its broker and found it again; work that hangs would hold its job for ever.
    """
    stop, overdue = Event(), monotonic() + HARD_LIMIT_SECONDS
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001

    def keep() -> None:
        while not stop.wait(RENEW_EVERY_SECONDS):
            if monotonic() >= overdue:
                logger().warning("job.overdue", job_id=job.id)
                return
            try:
                with app.app_context(), transaction(Scope.EVERYTHING) as session:
                    if not renew(session, job):
                        return
            except SQLAlchemyError:
                # The database may be back before the lease has run out: it is worth another try.
                logger().warning("job.lease_not_renewed", job_id=job.id)

    thread = Thread(target=keep, daemon=True, name=f"lease-{job.id}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
