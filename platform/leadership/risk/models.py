"""What a risk run leaves behind: the run, its frozen inputs, its predictions, its totals. None of it changes later."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped, ProgrammeOrAuthorityScoped


class RunStatus(StrEnum):
    REQUESTED = "requested"
    PREDICTED = "predicted"
    # The same facts gave the same data cut as an earlier run: nothing new was stored.
    UNCHANGED = "unchanged"
    FAILED = "failed"


class Trigger(StrEnum):
    SCHEDULE = "schedule"
    ANNOUNCEMENT = "announcement"
    RUN_NOW = "run_now"
    REPLAY = "replay"


class RiskRun(Base):
    """One prediction of every post at one landmark, from one frozen cut of what was known then."""

    __tablename__ = "risk_run"
    __table_args__ = (
        CheckConstraint("status IN ('requested', 'predicted', 'unchanged', 'failed')", name="status_known"),
        CheckConstraint("trigger IN ('schedule', 'announcement', 'run_now', 'replay')", name="trigger_known"),
        CheckConstraint("(status = 'unchanged') = (same_as_id IS NOT NULL)", name="same_as_when_unchanged"),
        CheckConstraint("(status IN ('predicted', 'unchanged')) = (input_hash IS NOT NULL)", name="hash_when_frozen"),
        CheckConstraint("replayed = (trigger = 'replay')", name="replayed_is_marked"),
        # Unique on landmark, model and data cut: the same facts are never predicted twice.
        Index(
            "uq_risk_run_cut",
            "landmark",
            "model",
            "model_version",
            "input_hash",
            unique=True,
            postgresql_where="status = 'predicted'",
        ),
        # Asking twice while the first request waits asks once.
        Index("uq_risk_run_waiting", "landmark", unique=True, postgresql_where="status = 'requested'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    landmark: Mapped[date] = mapped_column(index=True)
    trigger: Mapped[str]
    replayed: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default=RunStatus.REQUESTED)
    requested_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    model: Mapped[str | None]
    model_version: Mapped[str | None]
    priors_version: Mapped[str | None]
    input_hash: Mapped[str | None]
    same_as_id: Mapped[UUID | None] = mapped_column(ForeignKey("risk_run.id"), index=True)
    posts: Mapped[int | None]
    events_on_record: Mapped[int | None]
    diagnostics: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # Of the programme as a whole, without authority or post (summary.RunSummary).
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    predicted_at: Mapped[datetime | None]
    error: Mapped[str | None]


class RiskDataCut(Base):
    """The frozen inputs of a run, without names: what a later audit runs the model on again. Workers only."""

    __tablename__ = "risk_data_cut"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("risk_run.id"), primary_key=True)
    inputs: Mapped[str]


class StoredPrediction(AuthorityScoped, Base):
    """The chance that one post changes hands within 3, 6 and 12 months; by post, never by name; never altered.

    A vacant post has no chance of changing hands: its figures are null and its gap is what the report shows.
    """

    __tablename__ = "prediction"
    __table_args__ = (
        UniqueConstraint("run_id", "post_id"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        Index("ix_prediction_post", "authority_id", "post_id"),
        CheckConstraint("num_nulls(r3, r6, r12) IN (0, 3)", name="all_horizons_or_none"),
        CheckConstraint("r3 IS NULL OR (0 <= r3 AND r3 <= r6 AND r6 <= r12 AND r12 <= 1)", name="horizons_in_order"),
        CheckConstraint("(r3 IS NULL) = (band IS NULL)", name="band_with_figures"),
        CheckConstraint("(status = 'vacant') = (r3 IS NULL)", name="no_figures_when_vacant"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("risk_run.id"))
    post_id: Mapped[UUID]
    role: Mapped[str]
    status: Mapped[str]
    months_in_post: Mapped[float | None]
    r3: Mapped[float | None]
    r3_low: Mapped[float | None]
    r3_high: Mapped[float | None]
    r6: Mapped[float | None]
    r6_low: Mapped[float | None]
    r6_high: Mapped[float | None]
    r12: Mapped[float | None]
    r12_low: Mapped[float | None]
    r12_high: Mapped[float | None]
    band: Mapped[str | None]
    # The band of the latest earlier prediction, which the present one leaves only by three points or a hard fact.
    band_before: Mapped[str | None]
    base_r12: Mapped[float | None]
    hard_facts: Mapped[str]
    gap: Mapped[str | None]
    prior_kind: Mapped[str]
    cell: Mapped[str]
    drivers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    not_recorded: Mapped[list[str]] = mapped_column(JSONB)
    change_line: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class RiskTotal(ProgrammeOrAuthorityScoped, Base):
    """How many posts are expected to change hands in 12 months: of one authority, or of the programme (none)."""

    __tablename__ = "risk_total"
    __table_args__ = (UniqueConstraint("run_id", "authority_id", postgresql_nulls_not_distinct=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("risk_run.id"))
    posts: Mapped[int]
    expected: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
