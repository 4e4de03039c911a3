"""What every dated fact about an authority carries, so that history can be read as it was known on any day."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

CONFIDENCE = "confidence IS NULL OR confidence IN ('high', 'medium', 'low')"


class RecordedFact:
    """A fact with its source and its three dates; a correction is a new row, and the old one names it.

    `known_on` is when somebody could know the fact, `recorded_at` when we wrote it down. `ref` stays with the fact
    through export and import.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    known_on: Mapped[date]
    source: Mapped[str | None]
    confidence: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    superseded_at: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def recorded_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("account.id"), index=True)

    @declared_attr
    @classmethod
    def superseded_by_id(cls) -> Mapped[UUID | None]:
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"), index=True)  # type: ignore[attr-defined]


def recorded_fact_checks() -> tuple[CheckConstraint, CheckConstraint]:
    """The constraints of a recorded fact, for its table's arguments."""
    return (
        CheckConstraint(CONFIDENCE, name="confidence_known"),
        CheckConstraint("(superseded_at IS NULL) = (superseded_by_id IS NULL)", name="superseded_when_and_by"),
    )
