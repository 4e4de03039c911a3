"""The time of a post cut into stretches with one holder or none: what the through-line is drawn from. Pure."""

from dataclasses import dataclass
from datetime import date

from leadership.register.history import History
from leadership.register.kinds import TenureStatus
from leadership.register.known import KnownTenure


@dataclass(frozen=True)
class Stretch:
    """From `start` to before `end` (None: it lasts) the post was held by one person with one status, or by nobody."""

    start: date
    end: date | None
    status: TenureStatus | None
    holder: str
    new_person: bool


def stretches_of(history: History, on: date) -> list[Stretch]:
    """The stretches of a post up to a day, as known on it, from its first holder or its opening on.

    Where somebody stands in for a holder, the one who started last discharges the role (as in the risk model).
    """
    tenures = [each for each in history.tenures_as_known(on) if each.came_about and each.started.on <= on]
    closed = history.closed_as_known(on)
    first = min([history.post.opened_on, *(tenure.started.on for tenure in tenures)])
    days = {first, *(tenure.started.on for tenure in tenures)}
    days |= {tenure.ended.on for tenure in tenures if tenure.ended is not None and tenure.ended.on <= on}
    edges = sorted(day for day in days if closed is None or day < closed)
    found: list[Stretch] = []
    last: KnownTenure | None = None
    for place, start in enumerate(edges):
        end = edges[place + 1] if place + 1 < len(edges) else (closed if closed and closed <= on else None)
        there = [tenure for tenure in tenures if tenure.covers(start)]
        tenure = there[-1] if there else None
        found = _with(found, Stretch(start, end, *_told(history, tenure, last)))
        last = tenure or last
    return found


def _told(
    history: History, tenure: KnownTenure | None, last: KnownTenure | None
) -> tuple[TenureStatus | None, str, bool]:
    if tenure is None:
        return None, "", False
    new = last is not None and last.person_id != tenure.person_id
    return tenure.status, history.name(tenure.person_id), new


def _with(found: list[Stretch], following: Stretch) -> list[Stretch]:
    """Add a stretch, or lengthen the last one if nothing changed."""
    before = found[-1] if found else None
    same = before is not None and (before.status, before.holder) == (following.status, following.holder)
    if before is None or not same or following.new_person:
        return [*found, following]
    return [*found[:-1], Stretch(before.start, following.end, before.status, before.holder, before.new_person)]
