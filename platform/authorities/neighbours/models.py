from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import PublicFact

TEN = 10


class Neighbour(PublicFact, Base):
    """One of an authority's ten statistical neighbours in the model of a year.

    One may be a neighbour without the reverse, and models differ in about half their members (design 5.7).
    """

    __tablename__ = "statistical_neighbour"
    __table_args__ = (
        UniqueConstraint("authority_id", "model_year", "rank"),
        UniqueConstraint("authority_id", "model_year", "neighbour_id"),
        CheckConstraint("rank BETWEEN 1 AND 10", name="rank_of_ten"),
        CheckConstraint("neighbour_id <> authority_id", name="not_itself"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    model_year: Mapped[int]
    rank: Mapped[int]
    neighbour_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    closeness: Mapped[str | None]
