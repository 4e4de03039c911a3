"""How a post was held over time, for the pictures: one stretch after another, vacant time included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leadership.risk.history import Post
from leadership.risk.spells import Holding

VACANT = "vacant"


@dataclass(frozen=True)
class Stretch:
    """Time in which one person held a post with one status, or nobody did (`person` None, status `vacant`).

    `end` is the first day after it, None while it lasts; `new_person` whether a different person begins here.
    """

    start: date
    end: date | None
    status: str
    person: str | None
    new_person: bool


def stretches_of(post: Post) -> tuple[Stretch, ...]:
    """The stretches of a post up to the landmark of its history; a job share is followed holder by holder."""
    found: list[Stretch] = []
    for holding in _one_line(post.holdings):
        last = found[-1].end if found else None
        if last is not None and last < holding.start:
            found.append(Stretch(last, holding.start, VACANT, None, new_person=False))
        found.extend(_held(holding))
    if not post.holders():
        since = found[-1].end if found else post.seat.opened_on
        if since is not None:
            found.append(Stretch(since, None, VACANT, None, new_person=False))
    return tuple(found)


def _one_line(holdings: Sequence[Holding]) -> list[Holding]:
    line: list[Holding] = []
    for holding in holdings:
        if not line or (line[-1].end is not None and line[-1].end <= holding.start):
            line.append(holding)
    return line


def _held(holding: Holding) -> list[Stretch]:
    return [
        Stretch(spell.start, spell.end, spell.row.status, holding.person, number == 0)
        for number, spell in enumerate(holding.spells)
    ]
