"""What was: the stages behind, the line as it was held, ticks at new people, marks of events."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import zip_longest

import altair as alt

from charts.drawing import Record, draw_on, pixel_x, pixel_y
from charts.lines import spread
from charts.theme import INK, PAPER, Spec
from charts.through_line.layout import Layout
from charts.through_line.marks import clip, level_lines, shape_mark
from charts.through_line.model import Happening, Holding, Row
from charts.through_line.style import CORE, GAP, SHAPE_RISE, SHAPE_ROOM, SHAPES, STROKES, TICK, Stroke, stage_tint


def bands(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """A pale band for each stage of the adoption."""
    records = [
        {
            "start": shown[0].isoformat(),
            "end": shown[1].isoformat(),
            "top": layout.row_top(number) + layout.band[0],
            "bottom": layout.row_top(number) + layout.band[1],
            "tint": stage_tint(stage.order),
            "stage": stage.name,
        }
        for number, row in enumerate(rows)
        for stage in row.stages
        if (shown := clip(stage.start, stage.end, layout))
    ]
    if records:
        yield draw_on(
            records,
            alt.Chart()
            .mark_rect()
            .encode(
                x=layout.frame.time("start"),
                x2=alt.X2("end"),
                y=pixel_y("top"),
                y2=alt.Y2("bottom"),
                color=alt.Color("tint", type="nominal", scale=None),
            ),
        )


def lines(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """The line itself, one layer for each way of holding a post."""
    for stroke in dict.fromkeys(STROKES.values()):
        held = [holding for holding, its in STROKES.items() if its == stroke]
        records = [record for number, row in enumerate(rows) for record in _stretches(row, number, held, layout)]
        if records:
            yield level_lines(records, layout, stroke)
            if stroke.hollow:
                yield level_lines(records, layout, Stroke(CORE), PAPER)


def _stretches(row: Row, number: int, held: Sequence[Holding], layout: Layout) -> Iterator[Record]:
    """The stretches held in one of the ways, each drawn back a little where a new person begins."""
    gap = _half_gap(layout)
    for segment, following in zip_longest(row.segments, row.segments[1:]):
        end = segment.end
        if end and following and following.new_person and following.start <= end:
            end -= gap
        shown = clip(segment.start + gap * segment.new_person, end, layout)
        if segment.holding in held and shown:
            yield {
                "start": shown[0].isoformat(),
                "end": shown[1].isoformat(),
                "y": layout.line(number),
                "row": row.label,
                "holding": segment.holding.value,
            }


def _half_gap(layout: Layout) -> timedelta:
    """Half of the break at a change of person, in days of this picture."""
    frame = layout.frame
    return timedelta(days=round(GAP / 2 * (frame.end - frame.start).days / (frame.right - frame.left)))


def ticks(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """A tick wherever a different person starts; the line itself leaves a gap there."""
    records = [
        {
            "day": segment.start.isoformat(),
            "top": layout.line(number) - TICK / 2,
            "bottom": layout.line(number) + TICK / 2,
            "row": row.label,
        }
        for number, row in enumerate(rows)
        for segment in row.segments
        if segment.new_person and layout.frame.start < segment.start <= layout.today
    ]
    if records:
        tick = alt.Chart().mark_rule(color=INK, strokeWidth=1.75)
        yield draw_on(records, tick.encode(x=layout.frame.time("day"), y=pixel_y("top"), y2=alt.Y2("bottom")))


def events(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """Open marks that stand on the line; marks of neighbouring days move aside so that none hides another."""
    by_kind: dict[Happening, list[Record]] = {kind: [] for kind in SHAPES}
    for number, row in enumerate(rows):
        shown = [event for event in row.events if layout.frame.start <= event.on <= layout.frame.end]
        places = spread([layout.frame.place(event.on) for event in shown], SHAPE_ROOM, 0, layout.frame.right)
        for event, x in zip(shown, places, strict=True):
            record = {"x": round(x, 1), "y": layout.line(number) - SHAPE_RISE, "row": row.label}
            by_kind[event.kind].append({**record, "on": event.on.isoformat(), "event": event.kind.value})
    for kind, records in by_kind.items():
        if records:
            yield draw_on(records, shape_mark(SHAPES[kind]).encode(x=pixel_x(), y=pixel_y()))
