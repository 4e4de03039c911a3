"""The job row: status in PostgreSQL is the truth, the queue is only a hint (design 5.3, reliability 3)."""

from core.jobs.claim import ClaimedJob, LostLeaseError
from core.jobs.models import Job, JobStatus
from core.jobs.registry import JobKind, job_kind, kinds
from core.jobs.request import request_job

__all__ = ["ClaimedJob", "Job", "JobKind", "JobStatus", "LostLeaseError", "job_kind", "kinds", "request_job"]
