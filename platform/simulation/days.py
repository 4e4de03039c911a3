"""Days as ordinals, months as positions: the simulator steps by month and dates by day."""

from datetime import date, timedelta

DAYS_IN_MONTH = 30.4375
THURSDAY = 3


def add_months(day: date, months: int) -> date:
    """Return the first day of the month that lies `months` after (before, when negative) the month of `day`."""
    position = day.year * 12 + day.month - 1 + months
    return date(position // 12, position % 12 + 1, 1)


def month_starts(first: date, months: int) -> list[date]:
    """Return the first days of `months` successive months, and of the one after them, from the month of `first`."""
    return [add_months(first, step) for step in range(months + 1)]


def shift(day: date, days: int) -> date:
    return day + timedelta(days=days)


def nth_thursday(year: int, month: int, number: int) -> date:
    """Return the `number`-th Thursday of a month (polling day is the first Thursday of May)."""
    first = date(year, month, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 7 * (number - 1))


def last_thursday(year: int, month: int) -> date:
    last = add_months(date(year, month, 1), 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - THURSDAY) % 7)


def polling_day(year: int) -> date:
    return nth_thursday(year, 5, 1)
