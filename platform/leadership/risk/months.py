"""Months as the risk model counts them."""

from calendar import monthrange
from datetime import date

import numpy as np

from leadership.risk.arrays import Ints

DAYS_IN_MONTH = 365.25 / 12
MONTHS_IN_YEAR = 12


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (or earlier); the last day of a shorter month stands for it."""
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> float:
    """Length of time in months of 30.4375 days; negative when `end` comes first."""
    return (end - start).days / DAYS_IN_MONTH


def month_edges(first: date, last: date) -> Ints:
    """Ordinals of the first days of the months from that of `first`, then `last` itself: the edges of monthly cells.

    Returns:
        At least one edge; the cells are [edge i, edge i + 1), so the last one may be a part of a month.
    """
    edges: list[int] = []
    day = first.replace(day=1)
    while day < last:
        edges.append(day.toordinal())
        day = add_months(day, 1)
    return np.asarray([*edges, last.toordinal()], dtype=np.int64)
