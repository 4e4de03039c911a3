"""Scores on a scale from 1 to 5 in blocks of lines: a mark for one's own score, a dot with its interval for a mean.

Every line stands in the picture with its label and its words, whether or not its value may be shown: a picture has as
many lines, and is as high, whatever is hidden, and a line without a value has nothing on its scale. The recipe gets no
value that may not be shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from charts.chart import Chart
from charts.drawing import at_x, at_y, draw_on, pixel_x, pixel_y, single, view, words
from charts.table import Table
from charts.theme import DARK_BLUE, GRID, INK, ORANGE, PAPER, QUIET_INK, SMALL_TEXT_SIZE, Spec, Width, text_width

TICKS = (1, 2, 3, 4, 5)
HEAD = 26
"""A block's title, with room above it."""
LINE = 26
SAID = 20
"""On a telephone the words stand in a line of their own over the scale."""
SPACE = 10
KEY_LINE = 26
FOOT = 24
RIGHT = 14
COLUMN = 630
LABELS = 268
TABLE = ("Attribute", "Seen by", "Score", "Ratings", "95% interval")
KEY = (
    ("own", "your own score"),
    ("mean", "others: one score, or their mean"),
    ("interval", "95% interval of the mean"),
)


@dataclass(frozen=True)
class Line:
    """One score. `shown` is what may be said of it in words; `value` None is not drawn.

    `own` scores stand as a square without interval; `told` says how many ratings it is of, `interval` its 95% interval.
    """

    label: str
    shown: str
    told: str = ""
    interval: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    own: bool = False

    def __post_init__(self) -> None:
        known = [each for each in (self.low, self.value, self.high) if each is not None]
        if known != sorted(known) or not all(TICKS[0] <= each <= TICKS[-1] for each in known):
            msg = f"{self.label} must lie in its interval and from 1 to 5"
            raise ValueError(msg)
        if self.value is None and known:
            raise ValueError("A hidden value has no interval either")


