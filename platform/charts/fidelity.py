"""The fidelity profile of an adoption: elements by quarters, beside the stage it was at.

Four marks differ by form and filling, never by colour alone: a full square is in place, a half-filled one partly, an
empty circle not started, a diamond adapted. A dash says that nobody assessed the quarter. The picture compares an
adoption with itself over time, never with another authority.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from charts.chart import Chart, alternative_of
from charts.drawing import Record, at_x, draw_on, pixel_x, pixel_y, single, to_x, view, words
from charts.table import Table
from charts.theme import DARK_BLUE, DARK_PINK, GRID, INK, PAPER, QUIET_INK, SMALL_TEXT_SIZE, TEXT_SIZE, Spec, Width

STATES = {
    "not_started": "Not started",
    "partly": "Partly",
    "in_place": "In place",
    "adapted": "Adapted",
}
UNKNOWN = "Not assessed"
MOST_NARROW = 4
HEAD = 66
FOOT = 34
HALF = 8.0
CIRCLE, DIAMOND = 220, 300


@dataclass(frozen=True)
class AssessedQuarter:
    """A quarter with the stage of the adoption and, in the order of the elements, their states; None: not assessed."""

    label: str
    stage: str
    states: Sequence[str | None]


@dataclass(frozen=True)
class _Field:
    """Where rows and columns lie; on a telephone an element's name stands above its marks."""

    width: float
    names: float
    row: float
    columns: int
    rows: int
    above: bool

    def x(self, column: int) -> float:
        return self.names + (column + 0.5) * (self.width - self.names) / self.columns

    def y(self, row: int) -> float:
        return HEAD + (row + (0.7 if self.above else 0.5)) * self.row

    @property
    def bottom(self) -> float:
        return HEAD + self.rows * self.row


def fidelity_chart(
    *, elements: Sequence[str], quarters: Sequence[AssessedQuarter], title: str, caption: str, filename: str
) -> Chart:
    """Draw how far each element was in place.

    Args:
        elements: their names, from the top.
        quarters: the earliest first; a telephone shows the last four.
        title: the finding.
        caption: whose it is, as known on which day.
        filename: of the CSV file, without ending.

    Raises:
        ValueError: without elements or quarters, or when a quarter has another number of states than elements.
    """
    if not elements or not quarters:
        raise ValueError("A fidelity profile needs at least one element and one quarter")
    if any(len(quarter.states) != len(elements) for quarter in quarters):
        raise ValueError("Each quarter needs one state for each element")
    return Chart(
        title=title,
        alternative=alternative_of(_told(elements, quarters)),
        caption=caption,
        spec=_spec(elements, quarters, Width.WIDE.value),
        narrow=_spec(elements, quarters[-MOST_NARROW:], Width.NARROW.value),
        table=Table(
            ("Element", *(quarter.label for quarter in quarters)),
            (
                ("Stage of the adoption", *(quarter.stage for quarter in quarters)),
                *((name, *(_words(quarter.states[row]) for quarter in quarters)) for row, name in enumerate(elements)),
            ),
        ),
        filename=filename,
    )


def _words(state: str | None) -> str:
    return UNKNOWN if state is None else STATES[state]


def _told(elements: Sequence[str], quarters: Sequence[AssessedQuarter]) -> list[str]:
    assessed = [quarter for quarter in quarters if any(quarter.states)]
    first = f"Grid of {len(elements)} elements by {len(quarters)} quarters."
    if not assessed:
        return [first, "No quarter was assessed."]
    last = assessed[-1]
    counted = [f"{list(last.states).count(state)} {words.lower()}" for state, words in STATES.items()]
    return [first, f"In {last.label}: {', '.join(counted)}.", f"Assessed: {len(assessed)} of {len(quarters)} quarters."]


def _spec(elements: Sequence[str], quarters: Sequence[AssessedQuarter], width: float) -> Spec:
    narrow = width <= Width.NARROW.value
    field = _Field(width, 0 if narrow else 420, 62 if narrow else 36, len(quarters), len(elements), above=narrow)
    layers = [
        *_rules(field),
        *_head(field, quarters),
        *_names(field, elements),
        *_marks(field, quarters),
        *_key(field),
    ]
    return single(view(layers, width=width, height=field.bottom + FOOT * (2 if narrow else 1)))


def _rules(field: _Field) -> Iterator[Spec]:
    lines = [{"y": HEAD + row * field.row} for row in range(field.rows + 1)]
    rule = alt.Chart().mark_rule(color=GRID, strokeWidth=1)
    yield draw_on(lines, rule.encode(x=at_x(0), x2=to_x(field.width), y=pixel_y()))


