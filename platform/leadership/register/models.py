"""Roles, posts, people, tenures and succession events: who leads, and how that is known."""

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
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from authorities.facts import CONFIDENCE
from core.database import Base
from core.scope import AuthorityScoped

TENURE_STATUSES = ("permanent", "fixed_term", "interim", "acting")
END_REASONS = (
    "planned_move",
    "retirement",
    "contract_end",
    "agreed_exit",
    "restructure",
    "election",
    "confirmed",
    "post_closed",
    "other",
    "unknown",
)
EVENT_KINDS = (
    "post_created",
    "post_closed",
    "departure_announced",
    "departure_withdrawn",
    "departed",
    "appointment_announced",
    "appointed",
    "interim_appointed",
    "acting_appointed",
    "confirmed",
)
PRECISIONS = ("day", "month", "year")


def one_of(name: str, values: tuple[str, ...], *, optional: bool = False) -> str:
    """The SQL of a check that a column holds one of some words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{name} IS NULL OR {name} IN ({listed})" if optional else f"{name} IN ({listed})"


class LeadershipRole(Base):
    """A kind of job, by data: more can be added without a line of code."""

    __tablename__ = "leadership_role"
    __table_args__ = (CheckConstraint("kind IN ('officer', 'elected')", name="kind_known"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    statutory: Mapped[bool]
    position: Mapped[int]


class Post(AuthorityScoped, Base):
    """One seat of a role in one authority; it is there while nobody holds it. `closed_on` is the first day without it."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="dates_in_order"),
        CheckConstraint("(closed_on IS NULL) = (close_known_on IS NULL)", name="closed_when_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    role_code: Mapped[str] = mapped_column(ForeignKey("leadership_role.code"), index=True)
    title: Mapped[str]
    opened_on: Mapped[date]
    known_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_known_on: Mapped[date | None]
    job_share: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class Person(Base):
    """One person, in however many authorities. The name is personal data.

    Seen by those in whose authorities the person holds or held a post, and by the authority that recorded them
    (a policy of the database, migration 0005). Two rows found to be one person: the later points to the other.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("same_as_id IS NULL OR same_as_id <> id", name="not_same_as_itself"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    recorded_for_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), index=True)
    same_as_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class Tenure(AuthorityScoped, Base):
    """A person in a post with one status. `ended_on` is the first day no longer in it; None while it lasts.

    The end is recorded once, as an addition. A correction is a new row that supersedes this one, from `corrected_on`,
    when it could be known.
    """

    __tablename__ = "tenure"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        Index("ix_tenure_post", "authority_id", "post_id"),
        CheckConstraint(one_of("status", TENURE_STATUSES), name="status_known"),
        CheckConstraint(one_of("started_precision", PRECISIONS), name="started_precision_known"),
        CheckConstraint(one_of("ended_precision", PRECISIONS), name="ended_precision_known"),
        CheckConstraint(one_of("end_reason", END_REASONS, optional=True), name="end_reason_known"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates_in_order"),
        CheckConstraint("(ended_on IS NULL) = (end_known_on IS NULL)", name="ended_when_known"),
        CheckConstraint("(supersedes_id IS NULL) = (corrected_on IS NULL)", name="correction_when_known"),
        ExcludeConstraint(
            (column("post_id"), "="),
            (text("daterange(started_on, ended_on)"), "&&"),
            name="one_substantive_holder",
            using="gist",
            where=text("superseded_at IS NULL AND NOT shared AND status IN ('permanent', 'fixed_term')"),
        ),
        ExcludeConstraint(
            (column("post_id"), "="),
            (text("daterange(started_on, ended_on)"), "&&"),
            name="one_temporary_holder",
            using="gist",
            where=text("superseded_at IS NULL AND NOT shared AND status IN ('interim', 'acting')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[str]
    # Copied from the post: several people share it, so that the exclusion constraints leave it alone.
    shared: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[date]
    started_precision: Mapped[str] = mapped_column(default="day")
    start_known_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_precision: Mapped[str] = mapped_column(default="day")
    end_known_on: Mapped[date | None]
    contract_ends_on: Mapped[date | None]
    internal: Mapped[bool | None]
    end_reason: Mapped[str | None]
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenure.id"), unique=True)
    corrected_on: Mapped[date | None]
    superseded_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class SuccessionEvent(AuthorityScoped, Base):
    """Something said or done about who leads. `effective_on` may lie ahead; `known_on` never lies after the recording.

    Until `confidential_until` only those entitled see it (a policy of the database), and no report or prediction
    uses it.
    """

    __tablename__ = "succession_event"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        ForeignKeyConstraint(["authority_id", "tenure_id"], ["tenure.authority_id", "tenure.id"]),
        Index("ix_succession_event_post", "authority_id", "post_id"),
        Index("ix_succession_event_tenure", "authority_id", "tenure_id"),
        CheckConstraint(one_of("kind", EVENT_KINDS), name="kind_known"),
        CheckConstraint(one_of("effective_precision", PRECISIONS), name="effective_precision_known"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
        # London may be a day ahead of UTC for an hour in summer.
        CheckConstraint("known_on <= (recorded_at AT TIME ZONE 'Europe/London')::date", name="known_before_recorded"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    tenure_id: Mapped[UUID | None]
    kind: Mapped[str]
    effective_on: Mapped[date]
    effective_precision: Mapped[str] = mapped_column(default="day")
    known_on: Mapped[date]
    source: Mapped[str | None]
    confidence: Mapped[str | None]
    confidential_until: Mapped[date | None]
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("succession_event.id"), unique=True)
    superseded_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
