"""The key above the picture: only what the picture holds, drawn with the picture's own marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

import altair as alt

from charts.drawing import Record, draw_on, pixel_x, pixel_y, view, words
from charts.theme import AXIS, DARK_BLUE, INK, PAPER, SMALL_TEXT_SIZE, Spec, text_width
from charts.through_line.future import mix
from charts.through_line.marks import shape_mark
from charts.through_line.model import Holding, Row
from charts.through_line.style import CORE, HAPPENING_WORDS, SHAPES, STROKES, THICK, TICK, Stroke, stage_tint

LINE_HEIGHT = 24
GUTTER = 20
SIZE = SMALL_TEXT_SIZE + 1

HOLDINGS = (
    ("permanent", (Holding.PERMANENT,)),
    ("fixed term", (Holding.FIXED_TERM,)),
    ("interim or acting", (Holding.INTERIM, Holding.ACTING)),
    ("vacant", (Holding.VACANT,)),
)

Sort: TypeAlias = Literal["line", "tick", "shape", "tint", "fade"]
SAMPLES: dict[Sort, float] = {"line": 26, "tick": 8, "shape": 12, "tint": 18, "fade": 26}
"""Width in pixels of each sort of sample."""


@dataclass(frozen=True)
class Item:
    """One entry: its words and what is drawn before them."""

    text: str
    sort: Sort
    value: Stroke | str | None = None

    @property
    def width(self) -> float:
        """Pixels from the start of the sample to the end of the words."""
        return SAMPLES[self.sort] + 6 + text_width(self.text, SIZE)


@dataclass(frozen=True)
class Placed:
    """An entry with the left edge and the middle of its sample."""

    item: Item
    x: float
    y: float


def items(rows: Sequence[Row]) -> list[Item]:
    """What has to be explained for these rows."""
    holdings = {segment.holding for row in rows for segment in row.segments}
    kinds = {event.kind for row in rows for event in row.events}
    stages = sorted({(stage.order, stage.name) for row in rows for stage in row.stages})
    found = [Item(text, "line", STROKES[held[0]]) for text, held in HOLDINGS if holdings & set(held)]
    if any(segment.new_person for row in rows for segment in row.segments):
        found.append(Item("new person", "tick"))
    found += [Item(HAPPENING_WORDS[kind].lower(), "shape", shape) for kind, shape in SHAPES.items() if kind in kinds]
    found += [Item(name, "tint", stage_tint(order)) for order, name in stages]
    if any(row.outlook for row in rows):
        found.append(Item("fades as a change grows likelier", "fade"))
    return found


def key(found: Sequence[Item], width: float) -> Spec:
    """The key as a view of its own, set in as many lines as it needs."""
    placed = place(found, width)
    height = max((entry.y for entry in placed), default=0) + LINE_HEIGHT / 2
    texts = [{"x": entry.x + SAMPLES[entry.item.sort] + 6, "y": entry.y, "text": entry.item.text} for entry in placed]
    mark = alt.Chart().mark_text(align="left", baseline="middle", fontSize=SIZE)
    layers = [*_samples(placed), draw_on(texts, mark.encode(x=pixel_x(), y=pixel_y(), text=words()))]
    return view(layers, width=width, height=height)


def place(found: Sequence[Item], width: float) -> list[Placed]:
    """Set the entries side by side and start a new line where one would run over."""
    placed, x, y = [], 1.0, LINE_HEIGHT / 2
    for item in found:
        if x > 1 and x + item.width > width:
            x, y = 1.0, y + LINE_HEIGHT
        placed.append(Placed(item, x, y))
        x += item.width + GUTTER
    return placed


def _samples(placed: Sequence[Placed]) -> Iterator[Spec]:
    def sort(entry: Placed) -> Sort:
        return entry.item.sort

    for which, group in groupby(sorted(placed, key=sort), key=sort):
        entries = list(group)
        if which == "tick":
            yield _ticks(entries)
        elif which == "tint":
            yield _boxes(entries)
        elif which == "fade":
            yield from _fades(entries)
        else:
            for entry in entries:
                yield from _lines(entry) if which == "line" else _shape(entry)


def _ticks(entries: Sequence[Placed]) -> Spec:
    records = [{"x": entry.x + 4, "y": entry.y - TICK / 3, "y2": entry.y + TICK / 3} for entry in entries]
    mark = alt.Chart().mark_rule(color=INK, strokeWidth=1.75)
    return draw_on(records, mark.encode(x=pixel_x(), y=pixel_y(), y2=alt.Y2("y2")))


def _boxes(entries: Sequence[Placed]) -> Spec:
    records = [_box(entry, 14) | {"tint": entry.item.value} for entry in entries]
    mark = alt.Chart().mark_rect(stroke=AXIS, strokeWidth=0.75, opacity=1)
    return draw_on(records, _boxed(mark).encode(fill=alt.Fill("tint", type="nominal", scale=None)))


def _fades(entries: Sequence[Placed]) -> Iterator[Spec]:
    stops = [alt.GradientStop(offset=at, color=mix(DARK_BLUE, PAPER, 1 - at * 0.9)) for at in (0, 1)]
    mark = alt.Chart().mark_rect(color=alt.LinearGradient(gradient="linear", stops=stops), opacity=1)
    for entry in entries:
        yield draw_on([_box(entry, THICK)], _boxed(mark))


def _lines(entry: Placed) -> Iterator[Spec]:
    stroke = entry.item.value
    if not isinstance(stroke, Stroke):
        return
    if stroke.dash:
        mark = alt.Chart().mark_rule(color=DARK_BLUE, strokeWidth=stroke.thickness, strokeDash=list(stroke.dash))
        yield draw_on([_box(entry, 0)], mark.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y()))
        return
    yield draw_on([_box(entry, stroke.thickness)], _boxed(alt.Chart().mark_rect(color=DARK_BLUE, opacity=1)))
    if stroke.hollow:
        yield draw_on([_box(entry, CORE)], _boxed(alt.Chart().mark_rect(color=PAPER, opacity=1)))


def _shape(entry: Placed) -> Iterator[Spec]:
    mark = shape_mark(str(entry.item.value))
    yield draw_on([{"x": entry.x + 6, "y": entry.y}], mark.encode(x=pixel_x(), y=pixel_y()))


def _box(entry: Placed, height: float) -> Record:
    width = SAMPLES[entry.item.sort]
    return {"x": entry.x, "x2": entry.x + width, "y": entry.y - height / 2, "y2": entry.y + height / 2}


def _boxed(mark: alt.Chart) -> alt.Chart:
    return mark.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y(), y2=alt.Y2("y2"))
