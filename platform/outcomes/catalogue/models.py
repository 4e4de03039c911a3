"""The catalogue in the database, so that no figure can name an indicator that does not exist."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class IndicatorRow(Base):
    """One indicator (or base of rates). The table beside this file is the truth; this row is a copy of it."""

    __tablename__ = "indicator"
    __table_args__ = (
        CheckConstraint("kind IN ('indicator', 'base')", name="kind_known"),
        CheckConstraint("polarity IN ('higher', 'lower', 'neutral', 'context')", name="polarity_known"),
        CheckConstraint("unit IN ('per_10000', 'percent', 'cases', 'score', 'count')", name="unit_known"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    topic: Mapped[str]
    definition: Mapped[str]
    unit: Mapped[str]
    multiplier: Mapped[int | None]
    polarity: Mapped[str]
    decimals: Mapped[int]
    basis: Mapped[str]
    publication: Mapped[str]
