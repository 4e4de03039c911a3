"""The quarters that a world's services live through, and the reporting years they make up."""

from dataclasses import dataclass
from datetime import date

from core.quarters import Quarter
from simulation.parameters import WorldParameters

WARM_UP_YEARS = 2


@dataclass(frozen=True)
class Grid:
    """Successive quarters, from the first of a financial year on."""

    quarters: tuple[Quarter, ...]

    def __len__(self) -> int:
        return len(self.quarters)

    def column(self, quarter: Quarter) -> int:
        """Return the position of a quarter."""
        return self.quarters.index(quarter)

    @property
    def reporting_years(self) -> list[int]:
        """Years ending 31 March that are complete, without the years that only fill rolling windows."""
        first = self.quarters[0].year + 1 + WARM_UP_YEARS
        last = self.quarters[-1].year + (self.quarters[-1].number == 4)
        return list(range(first, last + 1))

    def year_columns(self, reporting_year: int) -> slice:
        """Return the four quarters of the year that ends on 31 March of `reporting_year`."""
        start = self.column(Quarter(reporting_year - 1, 1))
        return slice(start, start + 4)


def last_completed(day: date) -> Quarter:
    """Return the last quarter that has ended by a day."""
    current = Quarter.containing(day)
    return current if current.ends_on == day else current.plus(-1)


def lay_grid(parameters: WorldParameters) -> Grid:
    """Lay the quarters from two financial years before the written years to the last completed one."""
    last = last_completed(parameters.end)
    wanted = min(Quarter.containing(parameters.begins_on), last.plus(1 - parameters.figure_quarters))
    quarter = Quarter(wanted.year - WARM_UP_YEARS, 1)
    quarters = []
    while quarter <= last:
        quarters.append(quarter)
        quarter = quarter.next()
    return Grid(tuple(quarters))
