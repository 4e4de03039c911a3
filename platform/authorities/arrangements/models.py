from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import PublicFact

KINDS = ("trust", "company", "shared_body", "shared_director", "shared_services")


class SharedArrangement(Base):
    """Something that authorities do together or through a body of their own: a trust, a shared director.

    It decides how many vacancies one departure opens, and which rows of a census are printed together. `ends_on` is
    the first day after it; the dates are often known to the year only.
    """

    __tablename__ = "shared_arrangement"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('trust', 'company', 'shared_body', 'shared_director', 'shared_services')", name="kind_known"
        ),
        CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ref: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    precision: Mapped[str] = mapped_column(default="day")
    effect: Mapped[str]
    basis: Mapped[str]


class ArrangementParty(PublicFact, Base):
    """An authority that takes part in a shared arrangement."""

    __tablename__ = "arrangement_party"
    __table_args__ = (UniqueConstraint("arrangement_id", "authority_id"),)

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    arrangement_id: Mapped[UUID] = mapped_column(ForeignKey("shared_arrangement.id"))
