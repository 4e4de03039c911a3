"""Lines over time with their names written at their ends: shared by the series and the through-line's outcome."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import altair as alt

from charts.drawing import Record, at_x, at_y, draw_on, to_x, words
from charts.frame import Frame
from charts.theme import (
    DARK_BLUE,
    DARK_GREY,
    GRID,
    PAPER,
    QUIET_INK,
    SMALL_TEXT_SIZE,
    TEXT_SIZE,
    TURQUOISE,
    Spec,
    text_width,
)

LABEL_HEIGHT = 19
"""Least pixels between two labels at the ends of lines."""

KEY_LINE = 21
KEY_SAMPLE = 28
END_SPACE = 10
MOST_LABEL = 290
"""The longest name of an authority with its figure takes about so many pixels; beyond it, words are cut."""


@dataclass(frozen=True)
class LineStyle:
    """Colour, thickness and dashes of a line; any two styles differ in more than colour."""

    colour: str
    thickness: float
    dash: tuple[float, ...] = ()
    dots: bool = False

    @property
    def weight(self) -> Literal["bold", "normal"]:
        """The weight of the line's label: bold for the line the picture is about."""
        return "bold" if self.dots else "normal"


OWN = LineStyle(DARK_BLUE, 3, dots=True)
NEIGHBOURS = LineStyle(TURQUOISE, 2.5, dash=(8, 4))
ENGLAND = LineStyle(DARK_GREY, 2, dash=(2, 3))


@dataclass(frozen=True)
class LinePoint:
    """A value on a day, or the symbol of why there is none."""

    on: date
    value: float | None
    symbol: str = ""


@dataclass(frozen=True)
class Line:
    """A line with its name; a value of None breaks it."""

    label: str
    style: LineStyle
    points: tuple[LinePoint, ...]

    def values(self) -> list[float]:
        """The values the line is drawn through."""
        return [point.value for point in self.points if point.value is not None]

    def last(self) -> float | None:
        """The latest value there is, or None."""
        values = self.values()
        return values[-1] if values else None


@dataclass(frozen=True)
class Scale:
    """The ticks of the value axis and how its figures are written."""

    ticks: tuple[float, ...]
    unit: str
    decimals: int

    @property
    def domain(self) -> tuple[float, float]:
        """Lowest and highest tick."""
        return self.ticks[0], self.ticks[-1]

    def write(self, value: float, decimals: int | None = None) -> str:
        """A figure; a percentage sign stands behind it, other units stand in the title only."""
        written = f"{value:,.{self.decimals if decimals is None else decimals}f}"
        return f"{written}%" if self.unit == "%" else written

    def write_tick(self, value: float) -> str:
        """A tick's figure, with no more decimals than the steps between ticks need."""
        step = self.ticks[1] - self.ticks[0]
        return self.write(value, 0 if float(step).is_integer() else max(self.decimals, 1))


def line_layers(lines: Sequence[Line], frame: Frame, scale: Scale, *, beside: bool, key_top: float = 0) -> list[Spec]:
    """Grid, lines, points, symbols of gaps and labels.

    Args:
        lines: from the one behind to the one in front.
        frame: where they are drawn.
        scale: the value axis.
        beside: write the labels at the lines' ends; otherwise as a key above the field.
        key_top: where that key starts.
    """
    drawn = list(_value_grid(frame, scale))
    for line in lines:
        drawn += _one_line(line, frame, scale)
    drawn += _symbols(lines, frame)
    drawn += _end_labels(lines, frame, scale) if beside else _key(lines, scale, key_top)
    return drawn


def end_label_room(lines: Sequence[Line], scale: Scale) -> float:
    """Pixels the labels at the lines' ends need."""
    return min(max((text_width(_label(line, scale)) * 1.06 for line in lines), default=0), MOST_LABEL) + END_SPACE


def key_height(lines: Sequence[Line]) -> float:
    """Pixels the key above the field needs."""
    return len(lines) * KEY_LINE + 8


def value_label_room(scale: Scale) -> float:
    """Pixels the figures of the value axis need."""
    return max(text_width(scale.write_tick(tick)) for tick in scale.ticks) + 10


def _value(frame: Frame, scale: Scale) -> alt.Y:
    span = alt.Scale(domain=list(scale.domain), range=[frame.bottom, frame.top], nice=False, zero=False)
    return alt.Y("value", type="quantitative", scale=span, axis=None)


def _value_grid(frame: Frame, scale: Scale) -> Iterator[Spec]:
    records = [{"value": tick, "text": scale.write_tick(tick)} for tick in scale.ticks]
    y = _value(frame, scale)
    rule = alt.Chart().mark_rule(color=GRID, strokeWidth=1)
    yield draw_on(records, rule.encode(x=at_x(frame.left), x2=to_x(frame.right), y=y))
    label = alt.Chart().mark_text(align="right", baseline="middle", fontSize=TEXT_SIZE, color=QUIET_INK)
    yield draw_on(records, label.encode(x=at_x(frame.left - 8), y=y, text=words()))


