"""Where everything of the through-line stands, in pixels, on a wide page and on a telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from charts.axes import AXIS_HEIGHT
from charts.frame import Frame
from charts.theme import SMALL_TEXT_SIZE, TEXT_SIZE, Width, text_width
from charts.through_line.future import MONTHS_AHEAD
from charts.through_line.model import Row

LABEL_ROOM = (90, 275)
"""Least and most pixels for the names on the left of a wide picture."""

CHANCE_ROOM = 112
HEAD = 26
HEAD_WITH_CHANCES = 42
MANY_ROWS = 12
DAYS_A_MONTH = 30.4375


@dataclass(frozen=True)
class Layout:
    """The measures of one drawing.

    Attributes:
        frame: the field and its days.
        narrow: names stand above their line instead of beside it.
        row_height: from one row to the next.
        line_at: from the top of a row to its line.
        band: top and bottom of the stage's band within a row.
        name_at: from the top of a row to its name.
        today: the day the past ends.
    """

    frame: Frame
    narrow: bool
    row_height: float
    line_at: float
    band: tuple[float, float]
    name_at: float
    today: date

    def row_top(self, row: int) -> float:
        """The upper edge of a row, counted from 0."""
        return self.frame.top + row * self.row_height

    def line(self, row: int) -> float:
        """The height of a row's line."""
        return self.row_top(row) + self.line_at


def lay_out(rows: Sequence[Row], *, start: date, today: date, narrow: bool) -> Layout:
    """Measure the picture for its rows; the year ahead is part of it when any row has an outlook."""
    ahead = any(row.outlook for row in rows)
    end = months_after(today, MONTHS_AHEAD if ahead else 1)
    row_height, line_at, band, name_at = _row_measures(rows, narrow=narrow)
    top = HEAD_WITH_CHANCES if ahead and not narrow else HEAD
    bottom = top + row_height * len(rows)
    width = (Width.NARROW if narrow else Width.WIDE).value
    left = 0.0 if narrow else _label_room(rows)
    right = width - (CHANCE_ROOM if ahead and not narrow else 0)
    frame = Frame(width, bottom + AXIS_HEIGHT, left, right, top, bottom, start, end)
    return Layout(frame, narrow, row_height, line_at, band, name_at, today)


def _row_measures(rows: Sequence[Row], *, narrow: bool) -> tuple[float, float, tuple[float, float], float]:
    """Row height, line, band and name; the rows of a long list stand closer together."""
    if narrow:
        return 76, 43, (20, 67), 9
    if len(rows) >= MANY_ROWS:
        return 40, 24, (3, 37), 20
    return 58, 29, (3, 54), 28


def _label_room(rows: Sequence[Row]) -> float:
    longest = max(
        (max(text_width(row.label, TEXT_SIZE) * 1.08, text_width(row.detail, SMALL_TEXT_SIZE)) for row in rows),
        default=0,
    )
    least, most = LABEL_ROOM
    return min(max(longest + 18, least), most)


def months_after(day: date, months: float) -> date:
    """A day so many months of mean length later; for drawing only, not for deadlines."""
    return date.fromordinal(day.toordinal() + round(months * DAYS_A_MONTH))
