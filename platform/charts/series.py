"""A measure over time: one authority's line with its neighbours' median and England, gaps left open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

import altair as alt

from charts.axes import AXIS_HEIGHT, Tick, time_axis
from charts.chart import Chart, alternative_of
from charts.drawing import at_y, draw_on, single, to_y, view, words
from charts.frame import Frame, nice_scale
from charts.lines import (
    ENGLAND,
    NEIGHBOURS,
    OWN,
    Line,
    LinePoint,
    Scale,
    end_label_room,
    key_height,
    line_layers,
    value_label_room,
)
from charts.table import Cell, Table
from charts.theme import AXIS, QUIET_INK, SMALL_TEXT_SIZE, Spec, Width, text_width
from charts.words import day_in_words

OK = "ok"
SYMBOL_WORDS = {
    "c": "confidential",
    "k": "rounds to zero",
    "low": "rounds to zero",
    "u": "low reliability",
    "x": "not available",
    "z": "not applicable",
}
"""The government symbols for a figure that is not printed, and what they mean."""

FIELD = {Width.WIDE: 260, Width.NARROW: 210}
CHANGE_HEAD = 20


@dataclass(frozen=True)
class Figure:
    """One figure of a series.

    Attributes:
        period: its label, such as "2024-25" or "2025-26 Q1".
        on: the last day of the period, where the figure stands.
        value: the figure, or None unless the status is "ok".
        status: "ok", or the symbol of why there is no figure (c, k, u, x, z, low).
        used: for a median of neighbours, how many had a figure.
    """

    period: str
    on: date
    value: float | None
    status: str = OK
    used: int | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.status == OK):
            msg = f"The figure for {self.period} must have a value when its status is ok, and none otherwise"
            raise ValueError(msg)


@dataclass(frozen=True)
class Series:
    """Figures in the order of their days, under a name."""

    label: str
    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        days = [figure.on for figure in self.figures]
        if days != sorted(set(days)):
            msg = f"The figures of {self.label} are not in order of their days, or two share a day"
            raise ValueError(msg)

    def latest(self) -> Figure | None:
        """The latest figure that has a value."""
        return next((figure for figure in reversed(self.figures) if figure.value is not None), None)


@dataclass(frozen=True)
class Neighbours:
    """The median of an authority's statistical neighbours, with what it was taken from."""

    figures: tuple[Figure, ...]
    members: int
    model_year: int

    def stamp(self) -> str:
        """How many members the latest median used, of which model: "median of 9 of 10, 2025 model"."""
        latest = Series("neighbours", self.figures).latest()
        used = self.members if latest is None or latest.used is None else latest.used
        return f"median of {used} of {self.members}, {self.model_year} model"


@dataclass(frozen=True)
class Change:
    """A change of leader to mark on the picture."""

    on: date
    label: str


def series(
    own: Series,
    *,
    measure: str,
    unit: str,
    title: str,
    source: str,
    filename: str,
    decimals: int = 1,
    england: Series | None = None,
    neighbours: Neighbours | None = None,
    changes: Sequence[Change] = (),
) -> Chart:
    """Draw an authority's series with England and its neighbours' median.

    A figure that is confidential or missing leaves a gap with its symbol at the foot; it is never joined over.

    Args:
        own: the authority's figures.
        measure: what is measured, such as "Re-referrals within 12 months".
        unit: "%" or words such as "per 10,000 children".
        title: the finding in about ten words.
        source: publication and day as known on; the stamp of the neighbours and the symbols are added to it.
        filename: of the CSV file, without ending.
        decimals: digits after the point, as published.
        england: the published national figures.
        neighbours: the neighbours' median.
        changes: changes of leader, drawn as rules through the field.

    Raises:
        ValueError: when no line has any figure to draw.
    """
    lines = _lines(own, england, neighbours)
    values = [value for line in lines for value in line.values()]
    if not values:
        msg = f"There is no figure to draw for {own.label}; show the empty state instead"
        raise ValueError(msg)
    scale = Scale(tuple(nice_scale(values)), unit, decimals)
    periods = _periods(own, england, neighbours)
    return Chart(
        title=title,
        alternative=_alternative(own, england, neighbours, f"{measure}, {_span(periods)}", scale),
        caption=_caption(own, neighbours, measure, unit, source),
        spec=_spec(lines, scale, periods, changes, Width.WIDE),
        narrow=_spec(lines, scale, periods, changes, Width.NARROW),
        table=_table(_columns(own, england, neighbours, decimals), periods, changes),
        filename=filename,
    )


def _lines(own: Series, england: Series | None, neighbours: Neighbours | None) -> list[Line]:
    """From the back to the front; lines without any figure are left out."""
    lines = []
    if england:
        lines.append(Line(england.label, ENGLAND, _points(england.figures)))
    if neighbours:
        lines.append(Line("Neighbours' median", NEIGHBOURS, _points(neighbours.figures)))
    lines.append(Line(own.label, OWN, _points(own.figures)))
    return [line for line in lines if line.values() or line.style is OWN]


def _points(figures: Iterable[Figure]) -> tuple[LinePoint, ...]:
    return tuple(LinePoint(f.on, f.value, "" if f.status == OK else f.status) for f in figures)


def _periods(own: Series, england: Series | None, neighbours: Neighbours | None) -> list[Tick]:
    """Every period any line has, in order."""
    figures = [*own.figures, *(england.figures if england else ()), *(neighbours.figures if neighbours else ())]
    return [Tick(day, period) for day, period in sorted({figure.on: figure.period for figure in figures}.items())]


