"""Roles, posts, people, tenures and succession events: who leads, and how that is known."""

from collections.abc import Iterable
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
from leadership.register.kinds import SUBSTANTIVE, TEMPORARY, EndReason, EventKind, Precision, TenureStatus


def one_of(name: str, values: Iterable[str], *, optional: bool = False) -> str:
    """The SQL of a check that a column holds one of some words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{name} IS NULL OR {name} IN ({listed})" if optional else f"{name} IN ({listed})"


def known_before_recorded(name: str) -> str:
    """The SQL of a check that nothing is recorded as known from a later day than its recording.

    London may be a day ahead of UTC for an hour in summer.
    """
    return f"{name} <= (recorded_at AT TIME ZONE 'Europe/London')::date"


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
    """One seat of a role in one authority, there while nobody holds it. `closed_on` is the first day without it."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="dates_in_order"),
        CheckConstraint("(closed_on IS NULL) = (close_known_on IS NULL)", name="closed_when_known"),
        CheckConstraint(known_before_recorded("known_on"), name="known_before_recorded"),
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
    (a policy of the database, migration 0005). Two rows found to be one person: one points to the other, from
    `same_as_known_on` on, so that what was believed before that day can still be shown.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("same_as_id IS NULL OR same_as_id <> id", name="not_same_as_itself"),
        CheckConstraint("(same_as_id IS NULL) = (same_as_known_on IS NULL)", name="same_when_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    recorded_for_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), index=True)
    same_as_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    same_as_known_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


def _one_holder(name: str, statuses: Iterable[str]) -> ExcludeConstraint:
    """At most one holder of these statuses at a time in a post that is not shared; corrected rows do not count."""
    return ExcludeConstraint(
        (column("post_id"), "="),
        (text("daterange(started_on, ended_on)"), "&&"),
        name=name,
        using="gist",
        where=text(f"superseded_at IS NULL AND NOT shared AND {one_of('status', statuses)}"),
    )


class Tenure(AuthorityScoped, Base):
    """A person in a post with one status. `ended_on` is the first day no longer in it; None while it lasts.

    The end is recorded once, as an addition. A correction is a new row that supersedes this one, from `corrected_on`,
    when it could be known. An interim or acting holder may stand in while a substantive holder is away: the two kinds
    exclude only their own.
    """

    __tablename__ = "tenure"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        UniqueConstraint("authority_id", "supersedes_id"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        ForeignKeyConstraint(["authority_id", "supersedes_id"], ["tenure.authority_id", "tenure.id"]),
        Index("ix_tenure_post", "authority_id", "post_id"),
        CheckConstraint(one_of("status", TenureStatus), name="status_known"),
        CheckConstraint(one_of("started_precision", Precision), name="started_precision_known"),
        CheckConstraint(one_of("ended_precision", Precision), name="ended_precision_known"),
        CheckConstraint(one_of("end_reason", EndReason, optional=True), name="end_reason_known"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates_in_order"),
        CheckConstraint("(ended_on IS NULL) = (end_known_on IS NULL)", name="ended_when_known"),
        CheckConstraint("end_reason IS NULL OR ended_on IS NOT NULL", name="reason_with_end"),
        CheckConstraint("(supersedes_id IS NULL) = (corrected_on IS NULL)", name="correction_when_known"),
        CheckConstraint(known_before_recorded("start_known_on"), name="start_known_before_recorded"),
        CheckConstraint(known_before_recorded("corrected_on"), name="correction_known_before_recorded"),
        _one_holder("one_substantive_holder", SUBSTANTIVE),
        _one_holder("one_temporary_holder", TEMPORARY),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[str]
    # Copied from the post: several people share it, so that the exclusion constraints leave it alone.
    shared: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[date]
    started_precision: Mapped[str] = mapped_column(default=Precision.DAY)
    start_known_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_precision: Mapped[str] = mapped_column(default=Precision.DAY)
    end_known_on: Mapped[date | None]
    contract_ends_on: Mapped[date | None]
    internal: Mapped[bool | None]
    end_reason: Mapped[str | None]
    supersedes_id: Mapped[UUID | None]
    corrected_on: Mapped[date | None]
    superseded_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class SuccessionEvent(AuthorityScoped, Base):
    """Something said or done about who leads. `effective_on` may lie ahead; `known_on` never lies after the recording.

    Until `confidential_until` only those entitled see it (a policy of the database), and no report or prediction
    uses it. A correction is a new row that supersedes this one, from its own `known_on`.
    """

    __tablename__ = "succession_event"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        UniqueConstraint("authority_id", "supersedes_id"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        ForeignKeyConstraint(["authority_id", "tenure_id"], ["tenure.authority_id", "tenure.id"]),
        ForeignKeyConstraint(
            ["authority_id", "supersedes_id"], ["succession_event.authority_id", "succession_event.id"]
        ),
        Index("ix_succession_event_post", "authority_id", "post_id"),
        Index("ix_succession_event_tenure", "authority_id", "tenure_id"),
        CheckConstraint(one_of("kind", EventKind), name="kind_known"),
        CheckConstraint(one_of("effective_precision", Precision), name="effective_precision_known"),
        CheckConstraint(CONFIDENCE, name="confidence_known"),
        CheckConstraint(known_before_recorded("known_on"), name="known_before_recorded"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    tenure_id: Mapped[UUID | None]
    kind: Mapped[str]
    effective_on: Mapped[date]
    effective_precision: Mapped[str] = mapped_column(default=Precision.DAY)
    known_on: Mapped[date]
    source: Mapped[str | None]
    confidence: Mapped[str | None]
    confidential_until: Mapped[date | None]
    supersedes_id: Mapped[UUID | None]
    superseded_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
