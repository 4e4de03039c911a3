"""When a figure is for: time_identifier and time_period become first day, last day and a label.

A `Reporting year` says only its number; which day it ends on is a fact of the publication (31 March for children in
need and children looked after, 30 September for the workforce, 30 June for population estimates; sector B).
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from core.quarters import Quarter

FOUR = re.compile(r"(\d{4})", re.ASCII)
SIX = re.compile(r"(\d{4})[-/]?(\d{2})", re.ASCII)
EARLIEST, LATEST = 1980, 2100
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}


class PeriodKind(StrEnum):
    """Figures of one series have one kind; only they are drawn on one line or compared."""

    FINANCIAL_YEAR = "financial_year"
    WORKFORCE_YEAR = "workforce_year"
    MID_YEAR = "mid_year"
    ACADEMIC_YEAR = "academic_year"
    CALENDAR_YEAR = "calendar_year"
    TAX_YEAR = "tax_year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    TERM = "term"
    MONTH = "month"


@dataclass(frozen=True, order=True)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date
    kind: PeriodKind

    def label(self, *, snapshot: bool = False) -> str:
        """How the period is written on a page; a snapshot is named by its day."""
        write = LABELS.get(self.kind)
        if write is not None:
            return write(self)
        return long_date(self.end) if snapshot else f"year ending {long_date(self.end)}"

    def short(self, *, snapshot: bool = False) -> str:
        """How the period is written where room is short: 2024-25, Mar 2025, 2025-26 Q1."""
        if self.kind in {PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR} and not snapshot:
            return f"{self.start.year}-{self.end.year % 100:02d}"
        if self.kind in {PeriodKind.QUARTER, PeriodKind.CALENDAR_YEAR, PeriodKind.MID_YEAR}:
            return self.label()
        return f"{calendar.month_abbr[self.end.month]} {self.end.year}"

    def follows(self, earlier: "Period") -> bool:
        """Whether `earlier` is the period just before: only then may a change be shown (features H4)."""
        return self.kind is earlier.kind and _next_start(earlier) == self.start


@dataclass(frozen=True)
class BadPeriod:
    """A time that cannot be placed; `reason` is a whole sentence."""

    reason: str


def long_date(day: date) -> str:
    """31 March 2025."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _from_to(period: Period) -> str:
    return f"{long_date(period.start)} to {long_date(period.end)}"


LABELS: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.QUARTER: lambda period: str(Quarter.containing(period.end)),
    PeriodKind.MONTH: lambda period: f"{calendar.month_name[period.end.month]} {period.end.year}",
    PeriodKind.ACADEMIC_YEAR: lambda period: f"{period.start.year}-{period.end.year % 100:02d} academic year",
    PeriodKind.CALENDAR_YEAR: lambda period: str(period.end.year),
    PeriodKind.MID_YEAR: lambda period: f"mid-{period.end.year}",
    PeriodKind.TERM: _from_to,
    PeriodKind.HALF_YEAR: _from_to,
}


def _next_start(period: Period) -> date:
    if period.kind is PeriodKind.MID_YEAR:
        return date(period.end.year + 1, 6, 30)
    return period.end + timedelta(days=1)


# By identifier: kind, month and day it starts on, months it lasts. The digits name the year of its September or April.
SIX_DIGITS = {
    "academic year": (PeriodKind.ACADEMIC_YEAR, (9, 1), 12),
    "financial year": (PeriodKind.FINANCIAL_YEAR, (4, 1), 12),
    "tax year": (PeriodKind.TAX_YEAR, (4, 6), 12),
    "financial year q1": (PeriodKind.QUARTER, (4, 1), 3),
    "financial year q2": (PeriodKind.QUARTER, (7, 1), 3),
    "financial year q3": (PeriodKind.QUARTER, (10, 1), 3),
    "financial year q4": (PeriodKind.QUARTER, (1, 1), 3),
    "part 1 (april to september)": (PeriodKind.HALF_YEAR, (4, 1), 6),
    "part 2 (october to march)": (PeriodKind.HALF_YEAR, (10, 1), 6),
    "autumn term": (PeriodKind.TERM, (9, 1), 4),
    "spring term": (PeriodKind.TERM, (1, 1), 3),
    "summer term": (PeriodKind.TERM, (4, 1), 5),
    "autumn and spring term": (PeriodKind.TERM, (9, 1), 7),
}
YEAR_ENDS = {
    (3, 31): PeriodKind.FINANCIAL_YEAR,
    (9, 30): PeriodKind.WORKFORCE_YEAR,
    (6, 30): PeriodKind.MID_YEAR,
    (12, 31): PeriodKind.CALENDAR_YEAR,
    (8, 31): PeriodKind.ACADEMIC_YEAR,
}


@lru_cache(maxsize=4096)
def read_period(identifier: str, text: str, year_ends: tuple[int, int]) -> Period | BadPeriod:
    """The period of a row; `year_ends` (month, day) is the last day of the publication's reporting year."""
    name = " ".join(identifier.split()).casefold()
    if name in SIX_DIGITS:
        return _six(identifier, name, text.strip())
    if name in {"reporting year", "calendar year"} or name in MONTHS:
        return _four(identifier, name, text.strip(), year_ends)
    if name.startswith("week"):
        return BadPeriod("Weekly figures are not kept: no indicator of the catalogue is weekly.")
    return BadPeriod(
        f"time_identifier '{identifier}' is not one of DfE's, such as Reporting year or Financial year Q1."
    )


def financial_quarter(year: Period, number: int) -> Period:
    """One quarter of a financial year: tables with a column for each month give real quarters."""
    quarter = Quarter(year.start.year, number)
    return Period(quarter.starts_on, quarter.ends_on, PeriodKind.QUARTER)


def _four(identifier: str, name: str, text: str, year_ends: tuple[int, int]) -> Period | BadPeriod:
    found = FOUR.fullmatch(text)
    if found is None or not EARLIEST <= int(found[1]) <= LATEST:
        return BadPeriod(f"time_period '{text}' must be four digits for '{identifier}', such as 2025.")
    year = int(found[1])
    if name in MONTHS:
        month = MONTHS[name]
        last = calendar.monthrange(year, month)[1]
        return Period(date(year, month, 1), date(year, month, last), PeriodKind.MONTH)
    ends = (12, 31) if name == "calendar year" else year_ends
    end = date(year, *ends)
    kind = YEAR_ENDS[ends]
    start = end if kind is PeriodKind.MID_YEAR else date(year - 1, *ends) + timedelta(days=1)
    return Period(start, end, kind)


def _six(identifier: str, name: str, text: str) -> Period | BadPeriod:
    found = SIX.fullmatch(text)
    if found is None or not EARLIEST <= int(found[1]) <= LATEST:
        return BadPeriod(f"time_period '{text}' must be six digits for '{identifier}', such as 202425.")
    year = int(found[1])
    if (year + 1) % 100 != int(found[2]):
        return BadPeriod(f"time_period '{text}' must join two years that follow each other, such as 202425.")
    kind, (month, day), months = SIX_DIGITS[name]
    start = date(year + (month < 4 and kind is not PeriodKind.TAX_YEAR), month, day)  # noqa: PLR2004  (April)
    if name == "summer term":
        start = date(year + 1, 4, 1)
    beyond = start.month - 1 + months
    end = date(start.year + beyond // 12, beyond % 12 + 1, day) - timedelta(days=1)
    return Period(start, end, kind)
