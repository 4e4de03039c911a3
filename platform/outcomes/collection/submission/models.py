"""An authority's answer to a collection: its versions and figures, its events, the explanations of its queries."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy import Identity as Numbered
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped
from outcomes.catalogue.models import IndicatorRow
from outcomes.collection.due.models import Collection
from outcomes.collection.quarter_label import COUNTS_WHEN_OK, STATUS_KNOWN, VALUE_WHEN_OK

STATES = "('not_started', 'in_progress', 'submitted', 'returned', 'resubmitted', 'approved', 'reopened')"


class Submission(AuthorityScoped, Base):
    """One authority's answer to one collection. `state` is derived from the events, in the same function (W7).

    Timeliness is frozen with the first submission (W9): the deadline that held then, and how late it was.
    Completeness is frozen with each: what is asked for later does not make an earlier answer incomplete.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("authority_id", "collection_id"),
        UniqueConstraint("authority_id", "id"),
        CheckConstraint(f"state IN {STATES}", name="state_known"),
        CheckConstraint("timeliness IN ('on_time', 'extended', 'late')", name="timeliness_known"),
        CheckConstraint(
            "num_nulls(first_submitted_at, due_on_then, timeliness, days_late) IN (0, 4)", name="frozen_together"
        ),
        CheckConstraint(
            "num_nulls(answered_then, required_then) IN (0, 2)"
            " AND (answered_then IS NULL OR first_submitted_at IS NOT NULL)",
            name="completeness_frozen_together",
        ),
        CheckConstraint("version >= 0", name="version_counts"),
        CheckConstraint("0 <= answered_then AND answered_then <= required_then", name="no_more_than_all"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    collection_id: Mapped[int] = mapped_column(ForeignKey(Collection.id), index=True)
    state: Mapped[str]
    version: Mapped[int]
    first_submitted_at: Mapped[datetime | None]
    due_on_then: Mapped[date | None]
    timeliness: Mapped[str | None]
    days_late: Mapped[int | None]
    # Required figures that the newest submission answered, of those that were required then.
    answered_then: Mapped[int | None]
    required_then: Mapped[int | None]


class SubmissionVersion(AuthorityScoped, Base):
    """One confirmed check: versions only grow, and each stays readable (W6)."""

    __tablename__ = "submission_version"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        UniqueConstraint("submission_id", "number"),
        ForeignKeyConstraint(["authority_id", "submission_id"], ["submission.authority_id", "submission.id"]),
        ForeignKeyConstraint(["authority_id", "check_id"], ["figure_check.authority_id", "figure_check.id"]),
        Index("ix_submission_version_submission", "authority_id", "submission_id"),
        Index("uq_submission_version_check", "authority_id", "check_id", unique=True),
        CheckConstraint("number >= 1", name="number_counts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    submission_id: Mapped[UUID]
    number: Mapped[int]
    check_id: Mapped[UUID]
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    confirmed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    acting_for_lead: Mapped[bool]


class SubmittedFigure(AuthorityScoped, Base):
    """One figure of one version, with the cell it stood in. Each version holds every figure, changed or not."""

    __tablename__ = "submitted_figure"
    __table_args__ = (
        UniqueConstraint("version_id", "indicator_code"),
        ForeignKeyConstraint(
            ["authority_id", "version_id"], ["submission_version.authority_id", "submission_version.id"]
        ),
        Index("ix_submitted_figure_version", "authority_id", "version_id"),
        CheckConstraint(STATUS_KNOWN, name="status_known"),
        CheckConstraint(VALUE_WHEN_OK, name="value_when_ok"),
        CheckConstraint(COUNTS_WHEN_OK, name="counts_when_ok"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Numbered(always=True), primary_key=True)
    version_id: Mapped[UUID]
    indicator_code: Mapped[str] = mapped_column(ForeignKey(IndicatorRow.code), index=True)
    definition: Mapped[int]
    value: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    status: Mapped[str]
    sheet: Mapped[str | None]
    cell: Mapped[str]
    comment: Mapped[str | None]
    follow_up: Mapped[bool]


class SubmissionEvent(AuthorityScoped, Base):
    """What happened to a submission, in the past tense; never altered. The events alone rebuild its state."""

    __tablename__ = "submission_event"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "submission_id"], ["submission.authority_id", "submission.id"]),
        Index("ix_submission_event_submission", "authority_id", "submission_id"),
        CheckConstraint(
            "kind IN ('confirmed', 'signed_off', 'sign_off_declined', 'submitted', 'returned', 'approved', 'reopened')",
            name="kind_known",
        ),
        CheckConstraint(
            "kind NOT IN ('returned', 'reopened', 'sign_off_declined') OR reason IS NOT NULL", name="reason_when_back"
        ),
        CheckConstraint("kind <> 'returned' OR cardinality(sections) > 0", name="sections_when_returned"),
        CheckConstraint("(kind = 'reopened') = (snapshot IS NOT NULL)", name="snapshot_when_reopened"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Numbered(always=True), primary_key=True)
    submission_id: Mapped[UUID]
    kind: Mapped[str]
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    acting_for_lead: Mapped[bool]
    reason: Mapped[str | None]
    # The sections that a reviewer sent back: groups of indicators, or single codes.
    sections: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class Explanation(AuthorityScoped, Base):
    """The answer to one query of one version (W3). Accepted by a reviewer, it is offered again until it expires."""

    __tablename__ = "explanation"
    __table_args__ = (
        UniqueConstraint("submission_id", "version", "rule", "indicator_code", name="uq_explanation_query"),
        ForeignKeyConstraint(["authority_id", "submission_id"], ["submission.authority_id", "submission.id"]),
        Index("ix_explanation_submission", "authority_id", "submission_id"),
        CheckConstraint("length(text) >= 10", name="long_enough"),
        CheckConstraint("accepted_by_id IS NULL OR accepted_at IS NOT NULL", name="accepted_who_and_when"),
        CheckConstraint("(accepted_at IS NULL) = (expires_on IS NULL)", name="expires_when_accepted"),
        CheckConstraint("retired_by_id IS NULL OR retired_at IS NOT NULL", name="retired_who_and_when"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    submission_id: Mapped[UUID]
    version: Mapped[int]
    rule: Mapped[str]
    indicator_code: Mapped[str] = mapped_column(ForeignKey(IndicatorRow.code), index=True)
    # Says exactly which figure was explained: carried on only while it stays the same.
    figure_key: Mapped[str]
    text: Mapped[str]
    carried_from: Mapped[int | None]
    given_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    expires_on: Mapped[date | None]
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
