"""A day as well as it is known: to the day, the month or the year."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from leadership.register.kinds import Precision


@dataclass(frozen=True)
class Day:
    """A day, or the first day of a month or a year of which no more is known."""

    on: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.on != self.first:
            raise ValueError(f"{self.on} known to the {self.precision} stands as its first day, {self.first}.")

    @classmethod
    def known_to(cls, precision: str, day: date) -> "Day":
        """The day, month or year in which `day` lies."""
        return cls(_first(day, Precision(precision)), Precision(precision))

    @property
    def first(self) -> date:
        """The earliest day that it can have been."""
        return _first(self.on, self.precision)

    @property
    def last(self) -> date:
        """The latest day that it can have been."""
        if self.precision is Precision.DAY:
            return self.on
        month = 12 if self.precision is Precision.YEAR else self.on.month
        return date(self.on.year, month, calendar.monthrange(self.on.year, month)[1])

    @property
    def after(self) -> "Day":
        """The day after: the first day no longer in post for somebody whose last day this is."""
        return Day(self.on + timedelta(days=1)) if self.precision is Precision.DAY else self

    @property
    def words(self) -> str:
        """As it is said: `28 November 2026`, `November 2026` or `2026`."""
        if self.precision is Precision.YEAR:
            return f"{self.on:%Y}"
        return f"{self.on:%B %Y}" if self.precision is Precision.MONTH else f"{self.on.day} {self.on:%B %Y}"


def _first(day: date, precision: Precision) -> date:
    if precision is Precision.DAY:
        return day
    return day.replace(day=1) if precision is Precision.MONTH else day.replace(month=1, day=1)


def in_words(day: date) -> str:
    """A day for a sentence: `28 November 2026`."""
    return Day(day).words
