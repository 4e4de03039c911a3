"""What stands in a cell: a number rounded as DfE rounds it, or the symbol that says why there is none.

Council counts are exact but for 1 to 5, which are hidden (`c`); where that leaves a single hidden council in a region
the next smallest is hidden too. Regions and the country are rounded to the nearest ten and always come from sums, as
their rates and percentages do (sector, part B, "Rounding").
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulation.published.areas import Area
from simulation.rounding import plain, ratio, to_nearest_ten

Amounts = NDArray[np.float64]
Flags = NDArray[np.bool_]
SMALL = (1, 5)
LOWEST_PRINTED = 0.05


@dataclass(frozen=True)
class PeopleColumn:
    """A count of children: exact but hidden when small, rounded to ten above the councils."""

    name: str


@dataclass(frozen=True)
class ExactColumn:
    """A figure printed as it is at every level, at so many decimals."""

    name: str
    decimals: int = 0


@dataclass(frozen=True)
class RatioColumn:
    """A percentage or rate of sums of other columns; `low` prints what rounds to nought but is not nought as such."""

    name: str
    numerator: str
    denominator: tuple[str, ...]
    multiplier: int
    decimals: int
    low: bool = False


Column = PeopleColumn | ExactColumn | RatioColumn


@dataclass(frozen=True)
class Sheet:
    """The councils' true amounts for one reporting year, and the symbols of those that are not to be had.

    `amounts` also holds columns that are not printed. `symbols` are by column and council.
    """

    amounts: dict[str, Amounts]
    symbols: dict[str, dict[int, str]] = field(default_factory=dict)


def hide_small(values: Amounts, regions: list[tuple[int, ...]]) -> Flags:
    """Return which councils' counts are hidden."""
    hidden: Flags = (values >= SMALL[0]) & (values <= SMALL[1])
    for members in regions:
        own = np.array(members)
        if hidden[own].sum() == 1 and len(own) > 1:
            left = own[~hidden[own] & (values[own] > 0)]
            if len(left):
                hidden[left[np.argmin(values[left])]] = True
    return hidden


class SheetPrinter:
    """Prints one sheet, area by area."""

    def __init__(self, sheet: Sheet, columns: tuple[Column, ...], areas: list[Area]) -> None:
        self._sheet = sheet
        self._columns = columns
        regions = [area.members for area in areas if area.level == "Regional"]
        people = [column.name for column in columns if isinstance(column, PeopleColumn)]
        self._hidden = {name: hide_small(sheet.amounts[name], regions) for name in people}
        self._amounts = {name: amounts.tolist() for name, amounts in sheet.amounts.items()}

    def row(self, area: Area) -> list[str]:
        """Return the cells of one area, in the order of the columns."""
        return [self._cell(column, area) for column in self._columns]

    def _cell(self, column: Column, area: Area) -> str:
        if isinstance(column, RatioColumn):
            return self._ratio(column, area)
        if symbol := self._symbol(column.name, area):
            return symbol
        total = self._total(column.name, area)
        if isinstance(column, PeopleColumn) and area.council is None:
            return str(to_nearest_ten(total))
        return self._printed(total, area) if isinstance(column, ExactColumn) and column.decimals else str(round(total))

    def _printed(self, total: float, area: Area) -> str:
        return "low" if area.council and 0 < total < LOWEST_PRINTED else plain(ratio(total, 1, 1, 1))

    def _ratio(self, column: RatioColumn, area: Area) -> str:
        parts = (column.numerator, *column.denominator)
        symbols = [symbol for symbol in (self._symbol(name, area) for name in parts) if symbol]
        if symbols:
            return symbols[0]
        over = self._total(column.numerator, area)
        under = sum(self._total(name, area) for name in column.denominator)
        if under == 0:
            return "z"
        rounded = ratio(over, round(under, 2), column.multiplier, column.decimals)
        return "low" if column.low and rounded == 0 < over else plain(rounded)

    def _symbol(self, name: str, area: Area) -> str:
        if area.council is None:
            return ""
        index = area.council.index
        missing = self._sheet.symbols.get(name, {}).get(index, "")
        return missing or ("c" if name in self._hidden and self._hidden[name][index] else "")

    def _total(self, name: str, area: Area) -> float:
        """Sum over the area's councils, hidden ones included, those without a figure not."""
        missing, amounts = self._sheet.symbols.get(name, {}), self._amounts[name]
        return round(math.fsum(amounts[index] for index in area.members if index not in missing), 2)
