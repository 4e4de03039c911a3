"""The outcome beneath the through-line: one measure with its comparator on the same days."""

from collections.abc import Sequence
from dataclasses import replace

import altair as alt

from charts.axes import AXIS_HEIGHT, time_axis, years
from charts.drawing import at_x, at_y, draw_on, to_y, view, words
from charts.frame import Frame, nice_scale
from charts.lines import NEIGHBOURS, OWN, Line, LinePoint, Scale, key_height, line_layers, value_label_room
from charts.theme import AXIS, TEXT_SIZE, Spec
from charts.through_line.layout import Layout
from charts.through_line.model import Outcome, OutcomePoint, Row

FIELD = 130
TITLE = 30


def outcome_panel(outcome: Outcome, rows: Sequence[Row], layout: Layout) -> Spec | None:
    """The panel, as wide as the picture above it; None when no figure falls into its days."""
    shown = [point for point in outcome.points if layout.frame.start <= point.on <= layout.today]
    lines = [line for line in _lines(outcome, shown) if line.values()]
    if not lines:
        return None
    values = [value for line in lines for value in line.values()]
    scale = Scale(tuple(nice_scale(values, steps=3)), outcome.unit, outcome.decimals)
    frame = _frame(layout, scale, TITLE + (key_height(lines) if layout.narrow else 0))
    layers = [
        *time_axis(frame, years(frame)),
        *_changes(rows, frame),
        *line_layers(lines, frame, scale, beside=not layout.narrow, key_top=TITLE - 4),
        _title(outcome, layout),
    ]
    return view(layers, width=layout.frame.width, height=frame.height)


def _frame(layout: Layout, scale: Scale, head: float) -> Frame:
    """The layout's own edges, so that the days stand beneath one another.

    On a wide page the labels at the lines' ends take the room of the year ahead; a telephone gives up a little of the
    left edge to the figures of the value axis.
    """
    frame = replace(layout.frame, top=head, bottom=head + FIELD, height=head + FIELD + AXIS_HEIGHT)
    if layout.narrow:
        return replace(frame, left=max(frame.left, value_label_room(scale)))
    return replace(frame, right=layout.frame.place(layout.today), end=layout.today)


def _lines(outcome: Outcome, points: Sequence[OutcomePoint]) -> list[Line]:
    """The comparator behind, the authority's own line in front."""
    own = tuple(LinePoint(point.on, point.value) for point in points)
    others = tuple(LinePoint(point.on, point.comparator) for point in points)
    return [Line(outcome.comparator_label, NEIGHBOURS, others), Line(outcome.label, OWN, own)]


def _title(outcome: Outcome, layout: Layout) -> Spec:
    mark = alt.Chart().mark_text(
        align="left", baseline="top", fontWeight="bold", fontSize=TEXT_SIZE, limit=layout.frame.width
    )
    unit = "" if outcome.unit in {"", "%"} else f", {outcome.unit}"
    record = {"text": f"{outcome.measure}{unit}"}
    return draw_on([record], mark.encode(x=at_x(0), y=at_y(0), text=words()))


def _changes(rows: Sequence[Row], frame: Frame) -> list[Spec]:
    """A rule through the panel at every change of person, so that the eye can go from the line to the figures."""
    days = {s.start for row in rows for s in row.segments if s.new_person and frame.start < s.start <= frame.end}
    if not days:
        return []
    rule = alt.Chart().mark_rule(color=AXIS, strokeWidth=1.5)
    encoded = rule.encode(x=frame.time("on"), y=at_y(frame.top), y2=to_y(frame.bottom))
    return [draw_on([{"on": day.isoformat()} for day in sorted(days)], encoded)]
