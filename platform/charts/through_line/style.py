"""How each state, event and stage looks: the one place where thickness, breaks, shapes and tints are chosen."""

from dataclasses import dataclass

from charts.through_line.model import Happening, Holding

THICK = 9.0
THIN = 2.5


@dataclass(frozen=True)
class Stroke:
    """A line's thickness in pixels, its dashes, and whether a white core makes it hollow."""

    thickness: float
    dash: tuple[float, ...] = ()
    hollow: bool = False


STROKES = {
    Holding.PERMANENT: Stroke(THICK),
    Holding.FIXED_TERM: Stroke(THICK, hollow=True),
    Holding.INTERIM: Stroke(THIN),
    Holding.ACTING: Stroke(THIN),
    Holding.VACANT: Stroke(THIN, dash=(2.5, 5)),
}
CORE = 4.5
"""Thickness of the white core of a hollow line."""

SHAPES = {
    Happening.GO_LIVE: "triangle-up",
    Happening.INSPECTION: "circle",
    Happening.ELECTION: "diamond",
    Happening.REORGANISATION: "square",
}
SHAPE_SIZE = 72
SHAPE_RISE = 12
"""How far above the line's middle the marks stand, so that they hide neither breaks nor thin stretches."""

SHAPE_ROOM = 14
"""Least pixels between the middles of two marks on one line."""

TICK = 24
"""Height of the tick at a change of person."""
GAP = 6.0
"""Width of the break in the line at a change of person."""

# One hue that deepens with the stage: it survives grey print and every kind of colour blindness.
STAGE_TINTS = ("#f3f4f6", "#e6edf4", "#d5e1ed", "#c3d4e6")

HOLDING_WORDS = {
    Holding.PERMANENT: "Permanent",
    Holding.FIXED_TERM: "Fixed term",
    Holding.INTERIM: "Interim",
    Holding.ACTING: "Acting",
    Holding.VACANT: "Vacant",
}
HAPPENING_WORDS = {
    Happening.GO_LIVE: "Go-live",
    Happening.INSPECTION: "Inspection",
    Happening.ELECTION: "Election",
    Happening.REORGANISATION: "Reorganisation",
}


def stage_tint(order: int) -> str:
    """The tint of a stage by its place in the adoption; later stages than the last tint share it."""
    return STAGE_TINTS[min(max(order, 0), len(STAGE_TINTS) - 1)]
