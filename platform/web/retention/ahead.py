"""On which days the records of a programme go. Pure, and the same reckoning as the database's (migration 0019)."""

from dataclasses import dataclass
from datetime import date, timedelta

from authorities.programme.close import counts_from
from authorities.programme.models import Programme
from core.clock import LONDON

SETTLED = timedelta(days=30)
"""So long a closing day must have been on record before anything goes by it: a slip can be mended."""


@dataclass(frozen=True)
class Ahead:
    """A programme, with the first nights in which its records may go; None while no closing day is on record."""

    programme: Programme
    one_year: date | None
    six_years: date | None


def look_ahead(programme: Programme) -> Ahead:
    """When what is kept for the programme and a year, and for the programme and six years, is due."""
    start = counts_from(programme)
    if start is None or programme.closed_at is None:
        return Ahead(programme, None, None)
    settled = programme.closed_at.astimezone(LONDON).date() + SETTLED
    return Ahead(programme, max(years_after(start, 1), settled), max(years_after(start, 6), settled))


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 February, as in PostgreSQL."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
