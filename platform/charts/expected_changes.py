"""How many changes to expect in the year ahead, beside how many there were in the last."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.chart import Chart, alternative_of
from charts.frame import nice_scale
from charts.readings import Face, Reading, readings_spec
from charts.table import Table
from charts.theme import Width


@dataclass(frozen=True)
class Expectation:
    """The expected number of changes of a group of posts with its 80% interval, and last year's number if known."""

    label: str
    posts: int
    expected: float
    low: float
    high: float
    last_year: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.expected <= self.high:
            msg = f"{self.label}: the expected number {self.expected} lies outside {self.low} to {self.high}"
            raise ValueError(msg)


def expected_changes(rows: Sequence[Expectation], *, title: str, caption: str, filename: str) -> Chart:
    """Draw each expectation as a dot with its interval, and last year's number as a diamond.

    Args:
        rows: the programme first, then its parts (by role or by authority).
        title: the finding, such as "Expect 9 changes in twelve months, as many as last year".
        caption: model version, day of the data, what counts as a change.
        filename: of the CSV file, without ending.

    Raises:
        ValueError: when there is no row.
    """
    if not rows:
        raise ValueError("There is no expectation to draw; show the empty state instead")
    readings = [Reading(r.label, _words(r), r.expected, r.low, r.high, r.last_year) for r in rows]
    ends = [end for row in rows for end in (row.high, float(row.last_year or 0))]
    face = Face(
        bars=False,
        value_name="expected in 12 months",
        interval_name="80% interval",
        reference_name="last year",
        ticks=tuple(nice_scale([0.0, max(*ends, 4.0)])),
        write=lambda number: f"{number:,.0f}",
    )
    first = rows[0]
    return Chart(
        title=title,
        alternative=alternative_of(
            [
                f"Expected changes of leader in 12 months. {first.label}: {_words(first)}.",
                *(f"{row.label}: {row.expected:.0f}." for row in rows[1:]),
            ]
        ),
        caption=caption,
        spec=readings_spec(readings, face, Width.WIDE),
        narrow=readings_spec(readings, face, Width.NARROW),
        table=_table(rows),
        filename=filename,
    )


def _words(row: Expectation) -> str:
    words = f"{row.expected:.0f} of {row.posts} posts, plausibly {row.low:.0f} to {row.high:.0f}"
    return words if row.last_year is None else f"{words}; {row.last_year} last year"


def _table(rows: Sequence[Expectation]) -> Table:
    columns = ("Group", "Posts", "Expected changes", "Interval (80%), from", "Interval (80%), to", "Last year")
    return Table(
        columns,
        tuple((r.label, r.posts, round(r.expected, 1), round(r.low, 1), round(r.high, 1), r.last_year) for r in rows),
    )
