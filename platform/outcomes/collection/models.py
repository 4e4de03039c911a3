"""Approved quarterly figures of the authorities in the programme: what dashboards and comparisons read."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, String, UniqueConstraint, func
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from core.database import Base
from core.quarters import Quarter
from core.scope import AuthorityScoped
from outcomes.catalogue.models import IndicatorRow


class QuarterLabel(TypeDecorator[Quarter]):
    """A quarter as its label, `2025-26 Q1`: labels sort as the quarters do."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Quarter | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (its signature)
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Quarter | None:  # noqa: ARG002
        return None if value is None else Quarter.parse(value)


class Observation(AuthorityScoped, Base):
    """One approved figure of one authority for one quarter, with the row of the file it was read from.

    `value` is in the unit of its indicator; it is there when, and only when, `status` is `ok` (design 5.6).
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("authority_id", "indicator_code", "quarter"),
        CheckConstraint(r"quarter ~ '^\d{4}-\d{2} Q[1-4]$'", name="quarter_written_in_full"),
        CheckConstraint("status IN ('ok', 'c', 'k', 'u', 'x', 'z', 'low')", name="status_known"),
        CheckConstraint("(status = 'ok') = (value IS NOT NULL)", name="value_when_ok"),
        CheckConstraint("status = 'ok' OR num_nonnulls(numerator, denominator) = 0", name="counts_when_ok"),
    )

    id: Mapped[int] = mapped_column(Numbered(always=True), primary_key=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey(IndicatorRow.code), index=True)
    quarter: Mapped[Quarter] = mapped_column(QuarterLabel)
    value: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    status: Mapped[str]
    source_file: Mapped[str]
    source_line: Mapped[int]
    known_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
