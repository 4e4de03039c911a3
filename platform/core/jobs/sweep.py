"""Find what is stuck: work whose message was lost, whose worker died, or which has been tried often enough."""

from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.jobs.claim import ClaimedJob
from core.jobs.models import Job, JobStatus
from core.jobs.registry import kinds
from core.jobs.request import RUN_JOB
from core.jobs.run import give_back
from core.logs import logger
from core.outbox import send_after_commit

QUEUED_TOO_LONG = timedelta(minutes=2)
WORKER_LOST = "The worker stopped before the work was done."


def sweep(session: Session) -> int:
    """Send every stuck job again, or fail it when its attempts are used up; return how many were touched.

    The window is open-ended: a job stuck while the sweeper itself was down is found at the next tick.
    """
    stuck = session.scalars(
        select(Job)
        .where(
            or_(
                (Job.status == JobStatus.QUEUED) & (Job.queued_at < func.clock_timestamp() - QUEUED_TOO_LONG),
                (Job.status == JobStatus.RUNNING) & (Job.lease_until < func.clock_timestamp()),
            )
        )
        .order_by(Job.id)
        .with_for_update(skip_locked=True)
    ).all()
    log = logger()
    for job in stuck:
        try:
            with session.begin_nested():
                _send_or_fail(session, job)
        except Exception:
            # One failure that cannot be noted must not keep all the others stuck; it is tried again at the next tick.
            log.exception("job.sweep_failed", job_id=job.id, kind=job.kind)
    return len(stuck)


def _send_or_fail(session: Session, job: Job) -> None:
    kind = kinds().get(job.kind)
    if job.status == JobStatus.RUNNING and kind is not None and job.attempts >= kind.max_attempts:
        claimed = ClaimedJob(job.id, job.kind, job.subject, job.authority_id, job.attempts)
        give_back(session, kind, claimed, WORKER_LOST)
    else:
        # A kind that this release does not know is left to a worker that does (reliability 4, F36).
        job.queued_at = func.clock_timestamp()
        # Under the id of whoever asked for the work, not of this tick: their log lines stay one chain.
        send_after_commit(session, RUN_JOB, job.id, request_id=job.request_id)
