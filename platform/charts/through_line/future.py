"""How the line fades after today: by the chance that it is still unbroken."""

import math
from dataclasses import dataclass
from itertools import pairwise

from charts.theme import DARK_BLUE, PAPER
from charts.through_line.model import Outlook

MONTHS_AHEAD = 12
CERTAIN = 1 - 1e-9

FADE_POWER = 3
"""The shade follows the cube of the chance: most posts have 70% to 95% a year ahead, which the eye cannot part when
the shade follows the chance itself. The figure stands beside the line, so no one has to read the shade."""


STOPS = (0.0, 1.5, 3.0, 4.5, 6.0, 8.0, 10.0, 12.0)
"""Months after today at which the shade is set; between them it runs evenly."""


@dataclass(frozen=True)
class Fade:
    """The line at so many months after today: the chance that it is unbroken and its opaque colour."""

    months: float
    unbroken: float
    colour: str


def unbroken(outlook: Outlook, months: float) -> float:
    """The chance that nobody has left `months` after today, with a constant hazard between 0, 3, 6 and 12 months."""
    known = [(0.0, 0.0), (3.0, outlook.r3), (6.0, outlook.r6), (12.0, outlook.r12)]
    hazards = [(month, -math.log1p(-min(chance, CERTAIN))) for month, chance in known]
    for (before, low), (after, high) in pairwise(hazards):
        if months <= after:
            return math.exp(-(low + (high - low) * (months - before) / (after - before)))
    return math.exp(-hazards[-1][1])


def fades(outlook: Outlook) -> list[Fade]:
    """The shades of the year ahead, from today to twelve months."""
    chances = [(months, unbroken(outlook, months)) for months in STOPS]
    return [Fade(months, chance, mix(DARK_BLUE, PAPER, chance**FADE_POWER)) for months, chance in chances]


def mix(colour: str, ground: str, share: float) -> str:
    """An opaque colour with `share` (0 to 1) of `colour` on `ground`."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(share * ours + (1 - share) * theirs):02x}" for ours, theirs in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
