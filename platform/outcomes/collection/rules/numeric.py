"""Rules about the size of numbers: hard range, numerator within denominator, value as the counts give it. Pure."""

from collections.abc import Iterable
from decimal import Decimal

from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.collection.rules.assemble import agrees, exact_ratio
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import NUMBERS, Case, Fault, finds
from outcomes.collection.rules.numbers import rounded

WHOLE_SHARE = 100
YEAR_OF_QUARTERS = 4
LONGEST_SHOWN = 20


def shown(number: Decimal) -> str:
    """A number for a sentence: 1,300 and 62.5; one that no figure can have is not written out to its last digit."""
    if abs(number) >= 10**LONGEST_SHOWN:
        return f"{number:.3E}"
    return f"{number.normalize():,f}"


@finds("NUMBER_NEGATIVE")
def negative(case: Case, _rule: Rule) -> Iterable[Fault]:
    for line, indicator in case.known:
        entry = line.entry
        if not ("-" in entry.value or "-" in entry.numerator or "-" in entry.denominator):
            continue  # only a minus makes a number negative
        for name in NUMBERS:
            number = line.reading(name).number
            if number is not None and number < 0 and (name != "value" or indicator.limits.hard_min >= 0):
                yield Fault(((line, name),), shown(number), {"field": name})


@finds("VALUE_RANGE")
def value_range(case: Case, _rule: Rule) -> Iterable[Fault]:
    """No authority can have such a figure, whatever happened there."""
    for line, indicator in case.known:
        number, limits = line.value.number, indicator.limits
        if number is not None and (number > limits.hard_max or (number < limits.hard_min and limits.hard_min < 0)):
            words = {"low": shown(limits.hard_min), "high": shown(limits.hard_max)}
            yield Fault(((line, "value"),), shown(number), words)


@finds("COUNT_RANGE")
def count_range(case: Case, rule: Rule) -> Iterable[Fault]:
    most = rule.limits["most"]
    for line, _ in case.known:
        for name, number in (("numerator", line.numerator.number), ("denominator", line.denominator.number)):
            if number is not None and number > most:
                yield Fault(((line, name),), shown(number), {"field": name, "most": shown(most)})


@finds("COUNT_NOT_WHOLE")
def not_whole(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Children, plans and cases are counted whole; full-time equivalents and sums of scores need not be."""
    for line, indicator in case.known:
        entry = line.entry
        if not ("." in entry.numerator or "." in entry.denominator) or indicator.unit is Unit.SCORE:
            continue  # without a point every number is whole
        for name, meaning in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
            number = line.reading(name).number
            if number is not None and number != number.to_integral_value() and "full-time equivalent" not in meaning:
                yield Fault(((line, name),), shown(number), {"field": name})


@finds("NUMERATOR_ABOVE_DENOMINATOR")
def above(case: Case, _rule: Rule) -> Iterable[Fault]:
    """A part is no more than the whole; leavers of a year may be more than those in post, so that may exceed 100%."""
    for line, indicator in case.known:
        part, whole = line.numerator.number, line.denominator.number
        if (
            part is not None
            and whole is not None
            and part > whole > 0
            and indicator.unit is Unit.PERCENT
            and indicator.limits.hard_max <= WHOLE_SHARE
        ):
            words = {"numerator": shown(part), "denominator": shown(whole)}
            yield Fault(
                ((line, "numerator"), (line, "denominator")), f"{words['numerator']} of {words['denominator']}", words
            )


@finds("VALUE_NOT_AS_COUNTED")
def not_as_counted(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Rates are worked out from counts, so the two must say the same (sector, fact 5)."""
    for line, indicator in case.known:
        stated = line.value.number
        if stated is None or line.numerator.number is None or line.denominator.number is None:
            continue
        exact = exact_ratio(case, line, indicator)
        if exact is not None and not agrees(stated, exact, indicator.decimals):
            counted = shown(rounded(exact, indicator.decimals))
            words = {"counted": counted, "hint": _hint(stated, exact, indicator), "fix": counted}
            yield Fault(((line, "value"), (line, "numerator"), (line, "denominator")), shown(stated), words)


def _hint(stated: Decimal, exact: Decimal, indicator: Indicator) -> str:
    """What probably happened, where the two numbers tell."""
    if not exact:
        return ""
    times = stated / exact
    if indicator.unit is Unit.PERCENT and _near(times * WHOLE_SHARE, 1):
        return "The value looks like a share of 1, not a percentage. "
    if indicator.basis == "quarter" and _near(times, YEAR_OF_QUARTERS):
        return "The value looks like four times the quarter, a rate for a whole year. "
    return "The value looks ten times too large. " if _near(times, 10) else ""


def _near(times: Decimal, wanted: int) -> bool:
    return abs(times / wanted - 1) < Decimal("0.02")
