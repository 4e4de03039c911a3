"""The time of a post cut into stretches with the same holders or none: what the through-line is drawn from. Pure."""

from dataclasses import dataclass
from datetime import date

from charts.words import join_in_words
from leadership.register.history import History
from leadership.register.kinds import TenureStatus
from leadership.register.known import KnownTenure


@dataclass(frozen=True)
class Stretch:
    """From `start` to before `end` (None: it lasts) a post was held by the same people with one status, or by nobody.

    `holder` are those who discharge the role: one, or in a shared post all who share it.
    """

    start: date
    end: date | None
    status: TenureStatus | None
    holder: str
    new_person: bool


def stretches_of(history: History, on: date) -> list[Stretch]:
    """The stretches of a post up to a day, as known on it, from its first holder or its opening on.

    Where somebody stands in for a holder, the one who started last discharges the role (as in the risk model). Nobody
    stands in for anybody in a shared post: who shares it is there.
    """
    tenures = [each for each in history.tenures_as_known(on) if each.came_about and each.started.on <= on]
    closed = history.closed_as_known(on)
    first = min([history.post.opened_on, *(tenure.started.on for tenure in tenures)])
    days = {first, *(tenure.started.on for tenure in tenures)}
    days |= {tenure.ended.on for tenure in tenures if tenure.ended is not None and tenure.ended.on <= on}
    edges = sorted(day for day in days if closed is None or day < closed)
    found: list[Stretch] = []
    last: list[KnownTenure] = []
    for place, start in enumerate(edges):
        end = edges[place + 1] if place + 1 < len(edges) else (closed if closed and closed <= on else None)
        there = [tenure for tenure in tenures if tenure.covers(start)]
        there = there if history.post.job_share else there[-1:]
        found = _with(found, Stretch(start, end, *_told(history, there, last)))
        last = there or last
    return found


def _told(history: History, there: list[KnownTenure], last: list[KnownTenure]) -> tuple[TenureStatus | None, str, bool]:
    if not there:
        return None, "", False
    before = {tenure.person_id for tenure in last}
    new = bool(before) and any(tenure.person_id not in before for tenure in there)
    # One of them who holds it in their own right is enough for the post to be held so.
    status = next((tenure.status for tenure in reversed(there) if tenure.status.substantive), there[-1].status)
    names = list(dict.fromkeys(history.name(tenure.person_id) for tenure in there))
    return status, join_in_words(names), new


def _with(found: list[Stretch], following: Stretch) -> list[Stretch]:
    """Add a stretch, or lengthen the last one if nothing changed."""
    before = found[-1] if found else None
    same = before is not None and (before.status, before.holder) == (following.status, following.holder)
    if before is None or not same or following.new_person:
        return [*found, following]
    return [*found[:-1], Stretch(before.start, following.end, before.status, before.holder, before.new_person)]
