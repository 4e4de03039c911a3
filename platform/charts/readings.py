"""Readings on one horizontal scale, each with its words above, an interval and something to compare with.

Shared by the bars of a post's risk, the calibration of past predictions and the expected number of changes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from charts.drawing import at_x, at_y, draw_on, pixel_x, pixel_y, single, to_y, view, words
from charts.theme import DARK_BLUE, GRID, INK, PAPER, QUIET_INK, SMALL_TEXT_SIZE, TEXT_SIZE, Spec, Width, text_width

TEXT_LINE = 20
FIELD = 24
SPACE = 16
KEY_LINE = 26
FOOT = 26
LEFT = 14
RIGHT = 22
COLUMN = 630
"""Pixels of a two-thirds column, for which the wide picture is drawn."""


@dataclass(frozen=True)
class Reading:
    """One row: what it is, what it says in words, and its figures on the scale.

    `low` to `high` is the interval about `value`; `reference` is compared with it.
    """

    label: str
    words: str
    value: float | None
    low: float | None = None
    high: float | None = None
    reference: float | None = None


@dataclass(frozen=True)
class Face:
    """How readings are drawn: as bars or dots, what the marks are called, and the scale they stand on."""

    bars: bool
    value_name: str
    interval_name: str
    reference_name: str
    ticks: tuple[float, ...]
    write: Callable[[float], str]


@dataclass(frozen=True)
class _Field:
    readings: Sequence[Reading]
    face: Face
    width: float
    narrow: bool

    @property
    def head(self) -> float:
        return KEY_LINE * (2 if self.narrow else 1) + 4

    @property
    def row(self) -> float:
        return TEXT_LINE * (2 if self.narrow else 1) + FIELD + SPACE

    def top(self, number: int) -> float:
        return self.head + number * self.row

    def middle(self, number: int) -> float:
        return self.top(number) + self.row - SPACE - FIELD / 2

    @property
    def bottom(self) -> float:
        return self.top(len(self.readings))

    def x(self, value: float) -> float:
        low, high = self.face.ticks[0], self.face.ticks[-1]
        return LEFT + (value - low) / (high - low) * (self.width - LEFT - RIGHT)


def readings_spec(readings: Sequence[Reading], face: Face, width: Width) -> Spec:
    """The picture for a two-thirds column, or for a telephone."""
    narrow = width is Width.NARROW
    field = _Field(readings, face, width.value if narrow else COLUMN, narrow)
    layers = [*_grid(field), *_texts(field), *_values(field), *_intervals(field), *_references(field), *_key(field)]
    return single(view(layers, width=field.width, height=field.bottom + FOOT))


def _grid(field: _Field) -> Iterator[Spec]:
    records = [{"x": field.x(tick), "text": field.face.write(tick)} for tick in field.face.ticks]
    spans = [
        {"x": field.x(tick), "y": field.middle(number) - FIELD / 2, "y2": field.middle(number) + FIELD / 2}
        for tick in field.face.ticks
        for number in range(len(field.readings))
    ]
    rule = alt.Chart().mark_rule(color=GRID, strokeWidth=1.25)
    yield draw_on(spans, rule.encode(x=pixel_x(), y=pixel_y(), y2=alt.Y2("y2")))
    label = alt.Chart().mark_text(baseline="top", fontSize=TEXT_SIZE, color=QUIET_INK)
    yield draw_on(records, label.encode(x=pixel_x(), y=at_y(field.bottom + 2), text=words()))


def _texts(field: _Field) -> Iterator[Spec]:
    labels, sayings = [], []
    for number, reading in enumerate(field.readings):
        y = field.top(number) + TEXT_LINE / 2
        after = 0 if field.narrow else text_width(reading.label) * 1.12 + 12
        labels.append({"y": y, "text": reading.label})
        sayings.append({"x": after, "y": y + (TEXT_LINE if field.narrow else 0), "text": reading.words})
    bold = alt.Chart().mark_text(align="left", baseline="middle", fontWeight="bold", limit=field.width)
    plain = alt.Chart().mark_text(align="left", baseline="middle", limit=field.width)
    yield draw_on(labels, bold.encode(x=at_x(0), y=pixel_y(), text=words()))
    yield draw_on(sayings, plain.encode(x=pixel_x(), y=pixel_y(), text=words()))


def _values(field: _Field) -> Iterator[Spec]:
    known = [(number, r, r.value) for number, r in enumerate(field.readings) if r.value is not None]
    if not known:
        return
    if field.face.bars:
        records = [
            {"x": field.x(0), "x2": field.x(value), "y": field.middle(number) - 8, "y2": field.middle(number) + 8}
            | {"value": value, "label": reading.label}
            for number, reading, value in known
        ]
        bar = alt.Chart().mark_rect(color=DARK_BLUE, opacity=1)
        yield draw_on(records, bar.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y(), y2=alt.Y2("y2")))
    else:
        dots = [
            {"x": field.x(value), "y": field.middle(number), "value": value, "label": reading.label}
            for number, reading, value in known
        ]
        yield draw_on(dots, _dot().encode(x=pixel_x(), y=pixel_y()))


def _dot() -> alt.Chart:
    mark: alt.Chart = alt.Chart().mark_point(
        shape="circle", size=130, filled=True, fill=DARK_BLUE, stroke=PAPER, strokeWidth=1, opacity=1
    )
    return mark


def _intervals(field: _Field) -> Iterator[Spec]:
    """A line with ends; under bars it gets a white edge, so that it stays visible on the bar."""
    records = [
        {"x": field.x(r.low), "x2": field.x(r.high), "y": field.middle(number), "low": r.low, "high": r.high}
        for number, r in enumerate(field.readings)
        if r.low is not None and r.high is not None
    ]
    if not records:
        return
    ends = [{"x": x, "y": rec["y"] - 5, "y2": rec["y"] + 5} for rec in records for x in (rec["x"], rec["x2"])]
    strokes = [(PAPER, 5.0), (INK, 1.75)] if field.face.bars else [(DARK_BLUE, 2.25)]
    for colour, thickness in strokes:
        rule = alt.Chart().mark_rule(color=colour, strokeWidth=thickness)
        yield draw_on(records, rule.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y()))
        yield draw_on(ends, rule.encode(x=pixel_x(), y=pixel_y(), y2=alt.Y2("y2")))


def _references(field: _Field) -> Iterator[Spec]:
    records = [
        {"x": field.x(r.reference), "y": field.middle(number), "reference": r.reference, "label": r.label}
        for number, r in enumerate(field.readings)
        if r.reference is not None
    ]
    if records:
        yield draw_on(records, _diamond().encode(x=pixel_x(), y=pixel_y()))


def _diamond() -> alt.Chart:
    mark: alt.Chart = alt.Chart().mark_point(
        shape="diamond", size=150, filled=True, fill=PAPER, stroke=INK, strokeWidth=2, opacity=1
    )
    return mark


def _key(field: _Field) -> Iterator[Spec]:
    """The marks with their names, over the readings."""
    face = field.face
    named = [("value", face.value_name), ("interval", face.interval_name), ("reference", face.reference_name)]
    shown = {
        "value": any(r.value is not None for r in field.readings),
        "interval": any(r.low is not None for r in field.readings),
        "reference": any(r.reference is not None for r in field.readings),
    }
    x, y = 2.0, KEY_LINE / 2
    for which, name in named:
        if not shown[which]:
            continue
        wide = 34 + text_width(name, SMALL_TEXT_SIZE + 1)
        if x > LEFT and x + wide > field.width:
            x, y = 2.0, y + KEY_LINE
        yield from _sample(which, x, y, bars=face.bars)
        label = alt.Chart().mark_text(align="left", baseline="middle", fontSize=SMALL_TEXT_SIZE + 1)
        yield draw_on([{"text": name}], label.encode(x=at_x(x + 32), y=at_y(y), text=words()))
        x += wide + 20


def _sample(which: str, x: float, y: float, *, bars: bool) -> Iterator[Spec]:
    ends = {"x": x, "x2": x + 26, "y": y}
    if which == "reference":
        yield draw_on([{"x": x + 13, "y": y}], _diamond().encode(x=pixel_x(), y=pixel_y()))
    elif which == "value" and not bars:
        yield draw_on([{"x": x + 13, "y": y}], _dot().encode(x=pixel_x(), y=pixel_y()))
    elif which == "value":
        bar = alt.Chart().mark_rect(color=DARK_BLUE, opacity=1)
        yield draw_on([ends], bar.encode(x=pixel_x(), x2=alt.X2("x2"), y=at_y(y - 7), y2=to_y(y + 7)))
    else:
        rule = alt.Chart().mark_rule(color=INK if bars else DARK_BLUE, strokeWidth=2)
        yield draw_on([ends], rule.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y()))
        tips = [{"x": x}, {"x": x + 26}]
        yield draw_on(tips, rule.encode(x=pixel_x(), y=at_y(y - 5), y2=to_y(y + 5)))
