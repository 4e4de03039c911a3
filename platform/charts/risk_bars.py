"""The chance that a post changes hands within 3, 6 and 12 months, with its interval and its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.chart import Chart, alternative_of
from charts.readings import Face, Reading, readings_spec
from charts.table import Table
from charts.theme import Width
from charts.words import chance_in_words

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
INTERVAL = "80% interval"


@dataclass(frozen=True)
class HorizonRisk:
    """The chance (0 to 1) of a change within so many months, with its 80% interval.

    `words` says it as people do ("about 1 in 3, plausibly 1 in 4 to 2 in 5"); `base` is the chance of an ordinary post
    of the same role, where one is known.
    """

    months: int
    estimate: float
    low: float
    high: float
    words: str
    base: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.estimate <= self.high <= 1:
            msg = (
                f"The chance within {self.months} months must lie inside its interval and between 0 and 1; "
                f"got {self.low}, {self.estimate}, {self.high}"
            )
            raise ValueError(msg)


def risk_bars(risks: Sequence[HorizonRisk], *, title: str, caption: str, filename: str) -> Chart:
    """Draw one bar a horizon.

    Args:
        risks: usually 3, 6 and 12 months, in that order.
        title: the finding, about the post and not the person.
        caption: model version, day of the data, "provisional" where it is.
        filename: of the CSV file, without ending.

    Raises:
        ValueError: when there is nothing to draw.
    """
    if not risks:
        raise ValueError("There is no chance to draw; a vacant post shows its gap instead")
    readings = [
        Reading(f"{risk.months} months", risk.words, risk.estimate, risk.low, risk.high, risk.base) for risk in risks
    ]
    face = Face(
        bars=True,
        value_name="chance of a change",
        interval_name=INTERVAL,
        reference_name="an ordinary post of this role",
        ticks=TICKS,
        write=lambda share: f"{share:.0%}",
    )
    told = ", ".join(f"{chance_in_words(risk.estimate)} within {risk.months} months" for risk in risks)
    return Chart(
        title=title,
        alternative=alternative_of(
            [f"Bar chart of the chance that the post changes hands: {told}.", f"Longest horizon: {risks[-1].words}."]
        ),
        caption=caption,
        spec=readings_spec(readings, face, Width.WIDE),
        narrow=readings_spec(readings, face, Width.NARROW),
        table=_table(risks),
        filename=filename,
    )


def _table(risks: Sequence[HorizonRisk]) -> Table:
    columns = (
        "Within",
        "Chance of a change",
        "Interval (80%), from",
        "Interval (80%), to",
        "In words",
        "Ordinary post",
    )
    rows = tuple(
        (
            f"{risk.months} months",
            chance_in_words(risk.estimate),
            chance_in_words(risk.low),
            chance_in_words(risk.high),
            risk.words,
            None if risk.base is None else chance_in_words(risk.base),
        )
        for risk in risks
    )
    return Table(columns, rows)
