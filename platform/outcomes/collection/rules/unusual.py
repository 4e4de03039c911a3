"""Rules that ask rather than refuse: outside the usual range, a large change, unlike its own past, the sum. Pure.

Each asks only about what chance does not explain (noise.py), and one question about the size of a figure is enough.
"""

from collections.abc import Iterable
from math import hypot
from statistics import median

from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.collection.check.context import Published
from outcomes.collection.figure import Figure
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import Case, Fault, Line, finds
from outcomes.collection.rules.noise import PER, spread, too_few
from outcomes.collection.rules.numeric import shown
from outcomes.collection.rules.past import before, find_past, own_past, quarters_of_year

NORMAL = 0.6745  # the median absolute deviation of a normal distribution, in standard deviations


def scale(indicator: Indicator) -> float:
    """The catalogue's limits are of yearly figures: a rate of one quarter has a quarter of them."""
    return indicator.part_of_year


def _ask(case: Case, line: Line, indicator: Indicator, found: str, **words: str) -> Fault:
    case.queried.add(indicator.code)
    return Fault(((line, "value"),), found, {"name": indicator.name} | words, indicator.code)


@finds("VALUE_UNUSUAL")
def unusual(case: Case, rule: Rule) -> Iterable[Fault]:
    """Outside of what all authorities had in five years, by more than chance."""
    times = float(rule.limits["deviations"])
    looked = [
        (line, indicator, figure, figure.value, indicator.usual)
        for line, indicator, figure in case.sound()
        if figure.value is not None and indicator.usual is not None and not too_few(indicator, figure)
    ]
    case.looked[rule.code] += len(looked)
    for line, indicator, figure, number, usual in looked:
        low, high = usual
        value = float(number)
        if low <= value <= high:
            continue
        slack = times * (spread(indicator, figure, case.context.children) or 0.0)
        if not low - slack <= value <= high + slack:
            yield _ask(case, line, indicator, shown(number), low=_tidy(low), high=_tidy(high))


def _tidy(number: float) -> str:
    return f"{number:,.1f}".removesuffix(".0")


@finds("CHANGE_LARGE")
def large_change(case: Case, rule: Rule) -> Iterable[Fault]:
    """A change beyond the 99th percentile of all authorities, and beyond chance."""
    for line, indicator, figure in case.sound():
        found = before(case, indicator) if figure.value is not None else None
        if found is None or figure.value is None:
            continue
        case.looked[rule.code] += 1
        quarter, then = found
        if (
            then.value is not None
            and not too_few(indicator, figure, then)
            and _is_large(case, rule, indicator, figure, then)
        ):
            words = {"then": shown(then.value), "when": str(quarter), "now": shown(figure.value)}
            yield _ask(case, line, indicator, shown(figure.value), than=_than(rule, indicator), **words)


def _than(rule: Rule, indicator: Indicator) -> str:
    if indicator.limits.change_p99 is not None:
        return "a larger change than 99 of 100 authorities see"
    return f"a change of more than {rule.limits['points_where_unmeasured']} points"


def _is_large(case: Case, rule: Rule, indicator: Indicator, now: Figure, then: Figure) -> bool:
    limit = indicator.limits.change_p99
    usual = float(limit if limit is not None else rule.limits["points_where_unmeasured"]) * scale(indicator)
    chance = float(rule.limits["deviations"]) * _spread_of_change(case, indicator, now, then)
    return abs(float(now.value or 0) - float(then.value or 0)) > max(usual, chance)


def _spread_of_change(case: Case, indicator: Indicator, now: Figure, then: Figure) -> float:
    both = [spread(indicator, figure, case.context.children) or 0.0 for figure in (now, then)]
    return hypot(*both)


@finds("UNLIKE_OWN_PAST")
def unlike_own_past(case: Case, rule: Rule) -> Iterable[Fault]:
    """Robust z = 0.6745 (x - median) / MAD over the figure's own past, where no other question is asked already."""
    least, most = int(rule.limits["earlier_figures"]), int(rule.limits["quarters"])
    for line, indicator, figure in case.sound():
        if figure.value is None:
            continue
        past = own_past(case, indicator, most)
        if len(past) < least or too_few(indicator, figure, *past):
            continue
        case.looked[rule.code] += 1
        if indicator.code not in case.queried and _is_unlike(case, rule, indicator, figure, past):
            middle = median(float(each.value or 0) for each in past)
            words = {"middle": _tidy(middle), "number": str(len(past)), "now": shown(figure.value)}
            yield _ask(case, line, indicator, shown(figure.value), **words)


def _is_unlike(case: Case, rule: Rule, indicator: Indicator, figure: Figure, past: list[Figure]) -> bool:
    values = [float(each.value or 0) for each in past]
    middle = median(values)
    # Figures rounded to whole numbers may never have differed: less than half a unit is no difference.
    deviation = max(median(abs(value - middle) for value in values), 0.5 * 10**-indicator.decimals)
    distance = abs(float(figure.value or 0) - middle)
    if NORMAL * distance / deviation <= float(rule.limits["z"]):
        return False
    typical = min(past, key=lambda each: abs(float(each.value or 0) - middle))
    chance = float(rule.limits["deviations"]) * _spread_of_change(case, indicator, figure, typical)
    usual = float(indicator.limits.change_p95 or rule.limits["points_where_unmeasured"]) * scale(indicator)
    return distance > max(chance, usual)


@finds("YEAR_NOT_AS_PUBLISHED")
def year_not_as_published(case: Case, rule: Rule) -> Iterable[Fault]:
    """Four quarters add up to the published year, within the tolerance and their rounding."""
    published = case.context.history.published if case.context.history is not None else ()
    years = {each.indicator: each for each in published if each.year == case.context.quarter.year}
    for line, indicator, figure in case.sound():
        year = years.get(indicator.code)
        flow = indicator.basis == "quarter" and indicator.unit is Unit.PER_10000
        if year is None or not flow or figure.value is None:
            continue
        four = _four_quarters(case, indicator, figure)
        if len(four) < len(quarters_of_year(case.context.quarter)):
            continue
        case.looked[rule.code] += 1
        total, rounding = _sum(four, indicator)
        if abs(total - float(year.value)) > float(rule.limits["tolerance"]) * float(year.value) + rounding:
            yield _ask(case, line, indicator, shown(figure.value), **_year_words(total, year))


def _year_words(total: float, year: Published) -> dict[str, str]:
    label = f"{year.year}-{(year.year + 1) % 100:02d}"
    return {"total": _tidy(total), "published": shown(year.value), "year": label}


def _four_quarters(case: Case, indicator: Indicator, figure: Figure) -> list[Figure]:
    now = case.context.quarter
    found = (figure if quarter == now else find_past(case, indicator, quarter) for quarter in quarters_of_year(now))
    return [each for each in found if each is not None and each.value is not None]


def _sum(four: list[Figure], indicator: Indicator) -> tuple[float, float]:
    """The rate of the year and how far rounding may have moved it: from counts if they are all there."""
    bases = [float(each.denominator) for each in four if each.numerator is not None and each.denominator]
    half = 0.5 * 10**-indicator.decimals
    if len(bases) == len(four):
        counted = sum(float(each.numerator or 0) for each in four)
        return counted * PER / (sum(bases) / len(bases)), half
    return sum(float(each.value or 0) for each in four), half * (len(four) + 1)