def _one_line(line: Line, frame: Frame, scale: Scale) -> Iterator[Spec]:
    records = list(_runs(line))
    if not records:
        return
    x, y, style = frame.time("on"), _value(frame, scale), line.style
    mark = alt.Chart().mark_line(
        color=style.colour, strokeWidth=style.thickness, strokeJoin="round", strokeDash=list(style.dash)
    )
    yield draw_on(records, mark.encode(x=x, y=y, detail=alt.Detail("run", type="nominal")))
    # A value between two gaps has no line to show it, so it gets at least a small dot.
    dotted = records if style.dots else [record for record in records if _stands_alone(record, records)]
    if dotted:
        size = 52 if style.dots else 24
        dot = alt.Chart().mark_point(filled=True, size=size, fill=style.colour, stroke=PAPER, strokeWidth=1, opacity=1)
        yield draw_on(dotted, dot.encode(x=x, y=y))


def _runs(line: Line) -> Iterator[Record]:
    """The points with a number for each unbroken stretch."""
    run = 0
    for point in line.points:
        if point.value is None:
            run += 1
        else:
            yield {"on": point.on.isoformat(), "value": point.value, "run": run, "line": line.label}


def _stands_alone(record: Record, records: list[Record]) -> bool:
    return [other["run"] for other in records].count(record["run"]) == 1


def _symbols(lines: Sequence[Line], frame: Frame) -> Iterator[Spec]:
    """At the foot of the field, the symbol of every gap of the line in front."""
    records = [
        {"on": point.on.isoformat(), "text": point.symbol}
        for line in lines[-1:]
        for point in line.points
        if point.value is None and point.symbol and frame.start <= point.on <= frame.end
    ]
    if records:
        mark = alt.Chart().mark_text(
            fontSize=SMALL_TEXT_SIZE + 1, color=QUIET_INK, fontStyle="italic", baseline="middle"
        )
        yield draw_on(records, mark.encode(x=frame.time("on"), y=at_y(frame.bottom - 9), text=words()))


def _label(line: Line, scale: Scale) -> str:
    last = line.last()
    return line.label if last is None else f"{line.label} {scale.write(last)}"


def _end_labels(lines: Sequence[Line], frame: Frame, scale: Scale) -> Iterator[Spec]:
    ends = [(line, line.last()) for line in lines]
    wanted = [(line, frame.height_of(last, scale.domain)) for line, last in ends if last is not None]
    places = spread([height for _, height in wanted], LABEL_HEIGHT, frame.top, frame.bottom)
    for (line, _), place in zip(wanted, places, strict=True):
        mark = alt.Chart().mark_text(align="left", baseline="middle", fontWeight=line.style.weight, limit=MOST_LABEL)
        encoded = mark.encode(x=at_x(frame.right + END_SPACE), y=at_y(place), text=words())
        yield draw_on([{"text": _label(line, scale)}], encoded)


def _key(lines: Sequence[Line], scale: Scale, top: float) -> Iterator[Spec]:
    """Line samples with names, the line in front first."""
    for place, line in enumerate(reversed(lines)):
        y = at_y(top + 9 + place * KEY_LINE)
        record = {"text": _label(line, scale)}
        sample = alt.Chart().mark_rule(
            color=line.style.colour, strokeWidth=line.style.thickness, strokeDash=list(line.style.dash)
        )
        yield draw_on([record], sample.encode(x=at_x(1), x2=to_x(1 + KEY_SAMPLE), y=y))
        name = alt.Chart().mark_text(align="left", baseline="middle", fontWeight=line.style.weight)
        yield draw_on([record], name.encode(x=at_x(KEY_SAMPLE + 8), y=y, text=words()))


def spread(places: Sequence[float], least: float, lowest: float, highest: float) -> list[float]:
    """Move labels or marks apart as little as needed so that any two are `least` pixels apart, between two edges.

    Where there are more than the edges have room for, they start at the lowest and run over the highest.
    """
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved: list[float] = []
    for number in order:
        moved.append(max(places[number], moved[-1] + least if moved else lowest))
    if moved and moved[-1] > highest:
        ceiling = highest
        for number in reversed(range(len(moved))):
            moved[number] = min(moved[number], ceiling)
            ceiling = moved[number] - least
        shift = max(lowest - moved[0], 0)
        moved = [place + shift for place in moved]
    result = [0.0] * len(places)
    for number, place in zip(order, moved, strict=True):
        result[number] = place
    return result
