"""Succession plans, successors, readiness and political engagement. Nothing is overwritten: a version supersedes.

Who might follow stands in a table of its own, which only those who lead the authority may read (design 5.5); how many
there are and how soon they could take over is for the support team too.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from core.database import Base
from core.scope import AuthorityScoped
from leadership.register.models import known_before_recorded, one_of
from leadership.succession.kinds import OF_THE_AUTHORITY, RECORDED, Level, Loss, Ready, Statement

CURRENT = "superseded_at IS NULL"


class Version:
    """One version of something said: from when it could be known, who wrote it down, when another took its place."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    known_on: Mapped[date]
    superseded_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @declared_attr
    @classmethod
    def recorded_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("account.id"), index=True)


def _of_post(table: str) -> tuple[SchemaItem, ...]:
    """A reference to a post of the same authority, with its index."""
    return (
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        Index(f"ix_{table}_post", "authority_id", "post_id"),
    )


def _known() -> CheckConstraint:
    return CheckConstraint(known_before_recorded("known_on"), name="known_before_recorded")


class LossJudgement(Version, AuthorityScoped, Base):
    """How likely the holder's loss is judged, or how much it would hurt: two inputs, each with its owner and reason.

    It stands beside the model's chance and never enters it.
    """

    __tablename__ = "loss_judgement"
    __table_args__ = (
        *_of_post("loss_judgement"),
        CheckConstraint(one_of("kind", Loss), name="kind_known"),
        CheckConstraint(one_of("level", Level), name="level_known"),
        CheckConstraint("judged_on <= known_on", name="judged_before_known"),
        CheckConstraint("reason <> '' AND owner <> ''", name="owner_and_reason"),
        _known(),
        Index("uq_loss_judgement_current", "post_id", "kind", unique=True, postgresql_where=CURRENT),
    )

    post_id: Mapped[UUID]
    kind: Mapped[str]
    level: Mapped[str]
    reason: Mapped[str]
    owner: Mapped[str]
    judged_on: Mapped[date]


class SuccessionPlan(Version, AuthorityScoped, Base):
    """Whether a written plan for the post exists, since when it is approved, when it was and will be reviewed."""

    __tablename__ = "succession_plan"
    __table_args__ = (
        *_of_post("succession_plan"),
        CheckConstraint("written OR num_nonnulls(approved_on, reviewed_on, review_due_on) = 0", name="days_of_a_plan"),
        CheckConstraint("approved_on IS NULL OR approved_by IS NOT NULL", name="approved_by_somebody"),
        CheckConstraint("approved_on IS NULL OR approved_on <= known_on", name="approved_before_known"),
        CheckConstraint("reviewed_on IS NULL OR reviewed_on <= known_on", name="reviewed_before_known"),
        CheckConstraint("owner <> ''", name="owner_named"),
        _known(),
        Index("uq_succession_plan_current", "post_id", unique=True, postgresql_where=CURRENT),
    )

    post_id: Mapped[UUID]
    written: Mapped[bool]
    approved_on: Mapped[date | None]
    approved_by: Mapped[str | None]
    reviewed_on: Mapped[date | None]
    review_due_on: Mapped[date | None]
    evidence: Mapped[str | None]
    owner: Mapped[str]


class Successor(AuthorityScoped, Base):
    """Somebody who might follow in a post, without a name: that there is one, from when to when."""

    __tablename__ = "successor"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        *_of_post("successor"),
        CheckConstraint(known_before_recorded("named_on"), name="known_before_recorded"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= named_on", name="days_in_order"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_on_and_at"),
        CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL", name="withdrawn_when_and_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    post_id: Mapped[UUID]
    named_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    withdrawn_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


def _of_successor(table: str) -> tuple[SchemaItem, ...]:
    return (
        ForeignKeyConstraint(["authority_id", "successor_id"], ["successor.authority_id", "successor.id"]),
        Index(f"ix_{table}_successor", "authority_id", "successor_id"),
    )


class SuccessorStanding(Version, AuthorityScoped, Base):
    """Where a successor stands in the order, and how soon they could take over."""

    __tablename__ = "successor_standing"
    __table_args__ = (
        *_of_successor("successor_standing"),
        CheckConstraint(one_of("ready", Ready), name="ready_known"),
        CheckConstraint("place > 0", name="place_counts_from_one"),
        CheckConstraint("assessed_on <= known_on", name="assessed_before_known"),
        _known(),
        Index("uq_successor_standing_current", "successor_id", unique=True, postgresql_where=CURRENT),
    )

    successor_id: Mapped[UUID]
    place: Mapped[int]
    ready: Mapped[str]
    # When somebody last judged it; a new place because others came or went judges nothing.
    assessed_on: Mapped[date]


class SuccessorIdentity(AuthorityScoped, Base):
    """Who a successor is: a person of the register, or a name. Of those who lead the authority alone.

    A policy of the database says so (migration 0014, LED): the support team and the product's own worker see no row.
    Emptied when the successor is withdrawn, so that nobody stays on a list they are no longer on.
    """

    __tablename__ = "successor_identity"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "successor_id"], ["successor.authority_id", "successor.id"]),
        Index("ix_successor_identity_successor", "authority_id", "successor_id"),
        CheckConstraint("num_nonnulls(person_id, name) <= 1", name="person_or_name"),
    )

    successor_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str | None]
    note: Mapped[str | None]


