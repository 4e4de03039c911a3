"""The through-line of one post, small enough for a row of a table.

Written as SVG directly: a list of 153 authorities would cost the drawing engine more than a second, this costs it
nothing. Thickness, breaks, tints and shades come from the same place as those of the large picture.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from charts.theme import AXIS, DARK_BLUE, INK, PAPER
from charts.through_line.future import MONTHS_AHEAD, fades
from charts.through_line.layout import months_after
from charts.through_line.model import Holding, Row, Segment
from charts.through_line.style import HOLDING_WORDS, STROKES
from charts.words import chance_in_words, count_in_words, month_in_words

WIDTH = 168
HEIGHT = 20
SHRINK = 0.78
YEARS = 5


def mini_line(row: Row, *, today: date, years: int = YEARS) -> str:
    """An `<svg>` of the last years and the year ahead, hidden from screen readers: print `mini_words` beside it."""
    start = date(today.year - years, today.month, min(today.day, 28))
    end = months_after(today, MONTHS_AHEAD)
    parts = [*_past(row, start, today, end), *_ahead(row, start, today, end), *_ticks(row, start, today, end)]
    x = _x(today, start, end)
    parts.append(f'<path d="M{x:.1f} 1V{HEIGHT - 1}" stroke="{AXIS}" stroke-dasharray="2 2"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-mini-line" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def mini_words(row: Row, *, today: date) -> str:
    """The small line in a few words: "Permanent since June 2023; 2 new people in five years"."""
    now = row.at(today)
    since = "Not recorded" if now is None else f"{HOLDING_WORDS[now.holding]} since {month_in_words(now.start)}"
    start = date(today.year - YEARS, today.month, min(today.day, 28))
    changes = sum(segment.new_person and start <= segment.start <= today for segment in row.segments)
    words = f"{since}; {count_in_words(changes, 'new person', 'new people')} in five years"
    if row.outlook and now and now.holding is not Holding.VACANT:
        words += f"; {chance_in_words(row.outlook.r12)} chance of a change in 12 months"
    return words


def _x(day: date, start: date, end: date) -> float:
    return (day - start).days / (end - start).days * WIDTH


def _line(begins: float, ends: float, segment: Segment, colour: str = DARK_BLUE) -> Iterator[str]:
    stroke = STROKES[segment.holding]
    middle = HEIGHT / 2
    path = f'<path d="M{begins:.1f} {middle:g}H{ends:.1f}"'
    dash = f' stroke-dasharray="{" ".join(f"{d:g}" for d in stroke.dash)}"' if stroke.dash else ""
    thickness = stroke.thickness * (SHRINK if stroke.thickness > STROKES[Holding.INTERIM].thickness else 0.9)
    yield f'{path} stroke="{colour}" stroke-width="{thickness:g}"{dash}/>'
    if stroke.hollow:
        yield f'{path} stroke="{PAPER}" stroke-width="{thickness * 0.45:.2g}"/>'


def _past(row: Row, start: date, today: date, end: date) -> Iterator[str]:
    for segment in row.segments:
        begins, ends = max(segment.start, start), min(segment.end or today, today)
        if begins < ends:
            yield from _line(_x(begins, start, end), _x(ends, start, end), segment)


def _ahead(row: Row, start: date, today: date, end: date) -> Iterator[str]:
    now = row.at(today)
    if row.outlook is None or now is None:
        return
    shades = fades(row.outlook)
    for fade, following in reversed(list(pairwise(shades))):
        begins = _x(months_after(today, fade.months), start, end)
        ends = min(_x(months_after(today, following.months), start, end) + 0.4, WIDTH)
        yield from _line(begins, ends, now, fade.colour)


def _ticks(row: Row, start: date, today: date, end: date) -> Iterator[str]:
    for segment in row.segments:
        if segment.new_person and start < segment.start <= today:
            x = _x(segment.start, start, end)
            path = f'<path d="M{x:.1f} 2V{HEIGHT - 2}"'
            yield f'{path} stroke="{PAPER}" stroke-width="4"/>{path} stroke="{INK}" stroke-width="1.5"/>'
