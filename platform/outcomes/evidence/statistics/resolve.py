"""Which figure counts: the newest statement about it, or what follows from its own counts. Pure.

DfE drops rate columns from newer tables and restates counts at the same time. The rule: of all that was published by
the date asked for, the newest statement counts. If that is a published value, it is shown. If it is a newer count,
the value is recomputed from it and its denominator, marked as derived, with its inputs; rates for children need the
population estimate of the mid-year inside the period. An input without a number gives its status and no value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.catalogue.status import Status, combined
from outcomes.evidence.statistics.measures import Measure
from outcomes.evidence.statistics.periods import Period, PeriodKind

BASE = "CHILDREN_0_17"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number stands: file, line and column, in a release known since `released_on`."""

    title: str
    released_on: date
    date_basis: str
    file_name: str
    sha256: str
    line: int
    column: str


@dataclass(frozen=True, slots=True)
class Stated:
    """One stored number: what a release says of one measure of one indicator, area and period."""

    indicator: str
    measure: Measure
    area: str
    period: Period
    value: Decimal | None
    status: Status
    decimals: int
    source: Source


@dataclass(frozen=True, slots=True)
class Shown:
    """The figure of an indicator for an area and period. `value` is None unless `status` is ok.

    A derived figure has two sources (count, denominator), a published one has one. `count` and `base` are the
    numerator and denominator where they are known, for intervals and funnels.
    """

    period: Period
    value: Decimal | None
    status: Status
    decimals: int
    derived: bool
    sources: tuple[Source, ...]
    count: Decimal | None = None
    base: Decimal | None = None

    @property
    def text(self) -> str:
        """The number at its published decimals, or the symbol that stands in its place."""
        return self.status.value if self.value is None else f"{self.value:.{self.decimals}f}"


def resolve(indicator: Indicator, stated: Iterable[Stated]) -> dict[str, list[Shown]]:
    """The figures of an indicator by area, in the order of time; `stated` holds one newest row for each measure."""
    by_place: dict[tuple[str, Period], dict[Measure, Stated]] = defaultdict(dict)
    populations: dict[tuple[str, date], Stated] = {}
    for row in stated:
        if row.indicator == BASE and indicator.code != BASE:
            populations[row.area, row.period.end] = row
        else:
            by_place[row.area, row.period][row.measure] = row
    shown: dict[str, list[Shown]] = defaultdict(list)
    for (area, period), trio in sorted(by_place.items(), key=lambda item: (item[0][0], item[0][1].end)):
        base = trio.get(Measure.DENOMINATOR) or _population(indicator, area, period, populations)
        figure = _figure(indicator, period, trio.get(Measure.VALUE), trio.get(Measure.NUMERATOR), base)
        if figure is not None:
            shown[area].append(figure)
    return dict(shown)


def _population(
    indicator: Indicator, area: str, period: Period, populations: Mapping[tuple[str, date], Stated]
) -> Stated | None:
    """The estimate for 30 June of the financial year the period lies in."""
    if indicator.unit is not Unit.PER_10000:
        return None
    start = period.start
    year = start.year if start.month > 3 else start.year - 1  # noqa: PLR2004  (financial years begin in April)
    return populations.get((area, date(year, 6, 30)))


def _figure(
    indicator: Indicator, period: Period, value: Stated | None, count: Stated | None, base: Stated | None
) -> Shown | None:
    counts = (count.value if count else None, base.value if base else None)
    newer = count is not None and (value is None or count.source.released_on > value.source.released_on)
    if newer and count is not None and base is not None and indicator.multiplier is not None:
        return _derived(indicator, period, count, base)
    if value is None:
        return None
    return Shown(period, value.value, value.status, value.decimals, False, (value.source,), *counts)


def _derived(indicator: Indicator, period: Period, count: Stated, base: Stated) -> Shown:
    sources = (count.source, base.source)
    status = combined((count.status, base.status))
    if count.value is None or base.value is None:
        return Shown(period, None, status, indicator.decimals, True, sources, count.value, base.value)
    if base.value == 0:
        return Shown(period, None, Status.NOT_APPLICABLE, indicator.decimals, True, sources, count.value, base.value)
    exact = count.value / base.value * (indicator.multiplier or 1)
    value = exact.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)
    return Shown(period, value, Status.OK, indicator.decimals, True, sources, count.value, base.value)


def kinds_of(figures: Mapping[str, list[Shown]]) -> list[PeriodKind]:
    """The kinds of period that figures exist for, those with most figures first."""
    counts: dict[PeriodKind, int] = defaultdict(int)
    for series in figures.values():
        for figure in series:
            counts[figure.period.kind] += 1
    return sorted(counts, key=lambda kind: (kind is PeriodKind.QUARTER, -counts[kind], kind))
