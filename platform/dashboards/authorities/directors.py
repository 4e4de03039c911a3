"""The director's post of each authority in the list: its small through-line, and its band for those who may see it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from charts.through_line import Row
from dashboards.authorities.through_line import read_chances, row_of
from leadership.risk.bands import RiskBand
from leadership.risk.history import read
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze

DIRECTOR = "dcs"
YEARS_SHOWN = 6


@dataclass(frozen=True)
class Director:
    """The line of the post, and the words of its band (None where unknown or not for this reader)."""

    row: Row
    band: str | None


def list_directors(
    session: Session, authority_ids: Collection[int], *, on: date, chances_of: Collection[int]
) -> Mapping[str, Director]:
    """By authority code; no names are read.

    Args:
        session: sees these authorities.
        authority_ids: those on the page.
        on: as known on this day.
        chances_of: those of them whose chances the reader may see.
    """
    seats, facts = read_inputs(session, on, authority_ids)
    directors = [seat for seat in seats if seat.role == DIRECTOR]
    history = read(freeze(directors, facts, on))
    start = on.replace(year=on.year - YEARS_SHOWN, day=1)
    chances = read_chances(session, chances_of, on)
    found: dict[str, Director] = {}
    for post in history.posts:
        if not post.is_open(on) or post.seat.authority in found:
            continue
        known = chances.get(post.seat.post)
        row = row_of(post, "Director of children's services", {}, known.outlook if known else None, start)
        found[post.seat.authority] = Director(row, RiskBand(known.band).label if known else None)
    return found
