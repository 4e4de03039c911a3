"""Mean ratings from 1 to 5 by month, a strip for each question: dots with their intervals on one scale of time.

No line joins the dots: who answers differs from month to month, and the intervals are wide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from charts.chart import Chart, alternative_of
from charts.drawing import at_x, draw_on, pixel_x, pixel_y, single, view, words
from charts.table import Table
from charts.theme import DARK_BLUE, GRID, INK, PAPER, QUIET_INK, SMALL_TEXT_SIZE, TEXT_SIZE, Spec, Width

COLUMN = 630
LABEL = 22
STRIP = 74
SPACE = 20
FOOT = 26
LEFT = 26
RIGHT = 18
SCALE = (1, 3, 5)
BETWEEN = 2
"""Where a dash stands: between two lines of the grid, where it is seen."""
WITHHELD = "fewer than 3"


@dataclass(frozen=True)
class MonthlyMean:
    """One month of one question; `value` is None where too few have answered. `words` is how the mean is said."""

    month: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    words: str = WITHHELD
    answers: int | None = None

    def __post_init__(self) -> None:
        if self.value is not None and not (self.low is not None and self.high is not None):
            raise ValueError("A mean comes with its interval")


@dataclass(frozen=True)
class _Field:
    months: Sequence[str]
    width: float

    def x(self, place: int) -> float:
        step = (self.width - LEFT - RIGHT) / max(len(self.months), 1)
        return LEFT + (place + 0.5) * step

    def top(self, strip: int) -> float:
        return strip * (LABEL + STRIP + SPACE) + LABEL

    def y(self, strip: int, value: float) -> float:
        return self.top(strip) + (5 - value) / 4 * STRIP


def rating_trend(
    questions: Sequence[tuple[str, Sequence[MonthlyMean]]],
    *,
    title: str,
    told: str,
    caption: str,
    filename: str,
) -> Chart:
    """Draw the months of every question.

    Args:
        questions: the name of each with its months, the oldest first; all have the same months.
        title: the finding.
        told: what somebody hears who cannot see the picture.
        caption: measure, who answered, precision.
        filename: of the CSV file, without ending.

    Raises:
        ValueError: when there is no month to draw.
    """
    if not questions or not questions[0][1]:
        raise ValueError("There is no month to draw")
    return Chart(
        title=title,
        alternative=alternative_of([f"Dots with intervals by month, a strip for each question. {told}"]),
        caption=caption,
        spec=_spec(questions, COLUMN),
        narrow=_spec(questions, Width.NARROW.value),
        table=_table(questions),
        filename=filename,
    )


def _table(questions: Sequence[tuple[str, Sequence[MonthlyMean]]]) -> Table:
    rows = tuple(
        (mean.month, name, mean.words, mean.low, mean.high, mean.answers if mean.value is not None else WITHHELD)
        for name, months in questions
        for mean in reversed(months)
    )
    return Table(("Month", "Question", "Average", "Interval (95%), from", "Interval (95%), to", "Answers"), rows)


def _spec(questions: Sequence[tuple[str, Sequence[MonthlyMean]]], width: float) -> Spec:
    field = _Field([mean.month for mean in questions[0][1]], width)
    layers: list[Spec] = [*_grid(field, len(questions)), *_names(field, questions), *_means(field, questions)]
    height = len(questions) * (LABEL + STRIP + SPACE) + FOOT
    return single(view(layers, width=width, height=height))


def _grid(field: _Field, strips: int) -> Iterator[Spec]:
    lines = [
        {"x": LEFT, "x2": field.width - RIGHT, "y": field.y(strip, value)} for strip in range(strips) for value in SCALE
    ]
    rule = alt.Chart().mark_rule(color=GRID, strokeWidth=1.25)
    yield draw_on(lines, rule.encode(x=pixel_x(), x2=alt.X2("x2"), y=pixel_y()))
    ticks = [{"y": field.y(strip, value), "text": str(value)} for strip in range(strips) for value in SCALE]
    label = alt.Chart().mark_text(align="right", baseline="middle", fontSize=SMALL_TEXT_SIZE, color=QUIET_INK)
    yield draw_on(ticks, label.encode(x=at_x(LEFT - 8), y=pixel_y(), text=words()))


def _names(field: _Field, questions: Sequence[tuple[str, Sequence[MonthlyMean]]]) -> Iterator[Spec]:
    names = [{"y": field.top(strip) - LABEL / 2 - 2, "text": name} for strip, (name, _) in enumerate(questions)]
    bold = alt.Chart().mark_text(
        align="left", baseline="middle", fontSize=TEXT_SIZE, fontWeight="bold", color=INK, limit=field.width
    )
    yield draw_on(names, bold.encode(x=at_x(0), y=pixel_y(), text=words()))
    # Under the last strip; where there are many months, every second or third is named.
    every = max(1, -(-len(field.months) * 62 // int(field.width - LEFT - RIGHT)))
    bottom = field.top(len(questions) - 1) + STRIP + 14
    shown = [
        {"x": field.x(place), "y": bottom, "text": month}
        for place, month in enumerate(field.months)
        if (len(field.months) - 1 - place) % every == 0
    ]
    month = alt.Chart().mark_text(baseline="middle", fontSize=SMALL_TEXT_SIZE, color=QUIET_INK)
    yield draw_on(shown, month.encode(x=pixel_x(), y=pixel_y(), text=words()))


def _means(field: _Field, questions: Sequence[tuple[str, Sequence[MonthlyMean]]]) -> Iterator[Spec]:
    spans, dots, gaps = [], [], []
    for strip, (_, months) in enumerate(questions):
        for place, mean in enumerate(months):
            x = field.x(place)
            if mean.value is None or mean.low is None or mean.high is None:
                gaps.append({"x": x, "y": field.y(strip, BETWEEN), "text": "\u2013"})
                continue
            spans.append({"x": x, "y": field.y(strip, mean.low), "y2": field.y(strip, mean.high)})
            dots.append({"x": x, "y": field.y(strip, mean.value)})
    rule = alt.Chart().mark_rule(color=DARK_BLUE, strokeWidth=2.25)
    dot = alt.Chart().mark_point(
        shape="circle", size=90, filled=True, fill=DARK_BLUE, stroke=PAPER, strokeWidth=1, opacity=1
    )
    none = alt.Chart().mark_text(baseline="middle", fontSize=TEXT_SIZE, color=QUIET_INK)
    if spans:
        yield draw_on(spans, rule.encode(x=pixel_x(), y=pixel_y(), y2=alt.Y2("y2")))
        yield draw_on(dots, dot.encode(x=pixel_x(), y=pixel_y()))
    if gaps:
        yield draw_on(gaps, none.encode(x=pixel_x(), y=pixel_y(), text=words()))
