"""How exactly a mean may be said, and how uncertain it is (risk-and-analysis 14.2, rules 4 and 5 and the table)."""

import math
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from scipy.special import stdtrit

from leadership.profiles.kinds import HIGHEST, LOWEST

TENTH, QUARTER, HALF = Decimal("0.1"), Decimal("0.25"), Decimal("0.5")
LOW_END, HIGH_END = Decimal("1.2"), Decimal("4.8")
FEW = 10
"""Below this many raters a mean at an end is not said exactly, and every mean is called indicative."""

MEASURED: tuple[tuple[int, float], ...] = ((3, 2.5), (5, 1.3), (8, 0.85), (10, 0.73), (20, 0.48))
"""Half-widths by number of raters as the programme's analysis measured them (risk-and-analysis 14.2)."""


class End(StrEnum):
    """A mean so near an end of the scale that saying it would say what everybody gave."""

    BELOW = "or below"
    ABOVE = "or above"


def rounded(total: int, count: int, step: Decimal) -> Decimal:
    """The mean of whole numbers to the nearest step, a half upwards. Exact: no binary fraction is involved."""
    steps = Fraction(total, count) / Fraction(step)
    return (math.floor(steps + Fraction(1, 2)) * step).quantize(step)


def ended(value: Decimal, count: int) -> tuple[Decimal, End | None]:
    """The value as it may be said: of fewer than ten raters an extreme mean gives way to the end (rule 5)."""
    if count < FEW and value <= LOW_END:
        return LOW_END, End.BELOW
    if count < FEW and value >= HIGH_END:
        return HIGH_END, End.ABOVE
    return value, None


def half_width(count: int) -> Decimal:
    """Half the width of the 95% interval of a mean of this many ratings, to two significant digits.

    Student's t for a standard deviation of 1 (the ratings' own is never used, for it would tell of them), stretched
    to what was measured with whole numbers from 1 to 5, which are no bell curve. Between two measured numbers of
    raters the stretching goes over evenly; beyond them it stays.
    """
    width = _student(count) * _stretch(count)
    places = 1 if width >= 1 else 2
    return Decimal(width).quantize(Decimal(1).scaleb(-places))


def _student(count: int) -> float:
    return float(stdtrit(count - 1, 0.975)) / math.sqrt(count)


def _stretch(count: int) -> float:
    known = [(number, width / _student(number)) for number, width in MEASURED]
    if count <= known[0][0]:
        return known[0][1]
    for (low, at_low), (high, at_high) in pairwise(known):
        if count <= high:
            return at_low + (at_high - at_low) * (count - low) / (high - low)
    return known[-1][1]


def interval(value: Decimal, width: Decimal) -> tuple[Decimal, Decimal]:
    """The ends of the interval, kept within the scale."""
    return max(value - width, Decimal(LOWEST)), min(value + width, Decimal(HIGHEST))
