"""The timeline of an authority: every post that it had, over the whole time on record, as known on a day.

The through-line on the authority's page shows the open posts over six years beside an outcome; this one leaves nobody
out, and is for those who may see names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.chart import Chart
from charts.through_line import Event, Happening, Holding, Row, Segment, Stage, through_line
from charts.words import count_in_words, month_in_words
from core.access import Identity
from leadership.register.history import History, list_histories
from leadership.register.stretches import stretches_of
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze
from leadership.risk.pictured import marks, stage_bands


@dataclass(frozen=True)
class Timeline:
    """The picture with what it comes to in a sentence."""

    chart: Chart
    sentence: str


def timeline_of(session: Session, *, by: Identity, authority: Authority, on: date, today: date) -> Timeline | None:
    """The timeline as known on a day; None while no post is on record."""
    histories = list_histories(session, by=by, authority_id=authority.id, on=today)
    known = [history for history in histories if history.post.known_on <= on]
    rows = [row for row in (_row(history, on) for history in known) if row.segments]
    start = _start(rows)
    if start is None or start >= on:
        return None
    rows = _with_surroundings(session, authority, rows, start, on)
    return Timeline(_chart(authority, rows, start, on), _sentence(known, rows, start, on))


def _sentence(histories: Sequence[History], rows: Sequence[Row], start: date, on: date) -> str:
    """One person counts once, however many posts they held, and whatever their status was."""
    people = {
        tenure.person_id
        for history in histories
        for tenure in history.tenures_as_known(on)
        if tenure.came_about and tenure.started.on <= on
    }
    held = f"{count_in_words(len(people), 'person has', 'people have')} held"
    return f"Since {month_in_words(start)} {held} the {count_in_words(len(rows), 'post', 'posts')} on record."


def _chart(authority: Authority, rows: Sequence[Row], start: date, on: date) -> Chart:
    return through_line(
        rows,
        title=f"Who has held each post of {authority.name} since {start.year}",
        caption=f"Leadership register as known on {on.day} {on:%B %Y}. A tick marks a new person. Standing side by "
        "side is no sign that one caused the other.",
        filename=f"timeline-{authority.code.lower()}",
        start=start,
        today=on,
        heading="Post",
    )


def _row(history: History, on: date) -> Row:
    closed = history.closed_as_known(on)
    ended = f" (closed on {closed.day} {closed:%B %Y})" if closed is not None and closed <= on else ""
    return Row(
        label=f"{history.post.title}{ended}",
        segments=tuple(
            Segment(
                stretch.start,
                stretch.end,
                Holding.VACANT if stretch.status is None else Holding(stretch.status.value),
                stretch.holder,
                stretch.new_person,
            )
            for stretch in stretches_of(history, on)
        ),
    )


def _start(rows: Sequence[Row]) -> date | None:
    """The first day on which somebody held a post; years in which nobody is on record would only push it aside."""
    held = [segment.start for row in rows for segment in row.segments if segment.holding is not Holding.VACANT]
    opened = [row.segments[0].start for row in rows]
    return min(held or opened, default=None)


def _with_surroundings(session: Session, authority: Authority, rows: Sequence[Row], start: date, on: date) -> list[Row]:
    """Events and stages are the authority's: they stand on the first line, once."""
    cut = freeze(*read_inputs(session, on, [authority.id]), on)
    facts = next((item for item in cut.authorities if item.authority == authority.code), None)
    around = () if facts is None else marks(session, authority.id, facts, on)
    bands = stage_bands(session, authority.id, on)
    first = replace(
        rows[0],
        events=tuple(Event(mark.on, Happening(mark.kind), mark.label) for mark in around if mark.on >= start),
        stages=tuple(Stage(band.name, band.started_on, band.ended_on, band.order) for band in bands),
    )
    return [_from(row, start) for row in (first, *rows[1:])]


def _from(row: Row, start: date) -> Row:
    return replace(row, segments=tuple(each for each in row.segments if each.end is None or each.end > start))
