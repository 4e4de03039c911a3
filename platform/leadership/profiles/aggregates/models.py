"""The ledger of what was released of ratings, and the aggregates. Migration 0012 says who may read which rows."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import ProgrammeOrAuthorityScoped
from leadership.profiles.kinds import Attribute
from leadership.register.models import one_of


class ReleasedSet(Base):
    """Whose ratings went into one released figure: read and written by the closing role alone, never altered.

    The raters are random numbers of one round; nothing leads from them to anybody once the round is released. `name`
    is the same for all versions of one aggregate, and for one leader's round.
    """

    __tablename__ = "released_set"
    __table_args__ = (
        CheckConstraint(one_of("attribute", Attribute), name="attribute_known"),
        CheckConstraint("(seen_by IS NULL) = (round_id IS NULL)", name="own_figure_of_a_round"),
        CheckConstraint("cardinality(raters) > 0 AND cardinality(rounds) > 0", name="of_somebody"),
        Index("uq_released_set_own", "round_id", "attribute", "seen_by", unique=True),
        Index(
            "uq_released_set_aggregate",
            "name",
            "version",
            "attribute",
            unique=True,
            postgresql_where="round_id IS NULL",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    version: Mapped[int]
    attribute: Mapped[str]
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("profile_round.id"))
    seen_by: Mapped[str | None]
    raters: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    rounds: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    released_at: Mapped[datetime]


class ProfileAggregate(ProgrammeOrAuthorityScoped, Base):
    """One attribute of an aggregate as it was released. An authority's own is for its leads alone (a policy).

    What is hidden has no row, and neither has what does not exist: nobody can tell one from the other.
    """

    __tablename__ = "profile_aggregate"
    __table_args__ = (
        CheckConstraint("kind IN ('authority', 'innovation', 'programme')", name="kind_known"),
        CheckConstraint("(kind = 'authority') = (authority_id IS NOT NULL)", name="authority_of_its_own"),
        CheckConstraint("(kind = 'innovation') = (innovation_code IS NOT NULL)", name="innovation_of_its_own"),
        CheckConstraint(one_of("attribute", Attribute), name="attribute_known"),
        CheckConstraint("value BETWEEN 1 AND 5 AND value * 4 = trunc(value * 4)", name="value_in_quarters"),
        CheckConstraint("leaders >= 3 AND raters >= 10 AND authorities >= 1", name="enough_behind_it"),
        CheckConstraint(
            "kind = 'authority' OR (leaders >= 5 AND raters >= 15 AND authorities >= 3)", name="enough_of_programme"
        ),
        CheckConstraint(
            "name = kind || coalesce(':' || innovation_code, ':' || authority_id::text, '')", name="name_of_what_it_is"
        ),
        UniqueConstraint("name", "version", "attribute", name="uq_profile_aggregate_once"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    # As in the ledger.
    name: Mapped[str]
    kind: Mapped[str]
    innovation_code: Mapped[str | None] = mapped_column(ForeignKey("innovation.code"), index=True)
    version: Mapped[int]
    attribute: Mapped[str]
    value: Mapped[Decimal] = mapped_column(Numeric(3, 2))
    leaders: Mapped[int]
    authorities: Mapped[int]
    raters: Mapped[int]
    half_width: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    released_at: Mapped[datetime]
