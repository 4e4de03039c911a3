"""Approved quarterly figures of the authorities in the programme: what dashboards and comparisons read."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.quarters import Quarter
from core.scope import AuthorityScoped
from outcomes.catalogue.models import IndicatorRow
from outcomes.collection.quarter_label import (
    COUNTS_WHEN_OK,
    STATUS_KNOWN,
    VALUE_WHEN_OK,
    WRITTEN_IN_FULL,
    QuarterLabel,
)


class Observation(AuthorityScoped, Base):
    """One approved figure of one authority for one quarter, in one version: nothing is overwritten.

    `value` is in the unit of its indicator; it is there when, and only when, `status` is `ok` (design 5.6). A figure
    counts from `known_on` until `superseded_on`, when a later approval replaced it. One that came through a submission
    names its version and cell; one that was imported as history names file and line.
    """

    __tablename__ = "observation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["authority_id", "version_id"], ["submission_version.authority_id", "submission_version.id"]
        ),
        Index("ix_observation_version", "authority_id", "version_id"),
        Index(
            "uq_observation_current",
            "authority_id",
            "indicator_code",
            "quarter",
            unique=True,
            postgresql_where="superseded_at IS NULL",
        ),
        CheckConstraint(WRITTEN_IN_FULL, name="quarter_written_in_full"),
        CheckConstraint(STATUS_KNOWN, name="status_known"),
        CheckConstraint(VALUE_WHEN_OK, name="value_when_ok"),
        CheckConstraint(COUNTS_WHEN_OK, name="counts_when_ok"),
        CheckConstraint("(superseded_at IS NULL) = (superseded_on IS NULL)", name="superseded_when"),
        CheckConstraint("version_id IS NULL OR source_cell IS NOT NULL", name="cell_with_version"),
        CheckConstraint("approved_by_id IS NULL OR approved_at IS NOT NULL", name="approved_who_and_when"),
    )

    id: Mapped[int] = mapped_column(Numbered(always=True), primary_key=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey(IndicatorRow.code), index=True)
    quarter: Mapped[Quarter] = mapped_column(QuarterLabel)
    value: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    status: Mapped[str]
    source_file: Mapped[str]
    source_line: Mapped[int | None]
    known_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # Which definition of the indicator it follows; figures of different definitions are never compared.
    definition: Mapped[int] = mapped_column(default=1, server_default="1")
    version_id: Mapped[UUID | None]
    source_sheet: Mapped[str | None]
    source_cell: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    superseded_at: Mapped[datetime | None]
    superseded_on: Mapped[date | None]
