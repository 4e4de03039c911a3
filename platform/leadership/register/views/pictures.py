"""The through-line of posts, from the register's history."""

from collections.abc import Sequence
from datetime import date

from charts.chart import Chart
from charts.through_line import Holding, Row, Segment, through_line
from leadership.register.history import History
from leadership.register.stretches import Stretch, stretches_of

YEARS_SHOWN = 6


def line_of_posts(histories: Sequence[History], on: date, *, whose: str, filename: str) -> Chart | None:
    """Who held each post over the last six years, as known on a day; None while nothing is on record of them."""
    start = on.replace(year=on.year - YEARS_SHOWN, day=1)
    rows = [_row(history, start, on) for history in histories]
    drawn = [row for row in rows if row.segments]
    if not drawn:
        return None
    return through_line(
        drawn,
        title=f"Who has led {whose}",
        caption=f"Leadership register as known on {on.day} {on:%B %Y}. A tick marks a new person.",
        filename=filename,
        start=start,
        today=on,
        heading="Post",
    )


def _row(history: History, start: date, on: date) -> Row:
    shown = [each for each in stretches_of(history, on) if each.end is None or each.end > start]
    return Row(label=history.post.title, segments=tuple(_segment(each) for each in shown))


def _segment(stretch: Stretch) -> Segment:
    holding = Holding.VACANT if stretch.status is None else Holding(stretch.status.value)
    return Segment(stretch.start, stretch.end, holding, stretch.holder, stretch.new_person)
