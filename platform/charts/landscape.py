"""The landscape of an authority: consistency of performance by political stability, with the point's uncertainty.

Four fields with their numbers; a shaded stretch where the authority may stand, hatched where it rests on facts alone;
a point in it. The picture is a prompt for discussion, so it never shows one authority beside another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from charts.chart import Chart, alternative_of
from charts.drawing import at_x, at_y, draw_on, pixel_x, pixel_y, single, view, words
from charts.table import Table
from charts.theme import AXIS, DARK_BLUE, GRID, INK, PAPER, QUIET_INK, SMALL_TEXT_SIZE, TEXT_SIZE, Spec, Width
from charts.words import join_in_words

COLUMN = 630
FIELDS = (
    (1, "Low consistency", "low stability", 0, 0),
    (2, "High consistency", "low stability", 1, 0),
    (3, "Low consistency", "high stability", 0, 1),
    (4, "High consistency", "high stability", 1, 1),
)
HEAD = 26
FOOT = 44
EDGE = 8
TALLEST = 400
HATCH = 12.0
MIDDLE = 0.5
SHADE = 0.14
LINE = 16
RADIUS = 9


@dataclass(frozen=True)
class Axis:
    """Where the authority stands on one axis, from 0 to 1 with high above a half, and in words."""

    point: float
    low: float
    high: float
    words: str

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.point <= self.high <= 1:
            msg = f"The point must lie in its stretch and between 0 and 1; got {self.low}, {self.point}, {self.high}"
            raise ValueError(msg)


@dataclass(frozen=True)
class _Field:
    width: float

    @property
    def height(self) -> float:
        return min(self.width, TALLEST)

    def x(self, share: float) -> float:
        return EDGE + share * (self.width - 2 * EDGE)

    def y(self, share: float) -> float:
        return HEAD + (1 - share) * self.height

    @property
    def bottom(self) -> float:
        return HEAD + self.height


def landscape_chart(
    *,
    name: str,
    across: Axis,
    up: Axis,
    hatched: bool,
    categories: Sequence[int],
    title: str,
    caption: str,
    filename: str,
) -> Chart:
    """Draw where an authority stands.

    Args:
        name: of the authority.
        across: consistency of performance.
        up: political stability.
        hatched: whether stability rests on facts alone.
        categories: those that are possible, 1 to 4.
        title: the finding.
        caption: as known on which day.
        filename: of the CSV file, without ending.

    Raises:
        ValueError: when a point lies outside its stretch.
    """
    return Chart(
        title=title,
        alternative=alternative_of(
            [
                f"Square of four fields; {name} may stand in category {_possible(categories)}.",
                f"Political stability: {up.words}.",
                f"Consistency: {across.words}.",
            ]
        ),
        caption=caption,
        spec=_spec(_Field(COLUMN), across, up, hatched=hatched),
        narrow=_spec(_Field(Width.NARROW.value), across, up, hatched=hatched),
        table=Table(
            ("Axis", "What is on record", "Point, 0 to 1", "From", "To"),
            (
                ("Consistency of performance", across.words, *_rounded(across)),
                ("Political stability", up.words, *_rounded(up)),
                ("Possible categories", _possible(categories), None, None, None),
            ),
        ),
        filename=filename,
    )


def _possible(categories: Sequence[int]) -> str:
    return join_in_words([str(category) for category in categories])


def _rounded(axis: Axis) -> tuple[float, float, float]:
    return round(axis.point, 2), round(axis.low, 2), round(axis.high, 2)


def _spec(field: _Field, across: Axis, up: Axis, *, hatched: bool) -> Spec:
    layers = [
        *_fields(field),
        *_stretch(field, across, up, hatched=hatched),
        *_words(field, across, up),
        *_point(field, across, up),
    ]
    return single(view(layers, width=field.width, height=field.bottom + FOOT))


def _fields(field: _Field) -> Iterator[Spec]:
    squares = [
        {
            "x": field.x(column * MIDDLE),
            "x2": field.x((column + 1) * MIDDLE),
            "y": field.y((row + 1) * MIDDLE),
            "y2": field.y(row * MIDDLE),
        }
        for _, _, _, column, row in FIELDS
    ]
    square = alt.Chart().mark_rect(color=PAPER, stroke=AXIS, strokeWidth=1.25)
    yield draw_on(squares, square.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y(), y2=alt.Y2("y2")))
    thirds = [{"x": field.x(share), "y": field.y(0), "y2": field.y(1)} for share in (MIDDLE / 3, MIDDLE * 2 / 3)]
    faint = alt.Chart().mark_rule(color=GRID, strokeWidth=1)
    yield draw_on(thirds, faint.encode(x=pixel_x(), y=pixel_y(), y2=alt.Y2("y2")))
    yield from _names(field)


def _words(field: _Field, across: Axis, up: Axis) -> Iterator[Spec]:
    """What each field is, where nothing is drawn; where all of it is shaded, over a ground of its own."""
    heads, says = [], []
    for number, consistency, stability, column, row in FIELDS:
        x, y = field.x(column * MIDDLE) + 10, _first_line(field, across, up, column, row)
        heads.append({"x": x, "y": y, "text": str(number)})
        says.append({"x": x, "y": y + LINE + 2, "text": consistency})
        says.append({"x": x, "y": y + 2 * LINE + 2, "text": stability})
    for colour, edge in ((PAPER, 4), (None, 0)):
        bold = alt.Chart().mark_text(
            align="left",
            baseline="middle",
            fontSize=18,
            fontWeight="bold",
            color=colour or INK,
            stroke=PAPER,
            strokeWidth=edge,
        )
        quiet = alt.Chart().mark_text(
            align="left",
            baseline="middle",
            fontSize=SMALL_TEXT_SIZE,
            color=colour or QUIET_INK,
            stroke=PAPER,
            strokeWidth=edge,
        )
        for records, mark in ((heads, bold), (says, quiet)):
            yield draw_on(records, mark.encode(x=pixel_x(), y=pixel_y(), text=words()))


def _first_line(field: _Field, across: Axis, up: Axis, column: int, row: int) -> float:
    """At the field's top, or at its foot if there less of the three lines lies where the authority may stand."""
    top, foot = field.y((row + 1) * MIDDLE) + 18, field.y(row * MIDDLE) - 2 * LINE - 14
    left, right = column * MIDDLE, (column + 1) * MIDDLE
    if across.high <= left or across.low >= right:
        return top

    def hidden(first: float) -> float:
        above, below = first - LINE, first + 3 * LINE
        shaded = min(below, field.y(up.low) + 4) - max(above, field.y(up.high) - 4)
        point = above < field.y(up.point) + RADIUS and field.y(up.point) - RADIUS < below
        return max(shaded, 0) + (field.height if point and left <= across.point <= right else 0)

    return min((top, foot), key=hidden)


