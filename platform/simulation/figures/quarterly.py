"""One row a figure: what an adopter returned for a quarter, or why there is nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from core.quarters import Quarter
from simulation.activity.simulate import Activity
from simulation.days import shift
from simulation.figures.indicators import INDICATORS, Due, Rule
from simulation.figures.programme_measures import MEASURES, MeasuredCounts, measure_programme
from simulation.records import Adoption
from simulation.rounding import ratio
from simulation.streams import stream
from simulation.world import World

REPORTED_AFTER_DAYS = 70
SMALL_COUNTS = range(1, 6)
NOT_SUPPLIED = 0.006
SYSTEM_CHANGES = 2
SYSTEM_CHANGE_QUARTERS = 2
QUARTER_DUE = {Due.YEAR_TO_MARCH: 4, Due.ACADEMIC_YEAR: 2}


@dataclass(frozen=True)
class Figure:
    """`value` and the counts are None unless `status` is ok; counts are whole but for full-time equivalents."""

    council: int
    quarter: Quarter
    code: str
    status: str
    value: Decimal | None = None
    numerator: float | None = None
    denominator: float | None = None


def quarterly_figures(world: World, activity: Activity, until: date | None = None) -> list[Figure]:
    """Return the adopters' figures, by council, quarter and indicator.

    With `until`, only quarters that had ended ten weeks before (a return takes that long); without it, every quarter
    completed by the world's end. Nothing is returned for quarters that end after an authority has left.
    """
    quarters = list(activity.grid.quarters[-world.parameters.figure_quarters :])
    gaps = _draw_gaps(world, quarters)
    figures = [*_service_figures(world, activity, quarters, gaps), *_programme_figures(world, activity, quarters, gaps)]
    order = {code: place for place, code in enumerate(_codes())}
    figures = [f for f in figures if until is None or shift(f.quarter.ends_on, REPORTED_AFTER_DAYS) <= until]
    return sorted(figures, key=lambda figure: (figure.council, figure.quarter, order[figure.code]))


Gaps = set[tuple[int, Quarter, str]]


def _codes() -> list[str]:
    return [*(indicator.code for indicator in INDICATORS), *(measure.code for measure in MEASURES)]


def _draw_gaps(world: World, quarters: list[Quarter]) -> Gaps:
    """Say which figures were not supplied: single cells, and whole quarters while a council changed its system."""
    rng = stream(world.parameters.seed, "gaps")
    codes, adoptions = _codes(), world.programme.adoptions
    drawn = rng.random((len(adoptions), len(quarters), len(codes))) < NOT_SUPPLIED
    for _ in range(min(SYSTEM_CHANGES, len(adoptions) - 1)):
        place, first = int(rng.integers(len(adoptions))), int(rng.integers(len(quarters)))
        drawn[place, first : first + SYSTEM_CHANGE_QUARTERS] |= rng.random(len(codes)) < 0.7
    return {(adoptions[a].council, quarters[q], codes[c]) for a, q, c in np.argwhere(drawn)}


def _taking_part(adoption: Adoption, quarter: Quarter) -> bool:
    return adoption.left_on is None or quarter.ends_on < adoption.left_on


def _service_figures(world: World, activity: Activity, quarters: list[Quarter], gaps: Gaps) -> list[Figure]:
    figures = []
    for indicator in INDICATORS:
        numerators, denominators = indicator.numerator(activity), indicator.denominator(activity)
        due = QUARTER_DUE.get(indicator.due)
        for quarter in (q for q in quarters if due in {None, q.number}):
            column = activity.grid.column(quarter)
            for adoption in _adopters(world, quarter):
                row = adoption.council
                counts = MeasuredCounts(float(numerators[row, column]), float(denominators[row, column]))
                figures.append(_figure(_Key(row, quarter, indicator.code), counts, indicator.rule, gaps))
    return figures


def _programme_figures(world: World, activity: Activity, quarters: list[Quarter], gaps: Gaps) -> list[Figure]:
    measured = measure_programme(world, activity, quarters)
    return [
        _figure(key, measured[key.council, measure.code, quarter], measure.rule, gaps)
        for measure in MEASURES
        for quarter in quarters
        for key in (_Key(adoption.council, quarter, measure.code) for adoption in _adopters(world, quarter))
    ]


def _adopters(world: World, quarter: Quarter) -> list[Adoption]:
    """Return who still takes part at the end of a quarter."""
    return [a for a in world.programme.adoptions if a.left_on is None or quarter.ends_on < a.left_on]


class _Key(NamedTuple):
    council: int
    quarter: Quarter
    code: str


def _figure(key: _Key, counts: MeasuredCounts | None, rule: Rule, gaps: Gaps) -> Figure:
    """Return one figure: not applicable, not supplied, hidden because few children are counted, or the figure."""
    if counts is None or counts.denominator == 0:
        return Figure(*key, "z")
    if key in gaps:
        return Figure(*key, "x")
    if rule.people and (counts.numerator in SMALL_COUNTS or counts.denominator in SMALL_COUNTS):
        return Figure(*key, "c")
    value = ratio(counts.numerator, counts.denominator, rule.multiplier, rule.decimals)
    if value == 0 and counts.numerator > 0:
        return Figure(*key, "low")
    return Figure(*key, "ok", value, counts.numerator, counts.denominator)
