"""Notices that a holder will leave: announced departures, last days and successors' starts that were known ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from leadership.risk.arrays import Floats
from leadership.risk.facts import Announcement, TenureFact
from leadership.risk.history import History, Post
from leadership.risk.known import usable_on
from leadership.risk.months import DAYS_IN_MONTH
from leadership.risk.rows import HORIZONS, Rows
from leadership.risk.spells import Holding
from leadership.risk.surroundings import FAR, Windows


@dataclass(frozen=True)
class Notice:
    """From `known_on` to `until` (withdrawn or corrected) it was known that the holder leaves about `expected_on`."""

    known_on: date
    until: date
    expected_on: date


def notices_of(post: Post, holding: Holding, history: History) -> list[Notice]:
    """Every notice that concerned this holding while it lasted."""
    return [
        notice
        for notice in (*_announced(post, holding), *_dated_ahead(post, holding, history))
        if holding.end is None or notice.known_on < holding.end
    ]


def interval_of_notice(rows: Rows, windows: Windows, history: History) -> Floats:
    """For each row the interval in which the holder is expected to leave: 0, 1, 2, or NaN without a notice.

    3 stands for more than twelve months ahead; an expected day that has passed counts as in the first interval. Where
    several notices stand, the earliest day is taken.
    """
    expected = np.full(len(rows), np.inf)
    firsts = np.searchsorted(rows.stretch, np.arange(len(rows.stretches) + 1))
    for number, stretch in enumerate(rows.stretches):
        mine = slice(firsts[number], firsts[number + 1])
        known = windows.known[rows.window[mine]]
        for notice in notices_of(stretch.post, stretch.holding, history):
            stands = (known >= notice.known_on.toordinal()) & (known < notice.until.toordinal())
            expected[mine] = np.where(
                stands, np.minimum(expected[mine], notice.expected_on.toordinal()), expected[mine]
            )
    ahead = (expected - windows.known[rows.window]) / DAYS_IN_MONTH
    interval = np.searchsorted(np.asarray(HORIZONS, dtype=np.float64), ahead, side="left").astype(np.float64)
    return np.where(np.isinf(expected), np.nan, interval)


def _announced(post: Post, holding: Holding) -> Iterator[Notice]:
    said = post.seat.announcements
    for item in said:
        if item.kind == "departure_announced" and _concerns(item, holding):
            withdrawn = [
                usable_on(other)
                for other in said
                if other.kind == "departure_withdrawn"
                and usable_on(other) >= usable_on(item)
                and (other.person is None or item.person is None or other.person == item.person)
            ]
            until = min([*withdrawn, item.superseded_on or date.max])
            yield Notice(usable_on(item), until, item.effective_on)


def _concerns(item: Announcement, holding: Holding) -> bool:
    """A named announcement concerns that person; one without a name whoever was in post when it could be used."""
    if item.person is not None:
        return item.person == holding.person and holding.start <= item.effective_on
    return holding.start <= usable_on(item)


def _dated_ahead(post: Post, holding: Holding, history: History) -> Iterator[Notice]:
    """The register may know a last day, or the first day of somebody else, before it comes."""
    own = {spell.row.ref for spell in holding.spells}
    for row in post.rows:
        start_known, end_known = history.known[row.ref]
        if row.ref in own and row.ended_on is not None and end_known is not None and end_known < row.ended_on:
            if row.end_reason != "confirmed":
                yield Notice(end_known, date.fromordinal(FAR), row.ended_on)
        elif _succeeds(row, holding, post) and start_known < row.started_on:
            yield Notice(max(start_known, holding.start), date.fromordinal(FAR), row.started_on)


def _succeeds(row: TenureFact, holding: Holding, post: Post) -> bool:
    if post.seat.job_share or row.person == holding.person or row.started_on <= holding.start:
        return False
    return holding.end is None or row.started_on <= holding.end
