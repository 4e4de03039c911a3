"""Working days: not Saturday, not Sunday, not a bank holiday of England.

The bank holidays to the end of 2030 ship with the product (gov.uk/bank-holidays; from 2028 by the rules of the
Banking and Financial Dealings Act 1971, so a royal occasion may still add one).
"""

import csv
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

SATURDAY = 5


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday of England that ships with the product."""
    lines = files("core").joinpath("bank_holidays_england.csv").read_text(encoding="utf-8").splitlines()
    return frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(lines))


@cache
def _known_until() -> date:
    return date(max(bank_holidays()).year, 12, 31)


def is_working_day(day: date) -> bool:
    """Whether offices are open; raises ValueError for a year whose bank holidays are not known."""
    if day > _known_until():
        raise ValueError(
            f"Bank holidays are known to {_known_until():%d %B %Y}: extend core/bank_holidays_england.csv."
        )
    return day.weekday() < SATURDAY and day not in bank_holidays()


def first_working_day(year: int, month: int) -> date:
    """The first working day of a month."""
    day = date(year, month, 1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, number: int) -> date:
    """The date so many working days after (before, when negative) a day; 0 moves only a day off to the next one."""
    step = timedelta(days=-1 if number < 0 else 1)
    while number == 0 and not is_working_day(day):
        day += step
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=offset)) for offset in range(1, (end - start).days + 1))
