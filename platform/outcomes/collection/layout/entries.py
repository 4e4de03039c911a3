"""The rows of any layout in one form: what was written for one indicator, still as text, with its cells. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.grid import Grid, Notice
from outcomes.collection.intake.marks import Mark

FIELDS = ("authority", "quarter", "indicator", "value", "numerator", "denominator", "comment", "follow_up")


@dataclass(frozen=True)
class Columns:
    """Which column of the file each field stands in (1 is A; absent fields have none), and what it is called there."""

    numbers: Mapping[str, int]
    names: Mapping[str, str]

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """The same as a spreadsheet names the columns."""
        return {field: column_letters(number) for field, number in self.numbers.items()}

    @cached_property
    def of_counts(self) -> tuple[str, str] | None:
        """The letters of numerator and denominator, where the file has both."""
        letters = self.letters
        return (
            (letters["numerator"], letters["denominator"]) if letters.keys() >= {"numerator", "denominator"} else None
        )


class Entry(NamedTuple):
    """One indicator of one row. A field that the layout has no column for is an empty text.

    A plain tuple, since a file makes tens of thousands of them.
    """

    row: int
    authority: str
    quarter: str
    indicator: str
    value: str
    numerator: str
    denominator: str
    comment: str
    follow_up: str
    columns: Columns


@dataclass(frozen=True)
class Entries:
    """Everything that rules look at. `layout` is template, programme_return or tidy."""

    layout: str
    grid: Grid
    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...] = ()

    def mark(self, entry: Entry, field: str) -> Mark | None:
        """The mark on a field's cell, if a workbook had one there."""
        number = entry.columns.numbers.get(field)
        return None if number is None else self.grid.marks.get((entry.row, number))
