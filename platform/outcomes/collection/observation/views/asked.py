"""What the address of a page of figures asks for: the address holds the view (G4)."""

from dataclasses import dataclass
from datetime import date

from flask import request

from core.asked_day import read_asked_day
from core.clock import today

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
    as_at, problem = read_asked_day(request.args.get("as_at", "").strip(), on=today(), earliest=EARLIEST)
    return Asked(as_at, problem, request.args.get("quarters") == EVERY)
