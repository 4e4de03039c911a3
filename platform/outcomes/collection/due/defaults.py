"""What a collection looks like unless somebody says otherwise: its days and its indicators. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.quarters import QUARTERS, Quarter
from core.working_days import add_working_days
from outcomes.catalogue.indicators import Indicator, list_indicators

# A quarter's report follows about ten weeks after its end (sector B).
REPORT_AFTER = timedelta(weeks=10)
# The year to March ends with the last quarter; the academic year's figures are there after its summer term.
YEAR_TO_MARCH = QUARTERS
AFTER_THE_ACADEMIC_YEAR = 2


@dataclass(frozen=True)
class Days:
    """When a collection opens and when it is due."""

    opens_on: date
    due_on: date


def default_days(quarter: Quarter, *, working_days: int | None = None) -> Days:
    """Opens on the day after the quarter; due after so many working days, else ten weeks after its end.

    A deadline never falls on a day off: it moves to the next working day. Raises ValueError for a year whose bank
    holidays are not known.
    """
    last = quarter.ends_on
    due_on = add_working_days(last + REPORT_AFTER, 0) if working_days is None else add_working_days(last, working_days)
    return Days(last + timedelta(days=1), due_on)


def default_items(quarter: Quarter) -> list[str]:
    """The indicators to ask for: quarterly ones always, annual ones in the quarter in which their year is over."""
    return [indicator.code for indicator in list_indicators() if is_asked(indicator, quarter)]


def is_asked(indicator: Indicator, quarter: Quarter) -> bool:
    """Whether an indicator falls due with this quarter, by how often it is measured."""
    if indicator.frequency == "quarterly":
        return True
    ends = AFTER_THE_ACADEMIC_YEAR if indicator.basis == "academic_year" else YEAR_TO_MARCH
    return quarter.number == ends
