"""Profiles on spokes, an alternative view on request: hard to read with more than two, and no place for intervals.

There is no polar axis in the drawing language, so places are worked out here: the first spoke points up, the others
follow clockwise. A line joins two neighbouring spokes only where both values may be shown; nothing is drawn through a
hidden one, and nothing closes over it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import altair as alt

from charts.chart import Chart
from charts.drawing import at_x, at_y, draw_on, pixel_x, pixel_y, single, view, words
from charts.profile_rows import Words
from charts.table import Table
from charts.theme import (
    AXIS,
    DARK_BLUE,
    GRID,
    INK,
    ORANGE,
    PAPER,
    QUIET_INK,
    SMALL_TEXT_SIZE,
    Spec,
    Width,
    text_width,
)

RINGS = (1, 2, 3, 4, 5)
OUTSIDE = 5.6
"""Where the names of the spokes stand, on the scale of the rings."""
MOST = 2
MARGIN = 26
KEY_LINE = 26
LETTERS = 15
WIDE, NARROW = 560, Width.NARROW.value
ASIDE = 0.7
"""A spoke whose sine is smaller than this points up or down rather than sideways, so its name is centred."""


@dataclass(frozen=True)
class Profile:
    """One closed line: what may be said of each spoke's value, and the value where it may be shown."""

    name: str
    shown: tuple[str, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class _Look:
    colour: str
    shape: str
    dash: tuple[int, int]


LOOKS = (_Look(ORANGE, "square", (1, 0)), _Look(DARK_BLUE, "circle", (6, 4)))


def radar(spokes: Sequence[str], profiles: Sequence[Profile], said: Words, short: Sequence[str]) -> Chart:
    """Draw one or two profiles.

    Args:
        spokes: the whole name of each spoke, for the table.
        profiles: with as many values as there are spokes.
        said: what stands beside the picture.
        short: the name of each spoke as the picture writes it.

    Raises:
        ValueError: no profile, more than two, or one that does not fit the spokes.
    """
    if not 1 <= len(profiles) <= MOST:
        raise ValueError("A radar holds one or two profiles; more cannot be told apart")
    if any(len(each.values) != len(spokes) or len(each.shown) != len(spokes) for each in profiles):
        raise ValueError("A profile has one value for each spoke")
    return Chart(
        title=said.title,
        alternative=said.alternative,
        caption=said.caption,
        spec=_Field(short, profiles, WIDE).spec(),
        narrow=_Field(short, profiles, NARROW).spec(),
        table=Table(
            ("Attribute", *(each.name for each in profiles)),
            tuple((name, *(each.shown[place] for each in profiles)) for place, name in enumerate(spokes)),
        ),
        filename=said.filename,
    )


@dataclass(frozen=True)
class _Field:
    spokes: Sequence[str]
    profiles: Sequence[Profile]
    width: float

    @property
    def unit(self) -> float:
        """Pixels from ring to ring, with room for names at both sides."""
        aside = [name for place, name in enumerate(self.spokes) if abs(self.side(place)) >= ASIDE]
        taken = max((text_width(line, SMALL_TEXT_SIZE) for name in aside for line in name.split("\n")), default=0)
        return math.floor(min((self.width / 2 - taken - 4) / (OUTSIDE - 0.3), 42))

    def side(self, place: int) -> float:
        """How far a spoke points to the right, from -1 to 1."""
        return math.sin(2 * math.pi * place / len(self.spokes))

    @property
    def top(self) -> float:
        return KEY_LINE * len(self.profiles) + MARGIN

    @property
    def height(self) -> float:
        return self.top + 2 * self.unit * OUTSIDE + MARGIN

    def at(self, place: int, value: float) -> dict[str, float]:
        angle = 2 * math.pi * place / len(self.spokes)
        return {
            "x": self.width / 2 + value * self.unit * math.sin(angle),
            "y": self.top + self.unit * OUTSIDE - value * self.unit * math.cos(angle),
        }

    def edge(self, place: int, start: float, end: float) -> dict[str, float]:
        """From this spoke to the next, around the whole."""
        first, second = self.at(place, start), self.at((place + 1) % len(self.spokes), end)
        return {**first, "x2": second["x"], "y2": second["y"]}

    def spec(self) -> Spec:
        layers = [*_web(self), *_names(self)]
        for profile, look in zip(self.profiles, LOOKS, strict=False):
            layers += _lines(self, profile, look)
        for profile, look in zip(self.profiles, LOOKS, strict=False):
            layers += _points(self, profile, look)
        return single(view([*layers, *_key(self)], width=self.width, height=self.height))


def _web(field: _Field) -> Iterator[Spec]:
    count = len(field.spokes)
    rings = [field.edge(place, ring, ring) for ring in RINGS for place in range(count)]
    yield _rules(rings, alt.Chart().mark_rule(color=GRID, strokeWidth=1.25))
    centre = field.at(0, 0)
    spokes = [{**centre, "x2": end["x"], "y2": end["y"]} for end in (field.at(n, RINGS[-1]) for n in range(count))]
    yield _rules(spokes, alt.Chart().mark_rule(color=AXIS, strokeWidth=1))
    numbers = [{**field.at(0, ring), "text": str(ring)} for ring in RINGS]
    label = alt.Chart().mark_text(align="left", dx=4, dy=5, fontSize=SMALL_TEXT_SIZE, color=QUIET_INK)
    yield draw_on(numbers, label.encode(x=pixel_x(), y=pixel_y(), text=words()))


def _names(field: _Field) -> Iterator[Spec]:
    for place, name in enumerate(field.spokes):
        side = field.side(place)
        align: Literal["left", "center", "right"] = "center" if abs(side) < ASIDE else "left" if side > 0 else "right"
        mark = alt.Chart().mark_text(align=align, baseline="middle", fontSize=SMALL_TEXT_SIZE, fontWeight="bold")
        spot = field.at(place, OUTSIDE if align == "center" else OUTSIDE - 0.3)
        lines = name.split("\n")
        below = align == "center" and spot["y"] > field.at(place, 0)["y"]
        first = 6 if below else -(len(lines) - 1) / 2 * LETTERS
        records = [
            {"x": spot["x"], "y": spot["y"] + first + number * LETTERS, "text": line}
            for number, line in enumerate(lines)
        ]
        yield draw_on(records, mark.encode(x=pixel_x(), y=pixel_y(), text=words()))


def _lines(field: _Field, profile: Profile, look: _Look) -> list[Spec]:
    around = [*profile.values, profile.values[0]]
    edges = [
        field.edge(place, start, end)
        for place, (start, end) in enumerate(pairwise(around))
        if start is not None and end is not None
    ]
    mark = alt.Chart().mark_rule(color=look.colour, strokeWidth=2.5, strokeDash=list(look.dash))
    return [_rules(edges, mark)] if edges else []


def _points(field: _Field, profile: Profile, look: _Look) -> list[Spec]:
    records = [
        {**field.at(place, value), "value": value} for place, value in enumerate(profile.values) if value is not None
    ]
    return [draw_on(records, _mark(look).encode(x=pixel_x(), y=pixel_y()))] if records else []


def _mark(look: _Look) -> alt.Chart:
    mark: alt.Chart = alt.Chart().mark_point(
        shape=look.shape,
        size=110,
        filled=True,
        fill=look.colour,
        stroke=INK if look.shape == "square" else PAPER,
        strokeWidth=1.25,
        opacity=1,
    )
    return mark


def _rules(records: Sequence[dict[str, float]], mark: alt.Chart) -> Spec:
    return draw_on(records, mark.encode(x=pixel_x(), y=pixel_y(), x2=alt.X2("x2"), y2=alt.Y2("y2")))


def _key(field: _Field) -> Iterator[Spec]:
    for number, (profile, look) in enumerate(zip(field.profiles, LOOKS, strict=False)):
        y = KEY_LINE * (number + 0.5)
        sample = [{"x": 2, "y": y, "x2": 30, "y2": y}]
        yield _rules(sample, alt.Chart().mark_rule(color=look.colour, strokeWidth=2.5, strokeDash=list(look.dash)))
        yield draw_on([{"x": 16, "y": y}], _mark(look).encode(x=pixel_x(), y=pixel_y()))
        label = alt.Chart().mark_text(align="left", baseline="middle", fontSize=SMALL_TEXT_SIZE + 1)
        yield draw_on([{"text": profile.name}], label.encode(x=at_x(38), y=at_y(y), text=words()))
