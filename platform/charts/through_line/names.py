"""The words on the picture: whose line it is, and which stage a band stands for."""

from collections.abc import Iterator, Sequence

import altair as alt

from charts.drawing import at_x, draw_on, pixel_y, words
from charts.theme import QUIET_INK, SMALL_TEXT_SIZE, TEXT_SIZE, Spec, text_width
from charts.through_line.layout import Layout
from charts.through_line.marks import clip
from charts.through_line.model import Row

STAGE_SIZE = SMALL_TEXT_SIZE - 1
LEAST_ROW_FOR_STAGE = 50
"""In rows lower than this, a stage's name would touch the line."""

DETAIL_SHIFT = 9
CHANCE_ON_NARROW = 130


def names(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """The rows' names and, on a wide page, their details beneath."""
    # On a telephone a name has its line to itself, but for the chance at its end.
    at_end = CHANCE_ON_NARROW if any(row.outlook for row in rows) else 0
    room = layout.frame.width - at_end if layout.narrow else layout.frame.left - 12
    named, detailed = [], []
    for number, row in enumerate(rows):
        middle = layout.row_top(number) + layout.name_at
        with_detail = bool(row.detail) and not layout.narrow
        named.append({"y": middle - DETAIL_SHIFT * with_detail, "text": row.label})
        if with_detail:
            detailed.append({"y": middle + DETAIL_SHIFT, "text": row.detail})
    bold = alt.Chart().mark_text(align="left", baseline="middle", fontWeight="bold", limit=room, fontSize=TEXT_SIZE)
    yield draw_on(named, bold.encode(x=at_x(0), y=pixel_y(), text=words()))
    if detailed:
        quiet = alt.Chart().mark_text(
            align="left", baseline="middle", limit=room, fontSize=SMALL_TEXT_SIZE, color=QUIET_INK
        )
        yield draw_on(detailed, quiet.encode(x=at_x(0), y=pixel_y(), text=words()))


def stage_names(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """The stage's name inside its band wherever it fits, so that the tint need not be read."""
    if layout.row_height < LEAST_ROW_FOR_STAGE:
        return
    records = []
    for number, row in enumerate(rows):
        for stage in row.stages:
            shown = clip(stage.start, stage.end, layout)
            if not shown:
                continue
            room = layout.frame.place(shown[1]) - layout.frame.place(shown[0])
            if room > text_width(stage.name, STAGE_SIZE) + 8:
                bottom = layout.row_top(number) + layout.band[1]
                records.append({"start": shown[0].isoformat(), "y": bottom - 3, "text": stage.name})
    if records:
        mark = alt.Chart().mark_text(align="left", baseline="bottom", dx=4, fontSize=STAGE_SIZE, color=QUIET_INK)
        yield draw_on(records, mark.encode(x=layout.frame.time("start"), y=pixel_y(), text=words()))
