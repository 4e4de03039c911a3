"""Which day's knowledge a page is asked to show."""

from dataclasses import dataclass
from datetime import date

from flask import request

NAME = "as_known_on"
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class DayAsked:
    """The day to show, today, and what was wrong with the day that the address named."""

    day: date
    today: date
    problem: str | None = None

    @property
    def past(self) -> bool:
        """Whether the page looks back, so that nothing can be recorded on it."""
        return self.day < self.today


def day_asked(today: date) -> DayAsked:
    """The day of the address; one that cannot be read or lies ahead shows today, and says so."""
    asked = request.args.get(NAME, "").strip()
    if not asked:
        return DayAsked(today, today)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return DayAsked(today, today, "The day must be written like 2025-11-28. Today is shown instead.")
    if day > today:
        return DayAsked(today, today, "The day must not be in the future. Today is shown instead.")
    if day < EARLIEST:
        return DayAsked(today, today, f"The day must be {EARLIEST.year} or later. Today is shown instead.")
    return DayAsked(day, today)
