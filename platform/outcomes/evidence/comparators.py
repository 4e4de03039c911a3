"""Fair comparators, each stamped with how it was made (design 5.7, features W12). Pure.

The neighbours' figure is the median of those with a number, and says how many of the ten that were. Below six it
says nothing: a median of a few would jump with each of them (risk and analysis, 13).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import mean, median

LEAST_NEIGHBOURS = 6


class Method(StrEnum):
    MEDIAN = "median"
    MEAN = "mean"


@dataclass(frozen=True)
class Stamp:
    """What a comparator is made of: the neighbour model of a year, the method and the members asked."""

    model_year: int
    method: Method
    members: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The stamp as it stands under a chart."""
        return f"{self.method.capitalize()} of the {len(self.members)} statistical neighbours, {self.model_year} model"


@dataclass(frozen=True)
class Compared:
    """A comparator's value (None when too few members have a number) and how many were used, out of how many."""

    value: Decimal | None
    used: int
    asked: int

    @property
    def label(self) -> str:
        """How many had a figure: '9 of 10'."""
        return f"{self.used} of {self.asked}"


def compare(
    values: Iterable[Decimal | None], *, method: Method = Method.MEDIAN, least: int = LEAST_NEIGHBOURS
) -> Compared:
    """The median (or mean) of the members that have a number; `values` has one entry for every member asked."""
    members = list(values)
    numbers = [value for value in members if value is not None]
    if not numbers or len(numbers) < least:
        return Compared(None, len(numbers), len(members))
    made = median(numbers) if method is Method.MEDIAN else mean(numbers)
    return Compared(Decimal(made), len(numbers), len(members))
