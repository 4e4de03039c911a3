"""One indicator of an authority as a picture, with the table of everything it shows."""

from dataclasses import replace
from datetime import date

from charts.chart import Chart
from charts.series import Figure, Neighbours, Series, series
from outcomes.catalogue.indicators import Indicator
from outcomes.catalogue.status import Status
from outcomes.evidence.comparators import Compared
from outcomes.evidence.statistics.periods import long_date
from outcomes.evidence.statistics.position import Beside, IndicatorView, Position
from outcomes.evidence.statistics.resolve import Shown
from outcomes.evidence.statistics.written import decimals_of, is_snapshot, table_of, write


def draw_series(position: Position, view: IndicatorView) -> Chart | None:
    """The picture with its table; None when no period has a number to draw."""
    if not any(beside.own.value is not None for beside in view.periods):
        return None
    chart = series(
        Series(view.together or position.name, _figures(view, "own")),
        measure=view.indicator.name,
        unit=view.indicator.unit.words,
        title=_finding(view),
        source=source_of(position, view),
        filename=_file_name(position, view.indicator),
        decimals=decimals_of(view),
        england=Series(position.country, _figures(view, "country")),
        neighbours=_neighbours(position, view),
    )
    return replace(chart, table=table_of(position, view))


def source_of(position: Position, view: IndicatorView) -> str:
    """The release of the latest figure, and the day whose knowledge is shown."""
    latest = view.latest
    if latest is None:
        return f"as known on {long_date(position.as_at)}"
    source = latest.own.sources[0]
    publisher = "invented statistics" if position.invented else "DfE"
    return f"{publisher}, {source.title}; as known on {long_date(position.as_at)}"


def _figures(view: IndicatorView, which: str) -> tuple[Figure, ...]:
    found = ((beside, getattr(beside, which)) for beside in view.periods)
    return tuple(_figure(view, beside, figure) for beside, figure in found if figure is not None)


def _figure(view: IndicatorView, beside: Beside, figure: Shown) -> Figure:
    value = None if figure.value is None else float(figure.value)
    return Figure(beside.period.short(snapshot=is_snapshot(view)), beside.period.end, value, figure.status.value)


def _neighbours(position: Position, view: IndicatorView) -> Neighbours | None:
    if position.group is None:
        return None
    figures = tuple(
        _median(beside.period.short(snapshot=is_snapshot(view)), beside.period.end, beside.neighbours)
        for beside in view.periods
        if beside.neighbours is not None
    )
    return Neighbours(figures, len(position.group.codes), position.group.model_year) if figures else None


def _median(period: str, on: date, compared: Compared) -> Figure:
    if compared.value is None:
        return Figure(period, on, None, Status.NOT_AVAILABLE.value, compared.used)
    return Figure(period, on, float(compared.value), used=compared.used)


def _finding(view: IndicatorView) -> str:
    """What the latest figure says, in about ten words."""
    numbers = [beside for beside in view.periods if beside.own.value is not None]
    latest = numbers[-1]
    period = latest.period.short(snapshot=is_snapshot(view))
    told = f"{view.indicator.name}: {write(latest.own, view.indicator)} in {period}"
    if latest.change is None:
        return told
    if latest.change == 0:
        return f"{told}, as in the period before"
    return f"{told}, {'up' if latest.change > 0 else 'down'} {abs(latest.change):.{decimals_of(view)}f}"


def _file_name(position: Position, indicator: Indicator) -> str:
    return f"{position.code}-{indicator.code.replace('_', '-')}".lower()
