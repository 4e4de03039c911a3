"""The picture and the table of an aggregate; nothing hidden is in either, for neither is given anything else."""

from charts.chart import Chart, alternative_of
from charts.readings import Face, Reading, readings_spec
from charts.table import Table
from charts.theme import Width
from leadership.profiles.aggregates.find import Line, Shown
from leadership.profiles.attributes import WORDS
from leadership.profiles.release.result import HIDDEN

COLUMNS = ("Attribute", "Mean", "Interval (95%), from", "Interval (95%), to", "Leaders", "Raters")
FACE = Face(
    bars=False,
    value_name="mean of raters",
    interval_name="95% interval",
    reference_name="",
    ticks=(1.0, 2.0, 3.0, 4.0, 5.0),
    write=lambda number: f"{number:.0f}",
)


def table_of(shown: Shown) -> Table:
    """Five rows, always: a hidden cell holds the token."""
    return Table(COLUMNS, tuple(_row(line) for line in shown.lines))


def _row(line: Line) -> tuple[str, ...]:
    low, high = line.interval or (HIDDEN, HIDDEN)
    counts = (HIDDEN if number is None else str(number) for number in (line.leaders, line.raters))
    return (WORDS[line.attribute].name, line.shown, str(low), str(high), *counts)


def chart_of(shown: Shown, filename: str) -> Chart | None:
    """Five dots with their intervals; None where nothing is shown."""
    if shown.hidden:
        return None
    readings = [_reading(line) for line in shown.lines]
    return Chart(
        title=f"{shown.title}: how raters see {shown.leaders} leaders",
        alternative=alternative_of(
            [
                "Means on a scale from 1 to 5, each with its interval.",
                *(f"{reading.label}: {reading.words}." for reading in readings),
            ]
        ),
        caption=f"Mean of the ratings of {shown.raters} peers, direct reports and partners, to the nearest quarter, "
        "from closed 360 rounds of the last two years. Ratings of one leader resemble each other, so the true "
        "uncertainty is somewhat greater than the interval.",
        spec=readings_spec(readings, FACE, Width.WIDE),
        narrow=readings_spec(readings, FACE, Width.NARROW),
        table=table_of(shown),
        filename=filename,
    )


def _reading(line: Line) -> Reading:
    name = WORDS[line.attribute].name
    if line.value is None or line.interval is None:
        return Reading(name, HIDDEN, None)
    low, high = line.interval
    return Reading(name, f"{line.value}, plausibly {low} to {high}", float(line.value), float(low), float(high))
