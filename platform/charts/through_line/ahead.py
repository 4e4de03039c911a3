"""What may come: the line of today goes on for a year, fading by the chance that it is unbroken."""

from collections.abc import Iterator, Sequence
from typing import Literal

import altair as alt

from charts.drawing import Record, at_x, draw_on, pixel_y, words
from charts.theme import INK, PAPER, QUIET_INK, SMALL_TEXT_SIZE, TEXT_SIZE, Spec
from charts.through_line.future import MONTHS_AHEAD, fades
from charts.through_line.layout import CHANCE_ROOM, Layout, months_after
from charts.through_line.marks import present
from charts.through_line.model import Holding, Row
from charts.through_line.style import CORE, STROKES
from charts.words import chance_in_words, short_day

SPACE = 14
"""Pixels between the end of the line and its chance in figures."""


def ahead(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """The fading lines; a vacant post has none."""
    for number, row in enumerate(rows):
        now = present(row, layout.today)
        if row.outlook is None or now is None or now.holding is Holding.VACANT:
            continue
        shades = fades(row.outlook)
        stroke = STROKES[now.holding]
        stops = [alt.GradientStop(offset=fade.months / MONTHS_AHEAD, color=fade.colour) for fade in shades]
        record = {
            "start": layout.today.isoformat(),
            "end": months_after(layout.today, MONTHS_AHEAD).isoformat(),
            "row": row.label,
            "unbroken": round(shades[-1].unbroken, 4),
        }
        yield _bar(record, layout, number, stroke.thickness, alt.LinearGradient(gradient="linear", stops=stops))
        if stroke.hollow:
            yield _bar(record, layout, number, CORE, PAPER)


def _bar(record: Record, layout: Layout, number: int, thickness: float, colour: str | alt.LinearGradient) -> Spec:
    """A bar of a thickness along a row's line; unlike a rule it can hold a gradient."""
    middle = layout.line(number)
    heights = {"top": middle - thickness / 2, "bottom": middle + thickness / 2}
    mark = alt.Chart().mark_rect(color=colour, opacity=1)
    x, y = layout.frame.time("start"), pixel_y("top")
    return draw_on([{**record, **heights}], mark.encode(x=x, x2=alt.X2("end"), y=y, y2=alt.Y2("bottom")))


def today_rule(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """The rule that parts what was from what may come, with its day."""
    today = layout.today.isoformat()
    x = layout.frame.time("day")
    through = [{"day": today, "top": layout.frame.top - 4, "bottom": layout.frame.bottom + 4}]
    if layout.narrow:
        # A telephone's names and figures stand above their line, where a rule all the way would cross them out.
        tops = [layout.row_top(number) for number in range(len(rows))]
        through = [{"day": today, "top": top + layout.band[0], "bottom": top + layout.band[1]} for top in tops]
    line = alt.Chart().mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.25)
    yield draw_on(through, line.encode(x=x, y=pixel_y("top"), y2=alt.Y2("bottom")))
    mark = alt.Chart().mark_text(
        align="right", baseline="bottom", dx=3, fontWeight="bold", fontSize=SMALL_TEXT_SIZE + 1
    )
    label = {"day": today, "y": layout.frame.top - 10, "text": short_day(layout.today)}
    yield draw_on([label], mark.encode(x=x, y=pixel_y(), text=words()))


def chances(rows: Sequence[Row], layout: Layout) -> Iterator[Spec]:
    """The chance of a change within twelve months in figures, so that nobody has to read a shade."""
    if not any(row.outlook for row in rows):
        return
    records = []
    for number, row in enumerate(rows):
        if text := _chance(row, layout):
            at = layout.row_top(number) + layout.name_at if layout.narrow else layout.line(number)
            records.append({"y": at, "text": text})
    x = at_x(layout.frame.width if layout.narrow else layout.frame.width - CHANCE_ROOM + SPACE)
    align: Literal["left", "right"] = "right" if layout.narrow else "left"
    figures = alt.Chart().mark_text(align=align, baseline="middle", fontSize=TEXT_SIZE)
    yield draw_on(records, figures.encode(x=x, y=pixel_y(), text=words()))
    if not layout.narrow:
        top = layout.frame.top
        heads = [{"y": top - 25, "text": "chance of change"}, {"y": top - 10, "text": "in 12 months"}]
        head = alt.Chart().mark_text(align=align, baseline="bottom", fontSize=SMALL_TEXT_SIZE, color=QUIET_INK)
        yield draw_on(heads, head.encode(x=x, y=pixel_y(), text=words()))


def _chance(row: Row, layout: Layout) -> str:
    now = present(row, layout.today)
    if now and now.holding is Holding.VACANT:
        return "vacant"
    if row.outlook is None:
        return ""
    chance = chance_in_words(row.outlook.r12)
    return f"{chance} in 12 months" if layout.narrow else chance
