from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import ProgrammeOrAuthorityScoped


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(ProgrammeOrAuthorityScoped, Base):
    """One piece of work, whoever does it and however often it is tried: `key` makes asking twice ask once."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status_known"),
        CheckConstraint("(status = 'running') = (lease_until IS NOT NULL)", name="lease_while_running"),
        Index("ix_job_unfinished", "status", "lease_until", postgresql_where="status IN ('queued', 'running')"),
    )

    id: Mapped[int] = mapped_column(Numbered(always=True), primary_key=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    # The record the work is about (a run, a report), as text: the job knows no domain.
    subject: Mapped[str]
    status: Mapped[str] = mapped_column(default=JobStatus.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    queued_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
    request_id: Mapped[str | None]