class ReadinessItem(Version, AuthorityScoped, Base):
    """One item of the readiness index as somebody judged it, with its evidence; no post: it is of the authority."""

    __tablename__ = "readiness_item"
    __table_args__ = (
        *_of_post("readiness_item"),
        CheckConstraint(one_of("item", RECORDED), name="item_known"),
        CheckConstraint(
            f"(post_id IS NULL) = ({one_of('item', OF_THE_AUTHORITY)})",
            name="of_post_or_authority",
        ),
        CheckConstraint("value IN (0, 0.25, 0.5, 0.75, 1)", name="value_known"),
        CheckConstraint("item = 'recruitment' OR value IN (0, 0.5, 1)", name="quarters_of_recruitment"),
        CheckConstraint("value = 0 OR evidence IS NOT NULL", name="evidence_for_value"),
        CheckConstraint("owner <> ''", name="owner_named"),
        CheckConstraint("assessed_on <= known_on", name="assessed_before_known"),
        _known(),
        Index(
            "uq_readiness_item_current",
            "authority_id",
            "post_id",
            "item",
            unique=True,
            postgresql_where=CURRENT,
            postgresql_nulls_not_distinct=True,
        ),
    )

    post_id: Mapped[UUID | None]
    item: Mapped[str]
    value: Mapped[Decimal]
    evidence: Mapped[str | None]
    owner: Mapped[str]
    assessed_on: Mapped[date]


class PoliticalEngagement(Version, AuthorityScoped, Base):
    """What an authority says of its councillors' engagement: five statements, those that hold with evidence.

    It counts for six months (risk-and-analysis 15.3). Whether a coalition is signed is a sixth answer, which counts
    among the facts where no party has a majority.
    """

    __tablename__ = "political_engagement"
    __table_args__ = (
        *(
            CheckConstraint(f"NOT {name} OR {name}_evidence IS NOT NULL", name=f"{name}_with_evidence")
            for name in (*Statement, "coalition")
        ),
        CheckConstraint("owner <> ''", name="owner_named"),
        CheckConstraint("stated_on <= known_on", name="stated_before_known"),
        _known(),
        Index("uq_political_engagement_current", "authority_id", unique=True, postgresql_where=CURRENT),
    )

    stated_on: Mapped[date]
    owner: Mapped[str]
    lead_member: Mapped[bool]
    lead_member_evidence: Mapped[str | None]
    leaders: Mapped[bool]
    leaders_evidence: Mapped[str | None]
    opposition: Mapped[bool]
    opposition_evidence: Mapped[str | None]
    visits: Mapped[bool]
    visits_evidence: Mapped[str | None]
    board: Mapped[bool]
    board_evidence: Mapped[str | None]
    coalition: Mapped[bool]
    coalition_evidence: Mapped[str | None]


class ConsistencyCall(Version, AuthorityScoped, Base):
    """A manual call of how consistent performance is, where inspections say too little; always with its reason."""

    __tablename__ = "consistency_call"
    __table_args__ = (
        CheckConstraint("reason <> '' AND owner <> ''", name="owner_and_reason"),
        _known(),
        Index("uq_consistency_call_current", "authority_id", unique=True, postgresql_where=CURRENT),
    )

    high: Mapped[bool]
    reason: Mapped[str]
    owner: Mapped[str]


class AlertThreshold(Base):
    """From which chance of change within twelve months the support team wants to be told (features B7)."""

    __tablename__ = "alert_threshold"
    __table_args__ = (
        CheckConstraint("chance > 0 AND chance <= 1", name="a_chance"),
        CheckConstraint("superseded_at IS NULL OR superseded_at >= set_at", name="times_in_order"),
        # One at a time: no time at all counts as equal to no time at all.
        Index("uq_alert_threshold_current", "superseded_at", unique=True, postgresql_nulls_not_distinct=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    chance: Mapped[Decimal]
    set_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    superseded_at: Mapped[datetime | None]


class AlertCrossing(AuthorityScoped, Base):
    """A post whose chance reached the threshold; over once a later prediction lies below it. One letter each."""

    __tablename__ = "alert_crossing"
    __table_args__ = (
        *_of_post("alert_crossing"),
        CheckConstraint("over_on IS NULL OR over_on >= reached_on", name="days_in_order"),
        CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_when_and_by"),
        Index("uq_alert_crossing_open", "post_id", unique=True, postgresql_where="over_on IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    post_id: Mapped[UUID]
    run_id: Mapped[UUID] = mapped_column(ForeignKey("risk_run.id"), index=True)
    chance: Mapped[Decimal]
    threshold: Mapped[Decimal]
    reached_on: Mapped[date]
    over_on: Mapped[date | None]
    told_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class SuccessionIssue(Base):
    """One issue of the programme's succession report: what it was made from, and what it says (features W15).

    It names holders of posts, so it goes after twelve months. Made again from its inputs it is the same to the byte.
    """

    __tablename__ = "succession_issue"
    __table_args__ = (
        CheckConstraint("expires_on > as_of", name="kept_for_a_time"),
        CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="hash_written_in_full"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    as_of: Mapped[date] = mapped_column(index=True)
    inputs: Mapped[dict[str, Any]] = mapped_column(JSONB)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    content_hash: Mapped[str]
    expires_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
