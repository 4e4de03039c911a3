"""Published figures in the database: the file, the release it belongs to, and every figure with its cell.

Nothing is overwritten. A later release stores its own figures, restated ones among them; which figure counted on a
date is decided on reading, by the date of the release.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy import Identity as Numbered
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import PublicFact
from outcomes.catalogue.models import IndicatorRow


class PublishedFile(Base):
    """A file as it came, known by the hash of its bytes, unpacked; `content` is gzip, whether or not the file was."""

    __tablename__ = "published_file"
    __table_args__ = (CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hexadecimal"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class PublishedRelease(Base):
    """A file in the release it belongs to, known since `released_on`; `account` is its reconciliation."""

    __tablename__ = "published_release"
    __table_args__ = (
        UniqueConstraint("sha256", "released_on"),
        CheckConstraint("date_basis IN ('given', 'estimated')", name="date_basis_known"),
        CheckConstraint("latest_on >= first_on", name="periods_in_order"),
        CheckConstraint("released_on >= latest_on", name="released_after_its_latest_period"),
        Index("ix_published_release_released_on", "released_on"),
    )

    id: Mapped[int] = mapped_column(Numbered(always=True), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("published_file.sha256"))
    publication: Mapped[str]
    title: Mapped[str]
    released_on: Mapped[date]
    date_basis: Mapped[str]
    first_on: Mapped[date]
    latest_on: Mapped[date]
    account: Mapped[dict[str, Any]] = mapped_column(JSONB)
    imported_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class PublishedValue(PublicFact, Base):
    """One number (or the symbol of why there is none) of one area and period, with the cell it stands in."""

    __tablename__ = "published_value"
    __table_args__ = (
        UniqueConstraint("release_id", "indicator_code", "measure", "area_code", "period_kind", "period_end"),
        Index("ix_published_value_indicator_area", "indicator_code", "area_code"),
        Index("ix_published_value_joint", "area_code", postgresql_where=text("area_level = 'joint'")),
        CheckConstraint("measure IN ('value', 'numerator', 'denominator')", name="measure_known"),
        CheckConstraint("area_level IN ('country', 'region', 'authority', 'joint')", name="area_level_known"),
        CheckConstraint("(area_level = 'authority') = (authority_id IS NOT NULL)", name="authority_when_one"),
        CheckConstraint("status IN ('ok', 'c', 'u', 'x', 'z', 'k', 'low')", name="status_known"),
        CheckConstraint("(status = 'ok') = (value IS NOT NULL)", name="value_when_ok"),
        CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_known"),
        CheckConstraint("period_end >= period_start", name="period_in_order"),
        CheckConstraint("line >= 2", name="line_below_header"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Numbered(always=True), primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("published_release.id"))
    indicator_code: Mapped[str] = mapped_column(ForeignKey(IndicatorRow.code))
    measure: Mapped[str]
    area_level: Mapped[str]
    area_code: Mapped[str]
    # England, regions and pairs of authorities have figures too, and no authority.
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), index=True)  # type: ignore[assignment]
    period_kind: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    value: Mapped[Decimal | None] = mapped_column(Numeric)
    status: Mapped[str]
    decimals: Mapped[int] = mapped_column(SmallInteger)
    derived: Mapped[bool]
    line: Mapped[int]
    column_name: Mapped[str]
