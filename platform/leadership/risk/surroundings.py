"""What surrounded the posts of each authority on given days, as it was known on those days.

Arrays have one row for each authority (or post) and one column for each window. A window has the day on which it is
looked at (`known`), its first day and the day after its last: facts must be known on the first of these; those that
are known ahead, such as an election, count in the window into which they fall.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from leadership.risk.arrays import Floats, Ints
from leadership.risk.facts import AuthorityFacts, Inspection
from leadership.risk.history import History, Post
from leadership.risk.months import add_months
from leadership.risk.priors import Group, group_of

RECENT_MONTHS = 12
CHURN_MONTHS = 36
PEERS_OPEN = 2
ELECTION_RUN_UP_MONTHS = 6
CONTRACT_RUN_UP_MONTHS = 6
FAR = date.max.toordinal()


@dataclass(frozen=True)
class Windows:
    """Ordinals of the days on which windows are looked at, begin and end; `interval` numbers those of a prediction."""

    known: Ints
    start: Ints
    end: Ints
    interval: Ints

    def __len__(self) -> int:
        return len(self.known)

    def share(self, start: date, end: date) -> Floats:
        """The share of each window that lies in [start, end)."""
        lasting = np.minimum(self.end, end.toordinal()) - np.maximum(self.start, start.toordinal())
        return np.asarray(np.maximum(lasting, 0) / np.maximum(self.end - self.start, 1), dtype=np.float64)

    def since(self, first: date, known: date) -> Ints:
        """1 in the windows that are looked at on or after both days, otherwise 0."""
        return (self.known >= max(first, known).toordinal()).astype(np.int64)


@dataclass(frozen=True)
class Surroundings:
    """NaN means not recorded. Shapes: authorities x windows, but `posts` x windows for the last two."""

    inadequate_recent: Floats
    inadequate_standing: Floats
    control_changed: Floats
    election: Floats
    election_ahead: Floats
    reorganisation: Floats
    chief_executive_changed: Floats
    dcs_changed: Floats
    peers_vacant: Floats
    other_changes: Floats


def survey(history: History, windows: Windows) -> Surroundings:
    """Read the surroundings of every authority and post off the history."""
    changes, gaps = _changes_in_posts(history, windows), _gaps_in_posts(history, windows)
    home = np.asarray([post.authority_number for post in history.posts], dtype=np.int64)
    peers = _sum_by_authority(gaps, home, len(history.authorities))[home] - gaps
    others = _sum_by_authority(changes, home, len(history.authorities))[home] - changes
    inspected = [_inadequate(facts, windows) for facts in history.authorities]
    return Surroundings(
        inadequate_recent=_table([recent for recent, _ in inspected], windows),
        inadequate_standing=_table([standing for _, standing in inspected], windows),
        control_changed=_each(history, windows, _control_changed),
        election=_each(history, windows, _election),
        election_ahead=_each(history, windows, _election_ahead),
        reorganisation=_each(history, windows, _reorganisation),
        chief_executive_changed=_role_changed(history, windows, "chief_executive"),
        dcs_changed=_role_changed(history, windows, "dcs"),
        peers_vacant=(peers >= PEERS_OPEN).astype(np.float64),
        other_changes=others,
    )


def is_inadequate(inspection: Inspection) -> bool:
    return "inadequate" in (inspection.overall, inspection.impact_of_leaders)


def _each(history: History, windows: Windows, read: Callable[[AuthorityFacts, Windows], Floats]) -> Floats:
    return _table([read(facts, windows) for facts in history.authorities], windows)


def _table(lines: list[Floats], windows: Windows) -> Floats:
    return np.stack(lines) if lines else np.zeros((0, len(windows)))


def _inadequate(facts: AuthorityFacts, windows: Windows) -> tuple[Floats, Floats]:
    """Whether the latest judgement known was inadequate, and given in the last twelve months or before.

    An inspection without a grade of either kind says nothing, so the judgement before it stands.
    """
    recent, standing = np.full(len(windows), np.nan), np.full(len(windows), np.nan)
    judged = [item for item in facts.inspections if item.overall or item.impact_of_leaders]
    for item in sorted(judged, key=lambda item: (item.inspected_on, item.known_on)):
        seen = windows.since(item.inspected_on, item.known_on) == 1
        fresh = windows.known < add_months(item.inspected_on, RECENT_MONTHS).toordinal()
        recent[seen] = (is_inadequate(item) & fresh)[seen]
        standing[seen] = (is_inadequate(item) & ~fresh)[seen]
    return recent, standing


def _control_changed(facts: AuthorityFacts, windows: Windows) -> Floats:
    changed = np.full(len(windows), np.nan)
    before: str | None = None
    for item in sorted(facts.control, key=lambda item: (item.effective_on, item.known_on)):
        seen = windows.since(item.effective_on, item.known_on) == 1
        if before is None or item.control != before:
            fresh = windows.known < add_months(item.effective_on, RECENT_MONTHS).toordinal()
            changed[seen] = fresh[seen] if before is not None else 0.0
        else:
            changed[seen & np.isnan(changed)] = 0.0
        before = item.control
    return changed


def _election(facts: AuthorityFacts, windows: Windows) -> Floats:
    """The share of months of the window that have a polling day."""
    share = np.zeros(len(windows)) if facts.elections else np.full(len(windows), np.nan)
    for item in facts.elections:
        known = item.known_on.toordinal() <= windows.known
        first = item.polling_on.replace(day=1)
        share += known * windows.share(first, add_months(first, 1))
    return share


def _election_ahead(facts: AuthorityFacts, windows: Windows) -> Floats:
    """The share of the window that lies in the six months before a polling day."""
    share = np.zeros(len(windows)) if facts.elections else np.full(len(windows), np.nan)
    for item in facts.elections:
        known = item.known_on.toordinal() <= windows.known
        share += known * windows.share(add_months(item.polling_on, -ELECTION_RUN_UP_MONTHS), item.polling_on)
    return np.asarray(np.minimum(share, 1.0))


def _reorganisation(facts: AuthorityFacts, windows: Windows) -> Floats:
    """The share of the window under reorganisation. No row means none: unlike a grade, it is an event."""
    share = np.zeros(len(windows))
    for item in facts.reorganisations:
        known = item.known_on.toordinal() <= windows.known
        share += known * windows.share(item.started_on, item.until or date.max)
    return np.asarray(np.minimum(share, 1.0))


def _changes_in_posts(history: History, windows: Windows) -> Floats:
    """For each post how many changes of the last three years were known."""
    return _table([_changes(post, windows, CHURN_MONTHS) for post in history.posts], windows)


def _changes(post: Post, windows: Windows, months: int) -> Floats:
    count = np.zeros(len(windows))
    for holding in post.holdings:
        if holding.left and holding.end is not None and holding.left_known_on is not None:
            fresh = windows.known < add_months(holding.end, months).toordinal()
            count += windows.since(holding.end, holding.left_known_on) * fresh
    return count


def _gaps_in_posts(history: History, windows: Windows) -> Floats:
    """For each post 1 where it was known to be vacant or held by an interim."""
    return _table([_gaps(post, history, windows) for post in history.posts], windows)


def _gaps(post: Post, history: History, windows: Windows) -> Floats:
    """A post counts from its opening or its first holder on record, whichever is later: before it nothing is known."""
    seat = post.seat
    first = max(seat.opened_on, post.holdings[0].start) if post.holdings else seat.opened_on
    gap = windows.since(first, seat.known_on)
    if seat.closed_on is not None:
        gap *= 1 - windows.since(seat.closed_on, seat.close_known_on or seat.closed_on)
    for row in post.rows:
        if group_of(row.status) is Group.SUBSTANTIVE:
            start_known, end_known = history.known[row.ref]
            there = windows.since(row.started_on, start_known)
            if row.ended_on is not None:
                there *= 1 - windows.since(row.ended_on, end_known or row.ended_on)
            gap *= 1 - there
    return gap.astype(np.float64)


def _role_changed(history: History, windows: Windows, role: str) -> Floats:
    """1 where a post of this role changed hands in the last twelve months; NaN where the authority has no such post."""
    changed = np.full((len(history.authorities), len(windows)), np.nan)
    for post in history.posts:
        if post.seat.role == role:
            line = changed[post.authority_number]
            known = windows.since(post.seat.opened_on, post.seat.known_on) == 1
            line[known & np.isnan(line)] = 0.0
            line[known] += _changes(post, windows, RECENT_MONTHS)[known]
    return np.asarray(np.minimum(changed, 1.0))


def _sum_by_authority(values: Floats, home: Ints, authorities: int) -> Floats:
    total = np.zeros((authorities, values.shape[1]))
    np.add.at(total, home, values)
    return total
