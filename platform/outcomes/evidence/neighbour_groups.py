"""Which ten neighbours an authority is compared with: those of the model asked for, or of the newest known."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from authorities.neighbours.listing import list_neighbour_groups
from authorities.register.models import Authority
from core.errors import NotFoundError
from outcomes.evidence.comparators import Method, Stamp


@dataclass(frozen=True)
class ChosenNeighbours:
    """The neighbours by code, nearest first; `years` are the models there are for this authority, newest first."""

    model_year: int
    codes: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.model_year, Method.MEDIAN, self.codes)


def find_neighbours(
    session: Session, authority: Authority, *, on: date, model_year: int | None = None
) -> ChosenNeighbours | None:
    """The neighbours in the model asked for, else in the newest one known on that day (else the oldest there is).

    None when the authority has no neighbours at all; NotFoundError when it has none in the model asked for.
    """
    groups = {group.model_year: group for group in list_neighbour_groups(session, authority)}
    if not groups:
        return None
    years = tuple(groups)
    chosen = model_year or next((year for year in years if year <= on.year), years[-1])
    if chosen not in groups:
        told = ", ".join(str(year) for year in years)
        raise NotFoundError(f"There is no neighbour model of {chosen}; there are models of {told}.")
    return ChosenNeighbours(chosen, tuple(member.code for member, _ in groups[chosen].members), years)
