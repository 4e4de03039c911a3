"""An authority's statistical neighbours by model year, and how far the models agree (design 5.7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.neighbours.models import Neighbour
from authorities.register.models import Authority


@dataclass(frozen=True)
class NeighbourGroup:
    """The neighbours of one authority in one model, the closest first, each with the word for its closeness."""

    model_year: int
    members: tuple[tuple[Authority, str | None], ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(authority.code for authority, _ in self.members)


def list_neighbour_groups(session: Session, authority: Authority) -> list[NeighbourGroup]:
    """The authority's neighbours in each model, the newest model first."""
    rows = session.execute(
        select(Neighbour.model_year, Authority, Neighbour.closeness)
        .join(Authority, Authority.id == Neighbour.neighbour_id)
        .where(Neighbour.authority_id == authority.id)
        .order_by(Neighbour.model_year.desc(), Neighbour.rank)
    ).all()
    years = list(dict.fromkeys(year for year, _, _ in rows))
    return [NeighbourGroup(year, tuple((each, close) for of, each, close in rows if of == year)) for year in years]


def count_in_all(groups: Sequence[NeighbourGroup]) -> int:
    """How many neighbours stand in every model."""
    return len(frozenset.intersection(*(group.codes for group in groups))) if groups else 0
