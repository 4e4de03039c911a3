"""Who controls the council, when it is elected, and when it is reorganised."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from authorities.recorded import RecordedFact, fact_arguments
from core.database import Base
from core.scope import PublicFact

CYCLES = ("all_out", "thirds", "halves")
REORGANISATIONS = ("council", "directorate")


class PoliticalControl(PublicFact, RecordedFact, Base):
    """The control in force from a day on, until the next row: a party, or 'no overall control'."""

    __tablename__ = "political_control"
    __table_args__ = (
        *fact_arguments("political_control", "effective_on"),
        CheckConstraint("control <> ''", name="control_named"),
    )

    effective_on: Mapped[date] = mapped_column(index=True)
    control: Mapped[str]
    detail: Mapped[str | None]


class Election(PublicFact, RecordedFact, Base):
    """A council election, known ahead; one that is moved is a new version that supersedes the old."""

    __tablename__ = "election"
    __table_args__ = (
        *fact_arguments("election", "polling_on"),
        CheckConstraint("cycle IN ('all_out', 'thirds', 'halves')", name="cycle_known"),
    )

    polling_on: Mapped[date] = mapped_column(index=True)
    cycle: Mapped[str]
    detail: Mapped[str | None]


class Reorganisation(PublicFact, RecordedFact, Base):
    """A reorganisation of the council or of its directorate; `until` is the first day after it."""

    __tablename__ = "reorganisation"
    __table_args__ = (
        *fact_arguments("reorganisation", "kind", "started_on"),
        CheckConstraint("kind IN ('council', 'directorate')", name="kind_known"),
        CheckConstraint("until IS NULL OR until >= started_on", name="dates_in_order"),
    )

    started_on: Mapped[date] = mapped_column(index=True)
    until: Mapped[date | None]
    kind: Mapped[str]
    detail: Mapped[str | None]
