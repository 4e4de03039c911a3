"""The trend of a team as a chart, and the sentence that says what it shows."""

from collections.abc import Sequence

from authorities.register.models import Authority
from charts.chart import Chart
from charts.rating_trend import MonthlyMean, rating_trend
from charts.words import join_in_words
from leadership.pulse.kinds import Question
from leadership.pulse.release import Said
from leadership.pulse.trend import Month, bounds, changed

SHOWN = 12
FEW = 10
CAPTION = (
    "Average of answers from 1 to 5, to a tenth, with the interval in which it would lie in 95 of 100 teams that "
    "answered alike. A dash stands for a month with fewer than 3 answers. Under 10 answers the figures are indicative."
)


def picture_of(authority: Authority, months: Sequence[Month]) -> Chart | None:
    """The last twelve months; None before there is one."""
    shown = months[-SHOWN:]
    if not shown:
        return None
    questions = [
        (question.theme, [_mean(month, month.said[place]) for month in shown])
        for place, question in enumerate(Question)
    ]
    newest = "; ".join(f"{said.question.theme.lower()} {value_words(said)}" for said in shown[-1].said)
    return rating_trend(
        questions,
        title=_title(shown),
        told=f"Newest: {newest}.",
        caption=CAPTION,
        filename=f"team-pulse-{authority.code.lower()}",
    )


def lead_sentence(months: Sequence[Month]) -> str:
    """What the page answers first: how the team is doing, and whether anything has moved beyond chance."""
    if not months:
        return "No month has been released yet."
    newest = months[-1]
    when = f"{newest.round.month:%B %Y}"
    if newest.answers is None:
        return f"In {when} fewer than 3 of {newest.round.asked} answered, so nothing is shown of that month."
    return f"In {when} {newest.answers} of {newest.round.asked} answered. {_moved(months)}"


def value_words(said: Said) -> str:
    """The mean as it is said everywhere: page, picture, table, file."""
    if said.value is None:
        return "fewer than 3 answers"
    return f"{said.value} {said.end.value}" if said.end else str(said.value)


def _moved(months: Sequence[Month]) -> str:
    moved = changed(months)
    if len(months) == 1:
        return "It is the first month, so nothing can have changed yet."
    if not moved:
        return "Nothing has moved by more than chance explains since the month before."
    told = [f"“{question.theme.lower()}” has gone {'up' if up else 'down'}" for question, up in moved]
    return f"{join_in_words(told).capitalize()} by more than chance explains."


def _title(months: Sequence[Month]) -> str:
    if len(months) == 1:
        return "How the team sees itself, first month"
    return f"How the team sees itself over {len(months)} months"


def _mean(month: Month, said: Said) -> MonthlyMean:
    label, ends = f"{month.round.month:%b %Y}", bounds(said)
    if said.value is None or ends is None:
        return MonthlyMean(label)
    return MonthlyMean(label, float(said.value), float(ends[0]), float(ends[1]), value_words(said), said.answers)
