"""The ten statistical neighbours of an authority in the model of a year, from the register."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.neighbours.models import Neighbour
from authorities.register.models import Authority
from core.errors import NotFoundError
from outcomes.evidence.comparators import Method, Stamp


@dataclass(frozen=True)
class NeighbourGroup:
    """The neighbours by code, nearest first; `years` are the models there are for this authority, newest first."""

    model_year: int
    codes: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.model_year, Method.MEDIAN, self.codes)


def find_neighbour_group(
    session: Session, authority_id: int, *, on: date, model_year: int | None = None
) -> NeighbourGroup | None:
    """The neighbours in the model asked for, else in the newest one known on that day (else the oldest there is).

    None when the authority has no neighbours at all; NotFoundError when it has none in the model asked for.
    """
    rows = session.execute(
        select(Neighbour.model_year, Authority.code)
        .join(Authority, Authority.id == Neighbour.neighbour_id)
        .where(Neighbour.authority_id == authority_id)
        .order_by(Neighbour.model_year.desc(), Neighbour.rank)
    ).all()
    by_year: dict[int, list[str]] = {}
    for year, code in rows:
        by_year.setdefault(year, []).append(code)
    if not by_year:
        return None
    years = tuple(by_year)
    chosen = model_year or next((year for year in years if year <= on.year), years[-1])
    if chosen not in by_year:
        told = ", ".join(str(year) for year in years)
        raise NotFoundError(f"There is no neighbour model of {chosen}; there are models of {told}.")
    return NeighbourGroup(chosen, tuple(by_year[chosen]), years)
