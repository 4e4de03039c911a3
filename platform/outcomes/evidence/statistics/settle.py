"""Fifth step: one figure for each thing measured, at the decimals its column was published with.

DfE's own rules allow no two rows with the same time, place and filters. Where a file has them all the same, equal
figures are kept once; figures that contradict each other are rejected together, since nobody can tell which is right.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from outcomes.catalogue.indicators import Unit, get_indicator
from outcomes.evidence.statistics.geography import Area, Level
from outcomes.evidence.statistics.measure import Figure, Harvest, Problem
from outcomes.evidence.statistics.measures import Measure
from outcomes.evidence.statistics.periods import Period

ROUNDED_TO = 10
SHOWN_LINES = 5


@dataclass(frozen=True)
class Settled:
    """`figures` are unique by key; `repeated` lines say again what an earlier line said."""

    figures: tuple[Figure, ...]
    repeated: tuple[Figure, ...]
    contradicting: tuple[Problem, ...]
    decimals: Mapping[tuple[str, Measure], int]
    doubts: tuple[str, ...]


def settle(harvest: Harvest) -> Settled:
    """Remove repetitions and contradictions; find the published decimals; note figures that do not fit together."""
    by_key: dict[object, list[Figure]] = defaultdict(list)
    for figure in harvest.figures:
        by_key[figure.key].append(figure)
    kept: list[Figure] = []
    repeated: list[Figure] = []
    contradicting: list[Problem] = []
    for same in by_key.values():
        if len({(figure.cell.value, figure.cell.status) for figure in same}) == 1:
            kept.append(same[0])
            repeated += same[1:]
        else:
            lines = ", ".join(str(figure.line) for figure in islice(same, SHOWN_LINES))
            reason = f"lines {lines} give different figures for the same place, time and filters"
            contradicting += [Problem(figure.line, figure.column, reason) for figure in same]
    figures = tuple(kept)
    return Settled(figures, tuple(repeated), tuple(contradicting), _decimals(figures), tuple(_doubts(figures)))


def _decimals(figures: tuple[Figure, ...]) -> dict[tuple[str, Measure], int]:
    """CSV drops trailing zeros: a column with 47 and 47.3 was published with one decimal."""
    found: dict[tuple[str, Measure], int] = {}
    for figure in figures:
        measure = (figure.indicator, figure.measure)
        found[measure] = max(found.get(measure, 0), figure.cell.decimals)
    return found


def _doubts(figures: tuple[Figure, ...]) -> list[str]:
    """Published figures that do not fit together: kept as published, and said."""
    trios: dict[tuple[str, Area, Period], dict[Measure, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.cell.value is not None:
            trios[figure.indicator, figure.area, figure.period][figure.measure] = figure
    larger: list[int] = []
    differing: list[int] = []
    for (indicator, area, _), trio in trios.items():
        numerator, denominator = trio.get(Measure.NUMERATOR), trio.get(Measure.DENOMINATOR)
        if numerator is None or denominator is None:
            continue
        if _exceeds(indicator, numerator, denominator):
            larger.append(numerator.line)
        value = trio.get(Measure.VALUE)
        if value is not None and _differs(indicator, area, value, numerator, denominator):
            differing.append(value.line)
    high = [figure.line for figure in figures if _above(figure)]
    return [
        *_sentences("a numerator above its denominator", larger),
        *_sentences("a rate or percentage that its own counts do not give", differing),
        *_sentences("a rate above any that was expected, as a sum of rates would be", high),
    ]


def _above(figure: Figure) -> bool:
    """A sum of rates stands where a rate should: DfE's own tool prints one for England (data, trap 4)."""
    if figure.measure is not Measure.VALUE or figure.cell.value is None:
        return False
    indicator = get_indicator(figure.indicator)
    return indicator.unit is Unit.PER_10000 and figure.cell.value > indicator.limits.hard_max


def _sentences(what: str, lines: list[int]) -> list[str]:
    if not lines:
        return []
    distinct = list(dict.fromkeys(lines))
    shown = ", ".join(str(line) for line in distinct[:SHOWN_LINES])
    more = " and so on" if len(distinct) > SHOWN_LINES else ""
    return [f"{len(lines)} figures kept as published although the file has {what} (line {shown}{more})"]


def _exceeds(indicator: str, numerator: Figure, denominator: Figure) -> bool:
    top, bottom = numerator.cell.value, denominator.cell.value
    share = get_indicator(indicator).unit is Unit.PERCENT and indicator != "SW_TURNOVER_PCT"  # turnover may pass 100
    return share and top is not None and bottom is not None and top > bottom


def _differs(indicator: str, area: Area, value: Figure, numerator: Figure, denominator: Figure) -> bool:
    """Whether the value lies outside what rounding explains (regions and England are rounded to the nearest 10)."""
    shown, top, bottom = value.cell.value, numerator.cell.value, denominator.cell.value
    multiplier = get_indicator(indicator).multiplier
    if shown is None or top is None or not bottom or multiplier is None:
        return False
    half = ROUNDED_TO / 2 if area.level in {Level.COUNTRY, Level.REGION} else 0.05
    step = 0.5 * 10.0**-value.cell.decimals
    low = (float(top) - half) / (float(bottom) + half) * multiplier - step
    high = (float(top) + half) / max(float(bottom) - half, 1e-9) * multiplier + step
    return not low - 1e-9 <= float(shown) <= high + 1e-9