def _text(records: Sequence[Record], *, size: int = SMALL_TEXT_SIZE, color: str = INK, align: str = "center") -> Spec:
    mark = alt.Chart().mark_text(align=align, baseline="middle", fontSize=size, color=color)  # type: ignore[arg-type]
    return draw_on(records, mark.encode(x=pixel_x(), y=pixel_y(), text=words()))


def _head(field: _Field, quarters: Sequence[AssessedQuarter]) -> Iterator[Spec]:
    """Year and quarter over each column, and the stage once for as long as it lasted."""
    parts = [quarter.label.split(" ") for quarter in quarters]
    yield _text([{"x": field.x(at), "y": 10, "text": part[0]} for at, part in enumerate(parts)], color=QUIET_INK)
    yield _text([{"x": field.x(at), "y": 26, "text": part[-1]} for at, part in enumerate(parts)], size=TEXT_SIZE)
    started = [
        {"x": field.x(at), "y": 48, "text": quarter.stage}
        for at, quarter in enumerate(quarters)
        if at == 0 or quarters[at - 1].stage != quarter.stage
    ]
    yield _text(started)
    if not field.above:
        yield _text([{"x": 0, "y": 48, "text": "Stage of the adoption"}], size=TEXT_SIZE, align="left")


def _names(field: _Field, elements: Sequence[str]) -> Iterator[Spec]:
    shift = -28 if field.above else 0
    yield _text(
        [{"x": 0, "y": field.y(row) + shift, "text": name} for row, name in enumerate(elements)],
        size=SMALL_TEXT_SIZE if field.above else TEXT_SIZE,
        align="left",
    )


def _marks(field: _Field, quarters: Sequence[AssessedQuarter]) -> Iterator[Spec]:
    placed = [
        (state, field.x(column), field.y(row))
        for column, quarter in enumerate(quarters)
        for row, state in enumerate(quarter.states)
    ]
    yield from _drawn(placed)


def _drawn(placed: Sequence[tuple[str | None, float, float]]) -> Iterator[Spec]:
    """Every mark at its place, one layer for each form."""
    square = [_box(x, y, HALF) for state, x, y in placed if state in {"in_place", "partly"}]
    full = [_box(x, y, HALF) for state, x, y in placed if state == "in_place"]
    full += [{**_box(x, y, HALF), "y": y} for state, x, y in placed if state == "partly"]
    across = {"x": pixel_x(), "x2": alt.X2("x2"), "y": pixel_y(), "y2": alt.Y2("y2")}
    outline = alt.Chart().mark_rect(color=PAPER, stroke=DARK_BLUE, strokeWidth=1.75)
    yield draw_on(square, outline.encode(**across))
    yield draw_on(full, alt.Chart().mark_rect(color=DARK_BLUE).encode(**across))
    yield _points(placed, "not_started", "circle", CIRCLE, fill=PAPER, stroke=DARK_BLUE)
    yield _points(placed, "adapted", "diamond", DIAMOND, fill=DARK_PINK, stroke=DARK_PINK)
    dashes = [{"x": x - 4, "x2": x + 4, "y": y} for state, x, y in placed if state is None]
    dash = alt.Chart().mark_rule(color=QUIET_INK, strokeWidth=1.5)
    yield draw_on(dashes, dash.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y()))


def _box(x: float, y: float, half: float) -> Record:
    return {"x": x - half, "x2": x + half, "y": y - half, "y2": y + half}


def _points(
    placed: Sequence[tuple[str | None, float, float]], of: str, shape: str, size: float, *, fill: str, stroke: str
) -> Spec:
    records = [{"x": x, "y": y} for state, x, y in placed if state == of]
    mark = alt.Chart().mark_point(
        shape=shape, size=size, filled=True, fill=fill, stroke=stroke, strokeWidth=1.75, opacity=1
    )
    return draw_on(records, mark.encode(x=pixel_x(), y=pixel_y()))


def _key(field: _Field) -> Iterator[Spec]:
    """What each form means, in two lines on a telephone."""
    entries: list[tuple[str | None, str]] = [*STATES.items(), (None, UNKNOWN)]
    each = 3 if field.above else len(entries)
    step = field.width / each if field.above else 130
    placed = [
        (state, 10 + (at % each) * step, field.bottom + 22 + (at // each) * 30) for at, (state, _) in enumerate(entries)
    ]
    yield from _drawn(placed)
    yield _text(
        [{"x": x + 14, "y": y, "text": words_} for (_, x, y), (_, words_) in zip(placed, entries, strict=True)],
        align="left",
    )
