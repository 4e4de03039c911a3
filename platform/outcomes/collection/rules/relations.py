"""Rules across indicators, and against the number of children. Pure.

A relation is data (E7): a count of one indicator, an operator, a count of another, and what to do when one is missing.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache

from outcomes.catalogue.indicators import Unit, catalogue
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import Case, Fault, Line, finds
from outcomes.collection.rules.numeric import shown

OPERATORS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}
Operand = tuple[Line, str, Decimal]


@finds("relation")
def relation(case: Case, rule: Rule) -> Iterable[Fault]:
    """With a missing operand the relation is not looked at (`skip`): a symbol is an answer without a count."""
    left = _operand(case.of_indicator, rule.terms["left"])
    right = _operand(case.of_indicator, rule.terms["right"]) if left is not None else None
    if left is None or right is None:
        return
    case.looked[rule.code] += 1
    slack = rule.limits.get("tolerance", Decimal(0)) * max(left[2], right[2])
    holds = OPERATORS[rule.terms["operator"]]
    if holds(left[2], right[2]) or (slack and abs(left[2] - right[2]) <= slack):
        return
    code, _ = _parted(rule.terms["left"])
    words = {
        "left": shown(left[2]),
        "right": shown(right[2]),
        "left_name": catalogue()[code].name,
        "right_name": catalogue()[_parted(rule.terms["right"])[0]].name,
    }
    yield Fault((left[:2], right[:2]), f"{words['left']} and {words['right']}", words, code)


@cache
def _parted(term: str) -> tuple[str, str]:
    """The indicator and the field that a rule names."""
    code, name = term.split(".")
    return code, name


def _operand(lines: Mapping[str, Line], term: str) -> Operand | None:
    code, name = _parted(term)
    line = lines.get(code)
    number = line.reading(name).number if line is not None else None
    return (line, name, number) if line is not None and number is not None else None


@finds("POPULATION_DIFFERS")
def population(case: Case, rule: Rule) -> Iterable[Fault]:
    """The denominator of a rate is the number of children: far from the published estimate it is something else."""
    children = Decimal(case.context.children or 0)
    slack = rule.limits["tolerance"] * children
    for line, indicator, _ in case.sound():
        number = line.denominator.number
        if indicator.unit is not Unit.PER_10000 or number is None or not children:
            continue
        case.looked[rule.code] += 1
        if abs(number - children) > slack:
            words = {"name": indicator.name, "children": shown(children), "number": shown(number)}
            yield Fault(((line, "denominator"),), shown(number), words, indicator.code)


@finds("RATE_NOT_AS_POPULATION")
def rate_by_population(case: Case, rule: Rule) -> Iterable[Fault]:
    """A rate whose denominator was left out is compared with its count over the published number of children."""
    children = Decimal(case.context.children or 0)
    for line, indicator, figure in case.sound():
        count = line.numerator.number
        stated = figure.value
        if indicator.unit is not Unit.PER_10000 or count is None or stated is None or not children:
            continue
        if line.denominator.number is not None or line.value.number is None:
            continue
        case.looked[rule.code] += 1
        counted = count * (indicator.multiplier or 1) / children
        rounding = Decimal("0.5").scaleb(-indicator.decimals)
        if abs(stated - counted) > rule.limits["tolerance"] * max(stated, counted) + rounding:
            words = {
                "name": indicator.name,
                "counted": shown(counted.quantize(Decimal("0.1"))),
                "now": shown(stated),
                "children": shown(children),
            }
            yield Fault(((line, "value"), (line, "numerator")), shown(stated), words, indicator.code)