def _spec(lines: Sequence[Line], scale: Scale, periods: list[Tick], changes: Sequence[Change], width: Width) -> Spec:
    narrow = width is Width.NARROW
    top = (key_height(lines) + 4 if narrow else 10) + (CHANGE_HEAD if changes else 0)
    bottom = top + FIELD[width]
    margin = max((periods[-1].on - periods[0].on) // 30, timedelta(days=20))
    frame = Frame(
        width=width.value,
        height=bottom + AXIS_HEIGHT,
        left=value_label_room(scale),
        right=width.value - (text_width(periods[-1].label) / 2 if narrow else end_label_room(lines, scale)),
        top=top,
        bottom=bottom,
        start=periods[0].on - margin,
        end=periods[-1].on + margin,
    )
    layers = [
        *time_axis(frame, periods, keep_last=True),
        *_changes(changes, frame),
        *line_layers(lines, frame, scale, beside=not narrow),
    ]
    return single(view(layers, width=frame.width, height=frame.height))


def _changes(changes: Sequence[Change], frame: Frame) -> list[Spec]:
    """A rule at each change of leader inside the field, with its label above where there is room."""
    inside = sorted((c for c in changes if frame.start < c.on < frame.end), key=lambda change: change.on)
    if not inside:
        return []
    records = [{"on": change.on.isoformat(), "text": change.label} for change in inside]
    rule = alt.Chart().mark_rule(color=AXIS, strokeWidth=1.5)
    drawn = [draw_on(records, rule.encode(x=frame.time("on"), y=at_y(frame.top - 4), y2=to_y(frame.bottom)))]
    label = alt.Chart().mark_text(baseline="bottom", fontSize=SMALL_TEXT_SIZE, color=QUIET_INK)
    roomy = [
        record
        for change, record in zip(inside, records, strict=True)
        if all(abs(frame.place(change.on) - frame.place(o.on)) > LABEL_SPACE for o in inside if o is not change)
    ]
    if roomy:
        drawn.append(draw_on(roomy, label.encode(x=frame.time("on"), y=at_y(frame.top - 7), text=words())))
    return drawn


LABEL_SPACE = 90
"""Two changes nearer than this many pixels keep their rules but not their labels; the table names them."""


def _span(periods: list[Tick]) -> str:
    return f"{periods[0].label} to {periods[-1].label}"


def _alternative(own: Series, england: Series | None, neighbours: Neighbours | None, subject: str, scale: Scale) -> str:
    first, last = next((f for f in own.figures if f.value is not None), None), own.latest()
    sentences = [f"Line chart: {subject}."]
    if first and last and first.value is not None and last.value is not None:
        was, now = scale.write(first.value), scale.write(last.value)
        sentences.append(f"{own.label}: {was} in {first.period}, {now} in {last.period}.")
    else:
        sentences.append(f"{own.label} has no published figure.")
    beside = [("Neighbours' median", Series("", neighbours.figures).latest() if neighbours else None)]
    beside.append(("England", england.latest() if england else None))
    sentences += [f"{name}: {scale.write(f.value)}." for name, f in beside if f and f.value is not None]
    return alternative_of(sentences)


def _caption(own: Series, neighbours: Neighbours | None, measure: str, unit: str, source: str) -> str:
    parts = [f"{measure}, {'per cent' if unit == '%' else unit}." if unit else f"{measure}.", f"Source: {source}."]
    if neighbours:
        parts.append(f"Neighbours: {neighbours.stamp()}.")
    symbols = dict.fromkeys(figure.status for figure in own.figures if figure.status in SYMBOL_WORDS)
    if symbols:
        parts.append("; ".join(f"{symbol}: {SYMBOL_WORDS[symbol]}" for symbol in symbols) + ".")
    return " ".join(parts)


Column: TypeAlias = tuple[str, dict[date, Cell]]
"""A heading and what stands under it on which day."""


def _columns(own: Series, england: Series | None, neighbours: Neighbours | None, decimals: int) -> list[Column]:
    columns = [_figures(own.label, own.figures, decimals)]
    if neighbours:
        columns.append(_figures("Neighbours' median", neighbours.figures, decimals))
        used: dict[date, Cell] = {f.on: f"{f.used} of {neighbours.members}" for f in neighbours.figures if f.used}
        columns.append(("Neighbours used", used))
    if england:
        columns.append(_figures(england.label, england.figures, decimals))
    return columns


def _figures(heading: str, figures: Iterable[Figure], decimals: int) -> Column:
    """A figure with the digits it was published with; one that is not there shows its symbol."""
    return heading, {f.on: f.status if f.value is None else Decimal(f"{f.value:.{decimals}f}") for f in figures}


def _table(columns: list[Column], periods: list[Tick], changes: Sequence[Change]) -> Table:
    """One row a period."""
    if changes:
        columns = [*columns, ("Change of leader since the period before", _told(periods, changes))]
    rows = tuple((period.label, *(cells.get(period.on) for _, cells in columns)) for period in periods)
    return Table(("Period", *(heading for heading, _ in columns)), rows)


def _told(periods: list[Tick], changes: Sequence[Change]) -> dict[date, Cell]:
    """Each change of leader in the row of the period it falls into."""
    told: dict[date, Cell] = {}
    for before, period in pairwise([date.min, *(period.on for period in periods)]):
        since = [change for change in changes if before < change.on <= period]
        told[period] = "; ".join(f"{change.label}, {day_in_words(change.on)}" for change in since) or None
    return told
