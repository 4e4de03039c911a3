"""The marks along a time axis: a faint rule and a label for each year or period there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import altair as alt

from charts.drawing import at_y, draw_on, to_y, words
from charts.frame import Frame
from charts.theme import GRID, INK, TEXT_SIZE, Spec, text_width

AXIS_HEIGHT = 24
"""Pixels under a field that its time axis needs."""

SPACE_BETWEEN_LABELS = 14
STEPS = (1, 2, 3, 4, 5, 8, 10, 20, 40)


@dataclass(frozen=True)
class Tick:
    """A labelled day of the axis."""

    on: date
    label: str


def years(frame: Frame) -> list[Tick]:
    """The first of January of every year in the field."""
    first = frame.start.year if frame.start == date(frame.start.year, 1, 1) else frame.start.year + 1
    return [Tick(date(year, 1, 1), str(year)) for year in range(first, frame.end.year + 1)]


def time_axis(frame: Frame, ticks: Sequence[Tick], *, keep_last: bool = False) -> list[Spec]:
    """Rules through the field and labels beneath; where there is no room for all, every second, third, ... label.

    `keep_last` counts from the last tick backwards, so that the latest period always has its label.
    """
    shown = thin_out(frame, ticks, keep_last=keep_last)
    if not shown:
        return []
    records = [{"day": tick.on.isoformat(), "text": tick.label} for tick in shown]
    rules = alt.Chart().mark_rule(color=GRID, strokeWidth=1)
    labels = alt.Chart().mark_text(baseline="top", fontSize=TEXT_SIZE, color=INK)
    x = frame.time("day")
    return [
        draw_on(records, rules.encode(x=x, y=at_y(frame.top), y2=to_y(frame.bottom + 4))),
        draw_on(records, labels.encode(x=x, y=at_y(frame.bottom + 8), text=words())),
    ]


def thin_out(frame: Frame, ticks: Sequence[Tick], *, keep_last: bool) -> list[Tick]:
    """The most ticks whose labels do not touch."""
    ordered = list(reversed(ticks)) if keep_last else list(ticks)
    for step in STEPS:
        chosen = sorted(ordered[::step], key=lambda tick: tick.on)
        if _fits(frame, chosen):
            return chosen
    return ordered[:1]


def _fits(frame: Frame, ticks: Sequence[Tick]) -> bool:
    return all(
        frame.place(after.on) - frame.place(before.on)
        >= (text_width(before.label) + text_width(after.label)) / 2 + SPACE_BETWEEN_LABELS
        for before, after in pairwise(ticks)
    )
