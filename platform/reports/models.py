"""The ledger of reports and of what was published."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import ProgrammeOrAuthorityScoped


class ReportStatus(StrEnum):
    REQUESTED = "requested"
    READY = "ready"
    FAILED = "failed"


class Report(ProgrammeOrAuthorityScoped, Base):
    """One report of one run: of an authority, or (no authority) of the programme. It exists before its task does."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("run_id", "authority_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("status IN ('requested', 'ready', 'failed')", name="status_known"),
        CheckConstraint("(status = 'requested') = (finished_at IS NULL)", name="finished_when_over"),
        CheckConstraint("(status = 'failed') = (error IS NOT NULL)", name="error_when_failed"),
        CheckConstraint("(status = 'ready') = (content IS NOT NULL)", name="content_when_ready"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("risk_run.id"))
    status: Mapped[str] = mapped_column(default=ReportStatus.REQUESTED)
    requested_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
    # What the report says, from which its files are made: the same content gives the same bytes.
    content: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # A report names people, so it has a day on which its content and files go (design 5.5).
    expires_on: Mapped[date | None]


class ReportFile(ProgrammeOrAuthorityScoped, Base):
    """One file of a report, as it was made."""

    __tablename__ = "report_file"
    __table_args__ = (
        UniqueConstraint("report_id", "kind"),
        CheckConstraint("kind IN ('html', 'csv')", name="kind_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"))
    kind: Mapped[str]
    name: Mapped[str]
    body: Mapped[bytes]
    sha256: Mapped[str]


class Publication(Base):
    """The programme summary for DfE viewers: drafted by a worker after disclosure control, published by a named person.

    Viewers read published rows only; a policy of the database says so too (migration 0006).
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("num_nulls(published_at, published_by_id, published_as) IN (0, 3)", name="who_and_when"),
        Index("ix_publication_published", "published_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("risk_run.id"), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    drafted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    published_as: Mapped[str | None]
