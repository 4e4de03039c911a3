"""A measure over time: one authority's line with its neighbours' median and England, gaps left open."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import altair as alt

from charts.axes import AXIS_HEIGHT, Tick, time_axis
from charts.chart import Chart
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
from charts.series import telling
from charts.series.model import OK, Change, Figure, Neighbours, Series
from charts.theme import AXIS, QUIET_INK, SMALL_TEXT_SIZE, Spec, Width, text_width

FIELD = {Width.WIDE: 260, Width.NARROW: 210}
CHANGE_HEAD = 20


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
        alternative=telling.alternative(own, england, neighbours, f"{measure}, {telling.span(periods)}", scale),
        caption=telling.caption(own, neighbours, measure, unit, source),
        spec=_spec(lines, scale, periods, changes, Width.WIDE),
        narrow=_spec(lines, scale, periods, changes, Width.NARROW),
        table=telling.table(telling.columns_of(own, england, neighbours, decimals), periods, changes),
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
