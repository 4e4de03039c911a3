"""The financial-year quarter: `2025-26 Q1` is April to June 2025."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

FIRST_MONTH = {1: 4, 2: 7, 3: 10, 4: 1}
LABEL = re.compile(r"(?P<first>\d{4})-(?P<second>\d{2}) Q(?P<number>[1-4])")
QUARTERS = 4


@total_ordering
@dataclass(frozen=True)
class Quarter:
    """One quarter of the financial year that begins in April of `year`."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in FIRST_MONTH:
            raise ValueError(f"A quarter is 1, 2, 3 or 4, not {self.number}.")

    @classmethod
    def parse(cls, label: str) -> "Quarter":
        """Read a label such as '2025-26 Q1'; raise ValueError saying how to write it."""
        found = LABEL.fullmatch(label.strip())
        if found is None or (int(found["first"]) + 1) % 100 != int(found["second"]):
            raise ValueError(f"'{label}' is not a quarter: write it as 2025-26 Q1, which is April to June 2025.")
        return cls(int(found["first"]), int(found["number"]))

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        number = (day.month - 4) // 3 % QUARTERS + 1
        return cls(day.year if day.month > 3 else day.year - 1, number)  # noqa: PLR2004  (March ends the year)

    @property
    def starts_on(self) -> date:
        """First day of the quarter."""
        return date(self.year + (self.number == QUARTERS), FIRST_MONTH[self.number], 1)

    @property
    def ends_on(self) -> date:
        """Last day of the quarter."""
        return self.next().starts_on - timedelta(days=1)

    def next(self) -> "Quarter":
        return self.plus(1)

    def plus(self, quarters: int) -> "Quarter":
        """The quarter so many quarters later (earlier when negative)."""
        position = self.year * QUARTERS + self.number - 1 + quarters
        return Quarter(position // QUARTERS, position % QUARTERS + 1)

    def __str__(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02d} Q{self.number}"

    def __lt__(self, other: "Quarter") -> bool:
        return (self.year, self.number) < (other.year, other.number)