def _names(field: _Field) -> Iterator[Spec]:
    """The axes' names: above the square and below it, so that nothing is turned on its side."""
    label = alt.Chart().mark_text(align="left", baseline="middle", fontSize=TEXT_SIZE, color=INK)
    yield draw_on([{"text": "Political stability: low below, high above"}],
                  label.encode(x=at_x(field.x(0)), y=at_y(HEAD / 2), text=words()))  # fmt: skip
    below = [
        ("declining, the same, improving | high", field.bottom + 14, SMALL_TEXT_SIZE),
        ("Consistency of performance: low to high", field.bottom + 32, TEXT_SIZE),
    ]
    for text, y, size in below:
        mark = alt.Chart().mark_text(align="left", baseline="middle", fontSize=size, color=INK)
        yield draw_on([{"text": text}], mark.encode(x=at_x(field.x(0)), y=at_y(y), text=words()))


def _stretch(field: _Field, across: Axis, up: Axis, *, hatched: bool) -> Iterator[Spec]:
    """Where the authority may stand; with lines across it where nothing is said of engagement."""
    left, right = field.x(across.low), field.x(across.high)
    # A stretch without height is still seen.
    top, bottom = field.y(up.high) - 4, field.y(up.low) + 4
    area = alt.Chart().mark_rect(color=DARK_BLUE, opacity=SHADE)
    outline = alt.Chart().mark_rect(filled=False, stroke=DARK_BLUE, strokeWidth=1.5, strokeDash=[6, 4])
    records = [{"x": left, "x2": right, "y": top, "y2": bottom}]
    for mark in (area, outline):
        yield draw_on(records, mark.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y(), y2=alt.Y2("y2")))
    if hatched:
        rule = alt.Chart().mark_rule(color=DARK_BLUE, strokeWidth=1, opacity=0.6)
        lines = list(_hatch(left, right, top, bottom))
        yield draw_on(lines, rule.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y(), y2=alt.Y2("y2")))


def _hatch(left: float, right: float, top: float, bottom: float) -> Iterator[dict[str, float]]:
    """Slanting lines within a rectangle: each from its left or lower edge up to its right or upper edge."""
    offset = HATCH
    while offset < (right - left) + (bottom - top):
        x, y = (left, top + offset) if offset <= bottom - top else (left + offset - (bottom - top), bottom)
        run = min(right - x, y - top)
        yield {"x": x, "y": y, "x2": x + run, "y2": y - run}
        offset += HATCH


def _point(field: _Field, across: Axis, up: Axis) -> Iterator[Spec]:
    record = [{"x": field.x(across.point), "y": field.y(up.point)}]
    mark = alt.Chart().mark_point(
        shape="circle", size=190, filled=True, fill=DARK_BLUE, stroke=PAPER, strokeWidth=2, opacity=1
    )
    yield draw_on(record, mark.encode(x=pixel_x(), y=pixel_y()))
