"""The programme, its innovations, and who takes them on: stages with planned and actual dates, pauses, leaving."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    func,
)
from sqlalchemy import (
    Identity as Numbered,
)
from sqlalchemy.orm import Mapped, mapped_column

from authorities.facts import CONFIDENCE
from core.database import Base
from core.scope import AuthorityScoped, PublicFact

STAGES = ("set_up", "go_live", "embedding", "funding_ends", "sustain")


class Programme(Base):
    """A programme with its dates. One that has closed may still collect figures: that is data, not a special case."""

    __tablename__ = "programme"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),)

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class ProgrammeMembership(AuthorityScoped, Base):
    """An authority's time in a programme; `left_on` is the first day outside."""

    __tablename__ = "programme_membership"
    __table_args__ = (
        UniqueConstraint("programme_id", "authority_id", "joined_on"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class Innovation(Base):
    __tablename__ = "innovation"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Innovator(PublicFact, Base):
    """The authority an innovation comes from."""

    __tablename__ = "innovator"
    __table_args__ = (UniqueConstraint("innovation_code", "authority_id"),)

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    innovation_code: Mapped[str] = mapped_column(ForeignKey("innovation.code"))


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
    source: Mapped[str | None]
    confidence: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class AdoptionDate(AuthorityScoped, Base):
    """When a stage was planned to begin and when it did, as known from a recording on; a later row supersedes it."""

    __tablename__ = "adoption_date"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "adoption_id"], ["adoption.authority_id", "adoption.id"]),
        Index("ix_adoption_date_adoption", "authority_id", "adoption_id"),
        Index(
            "uq_adoption_date_current",
            "adoption_id",
            "stage",
            unique=True,
            postgresql_where="superseded_at IS NULL",
        ),
        CheckConstraint("stage IN ('set_up', 'go_live', 'embedding', 'funding_ends', 'sustain')", name="stage_known"),
        CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
        CheckConstraint("num_nonnulls(planned_on, actual_on) > 0", name="some_date"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    adoption_id: Mapped[UUID]
    stage: Mapped[str]
    planned_on: Mapped[date | None]
    actual_on: Mapped[date | None]
    precision: Mapped[str] = mapped_column(default="day")
    reason: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    superseded_at: Mapped[datetime | None]


class AdoptionPause(AuthorityScoped, Base):
    """A time in which an adoption stood still, and why; `resumed_on` is the first day it went on."""

    __tablename__ = "adoption_pause"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "adoption_id"], ["adoption.authority_id", "adoption.id"]),
        Index("ix_adoption_pause_adoption", "authority_id", "adoption_id"),
        UniqueConstraint("adoption_id", "paused_on"),
        CheckConstraint("resumed_on IS NULL OR resumed_on > paused_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    adoption_id: Mapped[UUID]
    paused_on: Mapped[date]
    resumed_on: Mapped[date | None]
    reason: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
