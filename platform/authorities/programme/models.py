"""The programme, its innovations, and who takes them on: stages with planned and actual dates, pauses, leaving."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    column,
    func,
    text,
)
from sqlalchemy import Identity as Numbered
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from authorities.recorded import CONFIDENCE, CURRENT, Versioned, version_arguments
from core.database import Base
from core.scope import AuthorityScoped, PublicFact

STAGES = ("set_up", "go_live", "embedding", "funding_ends", "sustain")


class Programme(Base):
    """A programme with its dates. One that has closed may still collect figures: that is data, not a special case."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
        CheckConstraint("(closed_on IS NULL) = (closed_at IS NULL)", name="closed_with_its_moment"),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_who_and_when"),
        CheckConstraint("closed_on >= starts_on", name="closed_after_start"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    # First day after its funded period.
    ends_on: Mapped[date | None]
    # Last day on which it takes returns, if there is one: a closed programme may go on collecting.
    collects_until: Mapped[date | None]
    # The first day after all its work, with who recorded it and when: the time to keep records counts from it.
    closed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    source: Mapped[str | None]
    confidence: Mapped[str | None]


class ProgrammeMembership(AuthorityScoped, Versioned, Base):
    """An authority's time in a programme, in one version; `left_on` is the first day outside."""

    __tablename__ = "programme_membership"
    __table_args__ = (
        *version_arguments("programme_membership"),
        CheckConstraint("joined_precision IN ('day', 'month', 'year')", name="joined_precision_known"),
        CheckConstraint("left_on IS NULL OR left_on > joined_on", name="dates_in_order"),
        ExcludeConstraint(
            (column("programme_id"), "="),
            (column("authority_id"), "="),
            (text("daterange(joined_on, left_on)"), "&&"),
            name="member_once",
            using="gist",
            where=text(CURRENT),
        ),
        Index("ix_programme_membership_programme_id", "programme_id"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    joined_on: Mapped[date]
    joined_precision: Mapped[str] = mapped_column(default="day")
    left_on: Mapped[date | None]
    reason: Mapped[str | None]


class Innovation(Base):
    """A way of working that authorities take on. The three of the programme come with the schema."""

    __tablename__ = "innovation"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Innovator(PublicFact, Base):
    """The authority an innovation comes from: it coaches, and is a comparator rather than an adopter."""

    __tablename__ = "innovator"
    __table_args__ = (
        UniqueConstraint("innovation_code", "authority_id"),
        CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    innovation_code: Mapped[str] = mapped_column(ForeignKey("innovation.code"))
    since: Mapped[date | None]
    precision: Mapped[str] = mapped_column(default="day")
    source: Mapped[str | None]
    confidence: Mapped[str | None]


class Adoption(AuthorityScoped, Base):
    """An authority takes on an innovation. What is known of its dates stands in AdoptionDate, version by version."""

    __tablename__ = "adoption"
    __table_args__ = (
        UniqueConstraint("authority_id", "innovation_code"),
        UniqueConstraint("authority_id", "id"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    innovation_code: Mapped[str] = mapped_column(ForeignKey("innovation.code"), index=True)
    wave: Mapped[str | None]
    # What the authority calls it, where that differs from the innovation's own name.
    local_name: Mapped[str | None]
    note: Mapped[str | None]
    source: Mapped[str | None]
    confidence: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class AdoptionDate(AuthorityScoped, Versioned, Base):
    """When a stage was planned to begin and when it did, in one version; `reason` says why a date moved."""

    __tablename__ = "adoption_date"
    __table_args__ = (
        *version_arguments("adoption_date"),
        ForeignKeyConstraint(["authority_id", "adoption_id"], ["adoption.authority_id", "adoption.id"]),
        Index("ix_adoption_date_adoption", "authority_id", "adoption_id"),
        Index("uq_adoption_date_current", "adoption_id", "stage", unique=True, postgresql_where=CURRENT),
        CheckConstraint("stage IN ('set_up', 'go_live', 'embedding', 'funding_ends', 'sustain')", name="stage_known"),
        CheckConstraint("planned_precision IN ('day', 'month', 'year')", name="planned_precision_known"),
        CheckConstraint("actual_precision IN ('day', 'month', 'year')", name="actual_precision_known"),
        CheckConstraint("withdrawn OR num_nonnulls(planned_on, actual_on) > 0", name="some_date"),
    )

    adoption_id: Mapped[UUID]
    stage: Mapped[str]
    planned_on: Mapped[date | None]
    planned_precision: Mapped[str] = mapped_column(default="day")
    actual_on: Mapped[date | None]
    actual_precision: Mapped[str] = mapped_column(default="day")
    reason: Mapped[str | None]


class AdoptionPause(AuthorityScoped, Versioned, Base):
    """A time in which an adoption stood still, and why, in one version; `resumed_on` is the first day it went on."""

    __tablename__ = "adoption_pause"
    __table_args__ = (
        *version_arguments("adoption_pause"),
        ForeignKeyConstraint(["authority_id", "adoption_id"], ["adoption.authority_id", "adoption.id"]),
        Index("ix_adoption_pause_adoption", "authority_id", "adoption_id"),
        CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
        CheckConstraint("resumed_on IS NULL OR resumed_on > paused_on", name="dates_in_order"),
        ExcludeConstraint(
            (column("adoption_id"), "="),
            (text("daterange(paused_on, resumed_on)"), "&&"),
            name="paused_once",
            using="gist",
            where=text(CURRENT),
        ),
    )

    adoption_id: Mapped[UUID]
    paused_on: Mapped[date]
    precision: Mapped[str] = mapped_column(default="day")
    resumed_on: Mapped[date | None]
    reason: Mapped[str]
