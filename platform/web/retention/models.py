"""What the nightly job did: one row for each time it ran, with counts and never a name."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class RetentionRun(Base):
    """`taken` says by table how many rows went or were emptied; `finished_at` is empty if it stopped on its way."""

    __tablename__ = "retention_run"
    __table_args__ = (CheckConstraint("finished_at >= started_at", name="ended_after_start"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    taken: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