@dataclass(frozen=True)
class Block:
    """What is scored, with a line for each side from which it was seen."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Words:
    """What stands beside the picture, and what its marks are called."""

    title: str
    alternative: str
    caption: str
    filename: str
    own: str = KEY[0][1]


def profile_rows(blocks: Sequence[Block], said: Words) -> Chart:
    """Draw the blocks beneath one another.

    Raises:
        ValueError: when there is nothing to draw.
    """
    if not any(block.lines for block in blocks):
        raise ValueError("There is no score to draw")
    return Chart(
        title=said.title,
        alternative=said.alternative,
        caption=said.caption,
        spec=_Field(blocks, said, narrow=False).spec(),
        narrow=_Field(blocks, said, narrow=True).spec(),
        table=rows_table(blocks),
        filename=said.filename,
    )


def rows_table(blocks: Sequence[Block]) -> Table:
    """The picture in words; of a hidden score every cell says so and nothing else."""
    return Table(
        TABLE,
        tuple(
            (block.title, line.label, line.shown, line.told, line.interval) for block in blocks for line in block.lines
        ),
    )


@dataclass(frozen=True)
class _Placed:
    """A line with the height of its words and of its scale."""

    line: Line
    words: float
    scale: float


@dataclass(frozen=True)
class _Field:
    blocks: Sequence[Block]
    said: Words
    narrow: bool

    @property
    def width(self) -> float:
        return Width.NARROW.value if self.narrow else COLUMN

    @property
    def left(self) -> float:
        return 10 if self.narrow else LABELS

    @property
    def head(self) -> float:
        return KEY_LINE * (3 if self.narrow else 1)

    @property
    def line(self) -> float:
        return LINE + (SAID if self.narrow else 0)

    @property
    def bottom(self) -> float:
        return self.head + sum(HEAD + SPACE + self.line * len(block.lines) for block in self.blocks)

    def x(self, value: float) -> float:
        return self.left + (value - TICKS[0]) / (TICKS[-1] - TICKS[0]) * (self.width - self.left - RIGHT)

    def titles(self) -> Iterator[tuple[str, float]]:
        y = self.head
        for block in self.blocks:
            yield block.title, y + HEAD / 2
            y += HEAD + SPACE + self.line * len(block.lines)

    def placed(self) -> Iterator[_Placed]:
        y = self.head
        for block in self.blocks:
            y += HEAD
            for line in block.lines:
                scale = y + self.line - LINE / 2
                yield _Placed(line, y + SAID / 2 if self.narrow else scale, scale)
                y += self.line
            y += SPACE

    def spec(self) -> Spec:
        layers = [*_grid(self), *_texts(self), *_intervals(self), *_means(self), *_owns(self), *_key(self)]
        return single(view(layers, width=self.width, height=self.bottom + FOOT))


def _grid(field: _Field) -> Iterator[Spec]:
    spans = [
        {"x": field.x(tick), "y": each.scale - LINE / 2 + 2, "y2": each.scale + LINE / 2 - 2}
        for each in field.placed()
        for tick in TICKS
    ]
    rule = alt.Chart().mark_rule(color=GRID, strokeWidth=1.25)
    yield draw_on(spans, rule.encode(x=pixel_x(), y=pixel_y(), y2=alt.Y2("y2")))
    label = alt.Chart().mark_text(baseline="top", fontSize=SMALL_TEXT_SIZE, color=QUIET_INK)
    ticks = [{"x": field.x(tick), "text": str(tick)} for tick in TICKS]
    yield draw_on(ticks, label.encode(x=pixel_x(), y=at_y(field.bottom), text=words()))


def _texts(field: _Field) -> Iterator[Spec]:
    heads = [{"y": y, "text": title} for title, y in field.titles()]
    bold = alt.Chart().mark_text(align="left", baseline="middle", fontWeight="bold", limit=field.width)
    yield draw_on(heads, bold.encode(x=at_x(0), y=pixel_y(), text=words()))
    labels = [{"y": each.words, "text": f"{each.line.label}: {each.line.shown}"} for each in field.placed()]
    plain = alt.Chart().mark_text(
        align="left",
        baseline="middle",
        fontSize=SMALL_TEXT_SIZE + 1,
        limit=field.width if field.narrow else LABELS - 12,
    )
    yield draw_on(labels, plain.encode(x=at_x(0), y=pixel_y(), text=words()))


def _intervals(field: _Field) -> Iterator[Spec]:
    records = [
        {"x": field.x(each.line.low), "x2": field.x(each.line.high), "y": each.scale}
        for each in field.placed()
        if each.line.low is not None and each.line.high is not None
    ]
    if records:
        yield from _with_ends(records)


def _with_ends(records: Sequence[dict[str, float]]) -> Iterator[Spec]:
    rule = alt.Chart().mark_rule(color=DARK_BLUE, strokeWidth=2.25)
    yield draw_on(records, rule.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y()))
    ends = [{"x": x, "y": rec["y"] - 5, "y2": rec["y"] + 5} for rec in records for x in (rec["x"], rec["x2"])]
    yield draw_on(ends, rule.encode(x=pixel_x(), y=pixel_y(), y2=alt.Y2("y2")))


def _means(field: _Field) -> Iterator[Spec]:
    yield from _points([each for each in field.placed() if not each.line.own], field, _dot())


def _owns(field: _Field) -> Iterator[Spec]:
    yield from _points([each for each in field.placed() if each.line.own], field, _square())


def _points(placed: Sequence[_Placed], field: _Field, mark: alt.Chart) -> Iterator[Spec]:
    records = [
        {"x": field.x(each.line.value), "y": each.scale, "value": each.line.value, "label": each.line.label}
        for each in placed
        if each.line.value is not None
    ]
    if records:
        yield draw_on(records, mark.encode(x=pixel_x(), y=pixel_y()))


def _dot() -> alt.Chart:
    mark: alt.Chart = alt.Chart().mark_point(
        shape="circle", size=120, filled=True, fill=DARK_BLUE, stroke=PAPER, strokeWidth=1, opacity=1
    )
    return mark


def _square() -> alt.Chart:
    mark: alt.Chart = alt.Chart().mark_point(
        shape="square", size=110, filled=True, fill=ORANGE, stroke=INK, strokeWidth=1.5, opacity=1
    )
    return mark


def _key(field: _Field) -> Iterator[Spec]:
    """The marks with their names, over the blocks: always all three, whatever is hidden."""
    names = {**dict(KEY), "own": field.said.own}
    x, y = 2.0, KEY_LINE / 2
    for which, name in names.items():
        if which == "interval":
            yield from _with_ends([{"x": x, "x2": x + 26, "y": y}])
        else:
            mark = _square() if which == "own" else _dot()
            yield draw_on([{"x": x + 13, "y": y}], mark.encode(x=pixel_x(), y=pixel_y()))
        label = alt.Chart().mark_text(align="left", baseline="middle", fontSize=SMALL_TEXT_SIZE + 1)
        yield draw_on([{"text": name}], label.encode(x=at_x(x + 32), y=at_y(y), text=words()))
        if field.narrow:
            y += KEY_LINE
        else:
            x += 54 + text_width(name, SMALL_TEXT_SIZE + 1)
