"""How much a figure of so few children moves by chance: a question is asked only about more than that. Pure.

A count of n has a standard deviation of about the root of n (Poisson), a share of n children one of
root(p (1 - p) / n) (binomial). Small authorities start a dozen children a quarter, and half of that is chance (sector,
fact 3).
"""

from decimal import Decimal
from math import sqrt

from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.collection.figure import Figure

PER = 10000
FEW = 5


def spread(indicator: Indicator, figure: Figure, children: int | None) -> float | None:
    """The standard deviation of the figure by counting alone, in its unit; None where the counts are not known."""
    if figure.value is None:
        return None
    value = float(figure.value)
    if indicator.unit is Unit.PER_10000:
        base = float(figure.denominator or children or 0)
        if not base:
            return None
        count = float(figure.numerator) if figure.numerator is not None else value * base / PER
        return sqrt(max(count, 1.0)) * PER / base
    if indicator.unit is Unit.PERCENT and figure.denominator:
        whole = float(figure.denominator)
        share = min(max(value / 100, 0.5 / whole), max(1 - 0.5 / whole, 0.5 / whole))
        return 100 * sqrt(share * (1 - share) / whole)
    return None


def too_few(indicator: Indicator, *figures: Figure) -> bool:
    """Whether percentages of these say nothing: the whole is below the catalogue's least, or the part under five."""
    if indicator.unit is not Unit.PERCENT:
        return False
    least = indicator.min_denominator or 0
    parts, counted = 0, Decimal(0)
    for figure in figures:
        if figure.denominator is not None and figure.denominator < least:
            return True
        if figure.numerator is not None:
            parts += 1
            counted += figure.numerator
    return counted < FEW * parts
