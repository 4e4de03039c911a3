"""A file as it was sent, and what checking it found: nothing else is stored until the check is confirmed (W1)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped
from outcomes.collection.due.models import Collection


class Upload(AuthorityScoped, Base):
    """The original bytes with their hash, for those entitled. A refused file is forgotten after a week.

    A file that names children is never kept: `body` is empty from the start.
    """

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        CheckConstraint("kind IN ('csv', 'xlsx', 'form', 'other')", name="kind_known"),
        CheckConstraint("scan IN ('not_scanned', 'clean', 'infected')", name="scan_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    collection_id: Mapped[int] = mapped_column(ForeignKey(Collection.id), index=True)
    # The sender's name for it, shown escaped; never a path on a disk.
    file_name: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    body: Mapped[bytes | None]
    scan: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    acting_for_lead: Mapped[bool]
    forget_on: Mapped[date | None]


class FigureCheck(AuthorityScoped, Base):
    """What one check of one upload found, against which stored version, under which rules; never altered.

    `result` is `Checked` as JSON (check/result.py); `fingerprint` is over all that the result rests on, so that a
    confirmation of a stale check is noticed.
    """

    __tablename__ = "figure_check"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        ForeignKeyConstraint(["authority_id", "upload_id"], ["upload.authority_id", "upload.id"]),
        Index("ix_figure_check_upload", "authority_id", "upload_id"),
        CheckConstraint("outcome IN ('refused', 'errors', 'queries', 'clean')", name="outcome_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    upload_id: Mapped[UUID]
    collection_id: Mapped[int] = mapped_column(ForeignKey(Collection.id), index=True)
    base_version: Mapped[int]
    fingerprint: Mapped[str]
    rules_version: Mapped[str]
    outcome: Mapped[str]
    result: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
