"""The through-line in words: the table beneath the picture and the sentence for those who cannot see it."""

from collections.abc import Iterator, Sequence
from datetime import date

from charts.chart import alternative_of
from charts.table import Cell, Table
from charts.through_line.model import Holding, Outcome, Row, Segment
from charts.through_line.style import HAPPENING_WORDS, HOLDING_WORDS
from charts.words import chance_in_words, count_in_words, day_in_words, join_in_words, month_in_words

RECENT_YEARS = 3
THIN = {Holding.INTERIM, Holding.ACTING}


def table(rows: Sequence[Row], *, heading: str, start: date, today: date, outcome: Outcome | None = None) -> Table:
    """Every stretch, event, stage, chance and figure the picture shows, in the order of rows and days."""
    told: list[tuple[Cell, ...]] = []
    for row in rows:
        told += sorted(_row(row, start, today), key=lambda cells: str(cells[1]))
        told += _outlook(row, today)
    if outcome:
        told += _outcome(outcome, start, today)
    return Table((heading, "From", "Until", "What"), tuple(told))


def _row(row: Row, start: date, today: date) -> Iterator[tuple[Cell, ...]]:
    for segment in row.segments:
        if (segment.end is None or segment.end > start) and segment.start <= today:
            yield row.label, segment.start, segment.end, _segment(segment)
    for stage in row.stages:
        if (stage.end is None or stage.end > start) and stage.start <= today:
            yield row.label, stage.start, stage.end, f"Stage: {stage.name}"
    for event in row.events:
        if event.on >= start:
            yield row.label, event.on, None, f"{HAPPENING_WORDS[event.kind]}: {event.label}"


def _segment(segment: Segment) -> str:
    words = HOLDING_WORDS[segment.holding]
    holder = f": {segment.holder}" if segment.holder else ""
    return f"{words}{holder}{' (new person)' if segment.new_person else ''}"


def _outlook(row: Row, today: date) -> Iterator[tuple[Cell, ...]]:
    if row.outlook:
        chances = [
            f"{chance_in_words(chance)} within {months} months"
            for months, chance in ((3, row.outlook.r3), (6, row.outlook.r6), (12, row.outlook.r12))
        ]
        yield row.label, today, None, f"Chance of a change: {join_in_words(chances)}"


def _outcome(outcome: Outcome, start: date, today: date) -> Iterator[tuple[Cell, ...]]:
    sign = "%" if outcome.unit == "%" else ""
    for point in outcome.points:
        if start <= point.on <= today:
            own = "no figure" if point.value is None else f"{point.value:,.{outcome.decimals}f}{sign}"
            words = f"{outcome.measure}, {point.period}: {own}"
            if point.comparator is not None:
                words += f" ({outcome.comparator_label} {point.comparator:,.{outcome.decimals}f}{sign})"
            yield outcome.label, point.on, None, words


def alternative(rows: Sequence[Row], *, start: date, today: date) -> str:
    """What the picture says today, in one or two sentences of at most 220 characters."""
    held = [row.at(today) for row in rows]
    thick = sum(s is not None and s.holding in {Holding.PERMANENT, Holding.FIXED_TERM} for s in held)
    thin = sum(s is not None and s.holding in THIN for s in held)
    vacant = sum(s is not None and s.holding is Holding.VACANT for s in held)
    parts = [f"{thick} held permanently or for a fixed term", f"{thin} interim or acting", f"{vacant} vacant"]
    recently = date(today.year - RECENT_YEARS, today.month, min(today.day, 28))
    changes = sum(s.new_person and max(recently, start) <= s.start <= today for row in rows for s in row.segments)
    return alternative_of(
        [
            f"Timeline of {count_in_words(len(rows), 'post', 'posts')} from {month_in_words(start)}.",
            f"On {day_in_words(today)}: {join_in_words(parts)}.",
            f"{count_in_words(changes, 'new person', 'new people')} in the last three years.",
        ]
    )
