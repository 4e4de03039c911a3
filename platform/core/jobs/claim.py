"""Claim with a lease, count attempts, finish behind a fence (reliability 3, "Job row pattern")."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, update
from sqlalchemy.orm import Session

from core.jobs.models import Job, JobStatus

LEASE = timedelta(seconds=60)
RENEW_EVERY_SECONDS = 20.0
HARD_LIMIT_SECONDS = 300
"""No job may take longer: Celery then kills its process, and its lease is no longer renewed."""


class LostLeaseError(Exception):
    """Another worker has taken the job over; whatever this one did must be rolled back."""


@dataclass(frozen=True)
class ClaimedJob:
    """A job held by this worker: its attempt number is the fence that a later claim closes."""

    id: int
    kind: str
    subject: str
    authority_id: int | None
    attempt: int

    def finish(self, session: Session) -> None:
        """Mark the job done in the transaction that stores its result; raise LostLeaseError if it is no longer ours."""
        done = session.execute(
            update(Job)
            .where(Job.id == self.id, Job.attempts == self.attempt, Job.status == JobStatus.RUNNING)
            .values(status=JobStatus.DONE, lease_until=None, finished_at=func.clock_timestamp(), error=None)
            .execution_options(synchronize_session=False)
            .returning(Job.id)
        ).scalar_one_or_none()
        if done is None:
            raise LostLeaseError(f"job {self.id} was taken over after attempt {self.attempt}")


def claim(session: Session, job_id: int, max_attempts: int, lease: timedelta = LEASE) -> ClaimedJob | None:
    """Take the job if it waits, or if its holder's lease has run out; None when somebody else has it or it is over."""
    row = session.execute(
        update(Job)
        .where(
            Job.id == job_id,
            Job.attempts < max_attempts,
            or_(
                Job.status == JobStatus.QUEUED,
                (Job.status == JobStatus.RUNNING) & (Job.lease_until < func.clock_timestamp()),
            ),
        )
        .values(
            status=JobStatus.RUNNING, attempts=Job.attempts + 1, lease_until=func.clock_timestamp() + lease, error=None
        )
        .execution_options(synchronize_session=False)
        .returning(Job.kind, Job.subject, Job.authority_id, Job.attempts)
    ).one_or_none()
    return None if row is None else ClaimedJob(job_id, row.kind, row.subject, row.authority_id, row.attempts)


def renew(session: Session, job: ClaimedJob, lease: timedelta = LEASE) -> bool:
    """Hold the job for another lease; False when it is no longer ours."""
    held = session.execute(
        update(Job)
        .where(Job.id == job.id, Job.attempts == job.attempt, Job.status == JobStatus.RUNNING)
        .values(lease_until=func.clock_timestamp() + lease)
        .execution_options(synchronize_session=False)
        .returning(Job.id)
    ).scalar_one_or_none()
    return held is not None
