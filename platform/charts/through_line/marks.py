"""Helpers shared by the layers of the through-line."""

from collections.abc import Sequence
from datetime import date

import altair as alt

from charts.drawing import Record, draw_on, pixel_y
from charts.theme import DARK_BLUE, PAPER, Spec
from charts.through_line.layout import Layout
from charts.through_line.model import Row, Segment
from charts.through_line.style import SHAPE_SIZE, Stroke


def level_lines(records: Sequence[Record], layout: Layout, stroke: Stroke, colour: str = DARK_BLUE) -> Spec:
    """Level lines from `start` to `end` at height `y`.

    Unbroken ones are bars: the engine leaves as much room before and after a thick rule as it is thick.
    """
    x, x2 = layout.frame.time("start"), alt.X2("end")
    if stroke.dash:
        mark = alt.Chart().mark_rule(strokeWidth=stroke.thickness, color=colour, strokeDash=list(stroke.dash))
        return draw_on(records, mark.encode(x=x, x2=x2, y=pixel_y()))
    half = stroke.thickness / 2
    bars = [record | {"top": record["y"] - half, "bottom": record["y"] + half} for record in records]
    bar = alt.Chart().mark_rect(color=colour, opacity=1)
    return draw_on(bars, bar.encode(x=x, x2=x2, y=pixel_y("top"), y2=alt.Y2("bottom")))


def shape_mark(shape: str) -> alt.Chart:
    """The open mark of an event."""
    mark: alt.Chart = alt.Chart().mark_point(
        shape=shape, size=SHAPE_SIZE, filled=True, fill=PAPER, stroke=DARK_BLUE, strokeWidth=1.75, opacity=1
    )
    return mark


def clip(start: date, end: date | None, layout: Layout) -> tuple[date, date] | None:
    """The part of a stretch between the picture's first day and today, or None."""
    begins, ends = max(start, layout.frame.start), min(end or layout.today, layout.today)
    return (begins, ends) if begins < ends else None


def present(row: Row, today: date) -> Segment | None:
    """Who holds the post today; an end that is today counts as held until its close."""
    return row.at(today) or (row.segments[-1] if row.segments and row.segments[-1].end == today else None)
