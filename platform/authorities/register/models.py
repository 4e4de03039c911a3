"""Authorities, the names and codes they go by, and what becomes of their boundaries."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from authorities.recorded import CONFIDENCE, KNOWN_BEFORE_RECORDED
from core.database import Base
from core.scope import PublicFact


class Authority(Base):
    """A local authority with responsibility for children's services, for as long as it exists.

    Its code is DfE's three-digit one; invented councils have `Z` and three digits, so that no figure about them can
    be taken for a real one. `valid_to` is its last day.
    """

    __tablename__ = "authority"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("invented = (code LIKE 'Z%')", name="invented_code"),
        CheckConstraint("kind IN ('london_borough', 'metropolitan', 'unitary', 'county', 'other')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    gss_code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    region: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    population_0_17: Mapped[int | None]
    invented: Mapped[bool] = mapped_column(default=False)


class AuthorityAlias(PublicFact, Base):
    """A name or spelling under which files speak of the authority; compared in its normalised form."""

    __tablename__ = "authority_alias"
    __table_args__ = (
        UniqueConstraint("authority_id", "normalised"),
        Index("ix_authority_alias_normalised", "normalised"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    alias: Mapped[str]
    normalised: Mapped[str]
    source: Mapped[str]


class AuthorityCode(PublicFact, Base):
    """A statistical (GSS) code of the authority and when it was in force; two may circulate at once."""

    __tablename__ = "authority_code"
    __table_args__ = (UniqueConstraint("authority_id", "gss_code"), Index("ix_authority_code_gss_code", "gss_code"))

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    gss_code: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str]


class BoundaryEvent(Base):
    """A merger, split, continuation or recoding of authorities. Its dates are forecasts until it has happened.

    `undecided` says that an authority is due to be replaced while it is not decided by what.
    """

    __tablename__ = "boundary_event"
    __table_args__ = (
        CheckConstraint("kind IN ('merge', 'split', 'continuation', 'recode', 'undecided')", name="kind_known"),
        CheckConstraint("status IN ('done', 'planned', 'proposed')", name="status_known"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    status: Mapped[str]
    description: Mapped[str]
    source: Mapped[str]
    confidence: Mapped[str | None]


class BoundaryParty(PublicFact, Base):
    """An authority that a boundary event ends, continues or creates."""

    __tablename__ = "boundary_party"
    __table_args__ = (
        UniqueConstraint("event_id", "authority_id", "side"),
        CheckConstraint("side IN ('predecessor', 'successor')", name="side_known"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("boundary_event.id"), index=True)
    side: Mapped[str]


class VestingForecast(Base):
    """What was known of a boundary event's date, from a day on.

    The one known latest counts (of two known on one day, the one recorded later); the earlier ones stay.
    """

    __tablename__ = "vesting_forecast"
    __table_args__ = (
        CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
        CheckConstraint(KNOWN_BEFORE_RECORDED, name="known_before_recorded"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("boundary_event.id"), index=True)
    takes_effect_on: Mapped[date]
    precision: Mapped[str] = mapped_column(default="day")
    known_on: Mapped[date]
    source: Mapped[str]
    confidence: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
