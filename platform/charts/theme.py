"""How every chart of the product looks: colours, type, sizes and the Vega-Lite configuration.

The colours are those of the Government Analysis Function (best-practice-and-impact/afcharts-py, `af_colours.yaml`).
Against white they reach a contrast of 10.25, 3.17, 9.77, 3.03, 10.86 and 3.08, so all may draw a line, but only
`DARK_BLUE`, `DARK_PINK` and `DARK_GREY` may be used for words. No chart tells anything by colour alone.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeAlias

Spec: TypeAlias = dict[str, Any]

DARK_BLUE = "#12436D"
TURQUOISE = "#28A197"
DARK_PINK = "#801650"
ORANGE = "#F46A25"
DARK_GREY = "#3D3D3D"
LILAC = "#A285D1"
CATEGORICAL: Sequence[str] = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LILAC)
TWO_COLOUR: Sequence[str] = (DARK_BLUE, ORANGE)
SEQUENTIAL: Sequence[str] = (DARK_BLUE, "#2073BC", "#6BACE6")
FOCUS: Sequence[str] = (DARK_BLUE, "#BFBFBF")

INK = "#0b0c0c"
QUIET_INK = "#484949"
"""Secondary words; 9.3 to 1 on white."""
GRID = "#e1e4e6"
AXIS = "#8a9197"
PAPER = "#ffffff"

# A list that ends in a generic family: a single name that does not resolve loses every word without a warning.
FONT = "Helvetica Neue, Helvetica, Arial, sans-serif"
TEXT_SIZE = 14
SMALL_TEXT_SIZE = 12

# Widths of letters in units of the type's size, in four classes: enough to leave room for a label.
SLIM_LETTERS = frozenset("iljtfrI .,:;'|!()[]-\u2019")
BROAD_LETTERS = frozenset("mwMW%@")
SLIM, USUAL, CAPITAL, BROAD = 0.29, 0.55, 0.69, 0.86


class Width(Enum):
    """The two widths every picture is drawn for, in CSS pixels: a desktop page and a telephone."""

    WIDE = 960
    NARROW = 320


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Estimate how many pixels a line of text takes."""
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if letter in SLIM_LETTERS:
        return SLIM
    if letter in BROAD_LETTERS:
        return BROAD
    return CAPITAL if letter.isupper() else USUAL


def config() -> dict[str, Any]:
    """The Vega-Lite configuration every chart is drawn with.

    `aria` is off because a screen reader should hear the one sentence of the figure, not a hundred marks.
    """
    return {
        "aria": False,
        "background": PAPER,
        "font": FONT,
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": TEXT_SIZE, "color": INK},
        "title": {"anchor": "start", "fontSize": 19, "fontWeight": "bold", "color": INK, "offset": 12},
        "range": {"category": list(CATEGORICAL)},
        "concat": {"spacing": 8},
    }
