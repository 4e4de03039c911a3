from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Identity as Numbered, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import PublicFact


class SharedArrangement(Base):
    """Something that authorities do together: a trust, a shared director, a joint row in a census."""

    __tablename__ = "shared_arrangement"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    effect: Mapped[str]
    basis: Mapped[str]


class ArrangementParty(PublicFact, Base):
    __tablename__ = "arrangement_party"
    __table_args__ = (UniqueConstraint("arrangement_id", "authority_id"),)

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    arrangement_id: Mapped[UUID] = mapped_column(ForeignKey("shared_arrangement.id"))
