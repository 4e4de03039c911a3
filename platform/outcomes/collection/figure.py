"""One figure of a return: value and status apart (design 5.6), counts beside it, and the cell it stood in. Pure."""

from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from outcomes.catalogue.status import Status


class Place(NamedTuple):
    """Where something stands: the sheet (None in a CSV file) and its cell as a spreadsheet names it, such as D2."""

    sheet: str | None
    cell: str


class Figure(NamedTuple):
    """What an authority says of one indicator for the quarter.

    `value` is in the unit of the indicator and there only when `status` is ok; `definition` is the version of the
    indicator that it follows. A plain tuple, since a file makes tens of thousands of them.
    """

    indicator: str
    status: Status
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    definition: int = 1
    comment: str = ""
    follow_up: bool = False
    place: Place | None = None

    @property
    def says(self) -> tuple[Status, Decimal | None, Decimal | None, Decimal | None, str, bool]:
        """Everything but where it stood: two figures that say the same are unchanged."""
        return self.status, self.value, self.numerator, self.denominator, self.comment, self.follow_up

    @property
    def key(self) -> str:
        """A short name for exactly this figure (not its comment): an explanation holds while it stays the same."""
        said = "|".join(plain(part) for part in (self.value, self.numerator, self.denominator))
        return sha256(f"{self.indicator}|{self.definition}|{self.status}|{said}".encode()).hexdigest()[:16]


def plain(number: Decimal | None) -> str:
    """A number without needless zeros or exponent: 12.50 and 12.5 are the same figure."""
    if number is None:
        return ""
    return f"{number.normalize():f}"
