"""What the address of a page of figures asks for: the address holds the view (G4)."""

from dataclasses import dataclass
from datetime import date

from flask import request

from core.clock import today
from core.errors import NotFoundError
from outcomes.catalogue.indicators import Indicator, Kind, get_indicator

NOT_YOURS = "There is no such page, or it is not yours to see."
EARLIEST = date(2015, 4, 1)
SHOWN = 5  # the newest, and back to the same quarter a year before: as many as fit on a desk
EVERY = "all"


@dataclass(frozen=True)
class Asked:
    """The day whose knowledge is shown, and whether every quarter is or only the newest."""

    as_at: date
    problem: str | None
    every: bool

    @property
    def kept(self) -> dict[str, str]:
        """The parameters to keep when the day is changed."""
        return {"quarters": EVERY} if self.every else {}

    @property
    def address(self) -> dict[str, str]:
        """Every parameter, for links to other pages of the same view."""
        return self.day if not self.every else {**self.kept, **self.day}

    @property
    def day(self) -> dict[str, str]:
        """The day alone, for pages of one figure."""
        return {} if self.as_at == today() else {"as_at": self.as_at.isoformat()}


def read_asked() -> Asked:
    """Read the address. A day that cannot be read shows today with the reason."""
    as_at, problem = _day(request.args.get("as_at", "").strip())
    return Asked(as_at, problem, request.args.get("quarters") == EVERY)


def get_asked_indicator(code: str) -> Indicator:
    """The indicator of the address, written as the catalogue writes it."""
    chosen = get_indicator(code)
    if chosen.kind is not Kind.INDICATOR:
        raise NotFoundError(NOT_YOURS)
    return chosen


def _day(text: str) -> tuple[date, str | None]:
    if not text:
        return today(), None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today(), "The day must be written like 2025-11-28. Today is shown instead."
    if day > today():
        return today(), "The day must not be in the future. Today is shown instead."
    if day < EARLIEST:
        return today(), f"The day must be {EARLIEST.year} or later. Today is shown instead."
    return day, None
