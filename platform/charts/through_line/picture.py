"""The signature picture of the product: who held what, when it broke, and how likely it is to break again."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from charts.axes import time_axis, years
from charts.chart import Chart
from charts.drawing import stacked, view
from charts.theme import Spec
from charts.through_line import telling
from charts.through_line.ahead import ahead, chances, today_rule
from charts.through_line.key import items, key
from charts.through_line.layout import Layout, lay_out
from charts.through_line.model import Outcome, Row
from charts.through_line.names import names, stage_names
from charts.through_line.outcome import outcome_panel
from charts.through_line.past import bands, events, lines, ticks

SPACING = 14


def through_line(
    rows: Sequence[Row],
    *,
    title: str,
    caption: str,
    filename: str,
    start: date,
    today: date,
    heading: str = "Authority",
    outcome: Outcome | None = None,
) -> Chart:
    """The state of each row's post over time, as thickness and breaks of a line.

    Thick while permanent, hollow for a fixed term, thin while interim or acting, dotted while vacant. After `today`
    each line fades by the chance that it is unbroken (rows with an outlook). With `outcome`, a measure and its
    comparator stand beneath on the same days.

    Args:
        rows: what to draw, from top to bottom.
        title: the finding in about ten words.
        caption: source, and the day as known on.
        filename: of the CSV file, without ending.
        start: the first day shown.
        today: the day that parts what was from what may come.
        heading: what a row is, as the first column's heading.
        outcome: drawn beneath, usually for a single authority.

    Raises:
        ValueError: when there is no row, or `start` is not before `today`.
    """
    if not rows:
        raise ValueError("A through-line needs at least one row")
    if start >= today:
        msg = f"A through-line starts before today; {start} is not before {today}"
        raise ValueError(msg)
    return Chart(
        title=title,
        alternative=telling.alternative(rows, start=start, today=today),
        caption=caption,
        spec=_spec(tuple(rows), lay_out(rows, start=start, today=today, narrow=False), outcome),
        narrow=_spec(tuple(rows), lay_out(rows, start=start, today=today, narrow=True), outcome),
        table=telling.table(rows, heading=heading, start=start, today=today, outcome=outcome),
        filename=filename,
    )


@lru_cache(maxsize=64)
def _spec(rows: tuple[Row, ...], layout: Layout, outcome: Outcome | None) -> Spec:
    frame = layout.frame
    views = [key(items(rows), frame.width), view(_layers(rows, layout), width=frame.width, height=frame.height)]
    if outcome and (panel := outcome_panel(outcome, rows, layout)):
        views.append(panel)
    return stacked(views, spacing=SPACING)


def _layers(rows: Sequence[Row], layout: Layout) -> list[Spec]:
    """From the back to the front."""
    return [
        *time_axis(layout.frame, years(layout.frame)),
        *bands(rows, layout),
        *stage_names(rows, layout),
        *lines(rows, layout),
        *ahead(rows, layout),
        *today_rule(rows, layout),
        *ticks(rows, layout),
        *events(rows, layout),
        *names(rows, layout),
        *chances(rows, layout),
    ]
