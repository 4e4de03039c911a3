"""What every dated record about an authority carries, so that history can be read as it was known on any day.

A record is never overwritten or deleted. A correction, a moved date, an added end is a new version, which the old one
names in `superseded_by_id`; a version that says `withdrawn` tells that the matter is no longer so (an election that
was cancelled, an inspection entered for the wrong authority).
"""

import calendar
from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, false, func
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

CONFIDENCES = ("high", "medium", "low")
PRECISIONS = ("day", "month", "year")
CONFIDENCE = "confidence IS NULL OR confidence IN ('high', 'medium', 'low')"
# London may be a day ahead of UTC for an hour in summer.
KNOWN_BEFORE_RECORDED = "known_on <= (recorded_at AT TIME ZONE 'Europe/London')::date"
CURRENT = "superseded_at IS NULL AND NOT withdrawn"
LONGEST_REF = 60


class Versioned:
    """One version of a record, with its source and its dates.

    `known_on` is when somebody could know it and never lies after the recording; `recorded_at` when we wrote it down;
    `recorded_by_id` who did, or None when the product itself did while loading or importing.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    known_on: Mapped[date]
    source: Mapped[str | None]
    confidence: Mapped[str | None]
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    superseded_at: Mapped[datetime | None]
    superseded_by_id: Mapped[UUID | None]

    @declared_attr
    @classmethod
    def recorded_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("account.id"), index=True)

    @property
    def is_current(self) -> bool:
        """Whether this version counts today: neither superseded nor a withdrawal."""
        return self.superseded_at is None and not self.withdrawn


class RecordedFact(Versioned):
    """A published fact about an authority. `ref` stays with it through export and import."""

    ref: Mapped[str] = mapped_column(unique=True)


def version_arguments(table: str) -> tuple[SchemaItem, ...]:
    """The constraints of a versioned table, for its table arguments."""
    return (
        UniqueConstraint("authority_id", "id"),
        # Checked at the commit: the old version is closed before the new one that closes it is written.
        ForeignKeyConstraint(
            ["authority_id", "superseded_by_id"],
            [f"{table}.authority_id", f"{table}.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        Index(f"ix_{table}_superseded_by", "authority_id", "superseded_by_id"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
        CheckConstraint(KNOWN_BEFORE_RECORDED, name="known_before_recorded"),
        CheckConstraint("(superseded_at IS NULL) = (superseded_by_id IS NULL)", name="superseded_when_and_by"),
    )


def fact_arguments(table: str, *columns: str) -> tuple[SchemaItem, ...]:
    """The constraints of a table of facts: as above, and one current fact for each authority and these columns."""
    return (
        *version_arguments(table),
        CheckConstraint(f"length(ref) BETWEEN 1 AND {LONGEST_REF}", name="ref_length"),
        Index(f"uq_{table}_current", "authority_id", *columns, unique=True, postgresql_where=CURRENT),
    )


def last_day(day: date, precision: str) -> date:
    """The last day that is meant: a month or a year is written as its first day."""
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31) if precision == "year" else day


V = TypeVar("V", bound=Versioned)


def as_known_on(versions: Iterable[V], day: date) -> list[V]:
    """What counted on that day, as known then: later versions had not been heard of, and withdrawn ones are left out.

    `versions` must hold every version of the records concerned; their order is kept.
    """
    all_of_them = list(versions)
    by_id = {version.id: version for version in all_of_them}

    def replaced(version: V) -> bool:
        following = by_id.get(version.superseded_by_id) if version.superseded_by_id else None
        return following is not None and (following.known_on <= day or replaced(following))

    return [
        version
        for version in all_of_them
        if version.known_on <= day and not version.withdrawn and not replaced(version)
    ]
