"""Rules about what a row must hold together: a number or a symbol, both counts or none (W13). Pure."""

from collections.abc import Iterable

from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.collection.check.context import CheckContext
from outcomes.collection.figure import plain
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import Case, Fault, Line, Says, finds

COUNTS = ("numerator", "denominator")
OR_REMOVE = " Or remove the row: the indicator is not required of your authority."


def is_empty(line: Line) -> bool:
    return line.value.says is line.numerator.says is line.denominator.says is Says.BLANK


def factor_of(indicator: Indicator) -> int | None:
    """What the ratio of the counts is multiplied by; a mean score is the ratio itself."""
    return indicator.multiplier or (1 if indicator.unit is Unit.SCORE else None)


def population_serves(indicator: Indicator, context: CheckContext) -> bool:
    """Whether the number of children stands in for a denominator that was left out."""
    return indicator.unit is Unit.PER_10000 and bool(context.children)


@finds("CELL_BLANK", at="patchy")
def blank(case: Case, _rule: Rule) -> Iterable[Fault]:
    """A blank is not a zero. Where a value is stored it is a clearing, which needs a tick and is no error (W1)."""
    for line, indicator in case.patchy:
        if is_empty(line):
            if indicator.code in case.context.stored and indicator.code in case.asked and not line.faulty:
                line.cleared = True
            else:
                may_go = case.asked.get(indicator.code) is False
                yield Fault(((line, "value"),), words={"or_remove": OR_REMOVE if may_go else ""})


@finds("SYMBOL_WITH_COUNTS", at="patchy")
def symbol_with_counts(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Counts beside a suppressed figure would give it back; the same symbol beside it says nothing more."""
    for line, _ in case.patchy:
        if line.value.says is Says.SYMBOL:
            places = tuple((line, name) for name in COUNTS if _says_more(line, name))
            if places:
                status = line.value.status
                yield Fault(places, words={"symbol": status.value if status else ""})


def _says_more(line: Line, name: str) -> bool:
    reading = line.reading(name)
    return reading.says is not Says.BLANK and reading.status is not line.value.status


@finds("SYMBOL_IN_COUNT", at="patchy")
def symbol_in_count(case: Case, _rule: Rule) -> Iterable[Fault]:
    for line, _ in case.patchy:
        if line.value.says is not Says.SYMBOL:
            places = tuple((line, name) for name in COUNTS if line.reading(name).says is Says.SYMBOL)
            if places:
                yield Fault(places, found=line.reading(places[0][1]).status or "")


def _has_numbers_only(line: Line) -> bool:
    return Says.SYMBOL not in {line.value.says, line.numerator.says, line.denominator.says}


@finds("NUMERATOR_MISSING", at="patchy")
def numerator_missing(case: Case, _rule: Rule) -> Iterable[Fault]:
    for line, _ in case.patchy:
        if line.value.says is line.numerator.says is Says.BLANK and line.denominator.says is Says.NUMBER:
            yield Fault(((line, "numerator"),))


@finds("DENOMINATOR_MISSING", at="patchy")
def denominator_missing(case: Case, _rule: Rule) -> Iterable[Fault]:
    """A rate falls back on the published number of children where it is known; nothing else can."""
    for line, indicator in case.patchy:
        if (
            line.value.says is line.denominator.says is Says.BLANK
            and line.numerator.says is Says.NUMBER
            and not population_serves(indicator, case.context)
        ):
            yield Fault(((line, "denominator"),))


@finds("DENOMINATOR_ZERO")
def denominator_zero(case: Case, _rule: Rule) -> Iterable[Fault]:
    for line, indicator in case.readable:
        if line.denominator.number == 0 and _has_numbers_only(line) and factor_of(indicator) is not None:
            yield Fault(((line, "denominator"),), "0")


@finds("VALUE_MISSING")
def value_missing(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Only for an indicator that is no ratio: its value cannot be worked out."""
    for line, indicator in case.readable:
        if (
            line.value.says is Says.BLANK
            and factor_of(indicator) is None
            and not is_empty(line)
            and _has_numbers_only(line)
        ):
            yield Fault(((line, "value"),))


@finds("COUNTS_MISSING")
def counts_missing(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Rates are computed from counts, so a value alone cannot be checked or added to others."""
    for line, indicator, figure in case.sound():
        counted = figure.numerator is not None and figure.denominator is not None
        if not counted and figure.value is not None and indicator.is_ratio:
            yield Fault(((line, "value"),), plain(figure.value), {"name": indicator.name}, indicator.code)
