"""Rows of the model: one holder in one window. The past gives one for each month, a prediction three a holder."""

from dataclasses import dataclass

import numpy as np

from leadership.risk.arrays import Floats, Ints
from leadership.risk.history import History, Post
from leadership.risk.months import DAYS_IN_MONTH, add_months, month_edges
from leadership.risk.priors import Group
from leadership.risk.spells import Holding, Spell
from leadership.risk.surroundings import Windows

# A prediction looks at the intervals (0, 3], (3, 6] and (6, 12] months after the landmark.
HORIZONS = (3, 6, 12)
INTERVAL_STARTS = (0, 3, 6)
INTERVAL_LENGTHS = np.asarray([3.0, 3.0, 6.0])
INTERVAL_MIDDLES = np.asarray([1.5, 4.5, 9.0])


@dataclass(frozen=True)
class Stretch:
    """The part of a spell that the rows come from."""

    post: Post
    holding: Holding
    spell: Spell


@dataclass(frozen=True)
class Rows:
    """Parallel arrays, one entry a row.

    `stretch` and `window` are places in `stretches` and in the windows; `months` is the length of the row in months
    (exposure), `tenure` the months in post at its middle, `event` 1 where the holder left in it.
    """

    stretches: tuple[Stretch, ...]
    stretch: Ints
    window: Ints
    months: Floats
    tenure: Floats
    temporary: Ints
    event: Ints

    def __len__(self) -> int:
        return len(self.stretch)


def past_windows(history: History) -> Windows:
    """The calendar months from the first observed day to the landmark, each looked at on its first day."""
    edges = month_edges(history.first_day, history.landmark)
    starts, ends = edges[:-1], edges[1:]
    return Windows(starts, starts, ends, np.zeros(len(starts), dtype=np.int64))


def coming_windows(history: History) -> Windows:
    """The three intervals after the landmark, all looked at on the landmark."""
    known = np.full(len(HORIZONS), history.landmark.toordinal(), dtype=np.int64)
    starts = [add_months(history.landmark, months).toordinal() for months in INTERVAL_STARTS]
    ends = [add_months(history.landmark, months).toordinal() for months in HORIZONS]
    return Windows(known, np.asarray(starts), np.asarray(ends), np.arange(len(HORIZONS)))


def past_rows(history: History, windows: Windows) -> Rows:
    """Every month that a holder was watched in post, with whether they left in it. Parts of months count as parts."""
    stretches: list[Stretch] = []
    spans: list[tuple[int, int, int, int]] = []
    landmark = history.landmark.toordinal()
    for post in history.posts:
        watched = landmark if post.observed_from is None else post.observed_from.toordinal()
        for holding in post.holdings:
            for spell in holding.spells:
                end = landmark if spell.end is None else spell.end.toordinal()
                start = max(spell.start.toordinal(), watched)
                if start < end:
                    left = holding.left and spell is holding.spells[-1]
                    stretches.append(Stretch(post, holding, spell))
                    spans.append((start, end, spell.clock_from.toordinal(), int(left)))
    return _by_month(tuple(stretches), np.asarray(spans, dtype=np.int64).reshape(-1, 4), windows)


def _by_month(stretches: tuple[Stretch, ...], spans: Ints, windows: Windows) -> Rows:
    start, end, clock, left = spans.T
    first = np.searchsorted(windows.start, start, side="right") - 1
    last = np.searchsorted(windows.start, end, side="left") - 1
    counts = last - first + 1
    stretch = np.repeat(np.arange(len(stretches)), counts)
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    window = first[stretch] + place
    from_day = np.maximum(start[stretch], windows.start[window])
    to_day = np.minimum(end[stretch], windows.end[window])
    return Rows(
        stretches,
        stretch,
        window,
        (to_day - from_day) / DAYS_IN_MONTH,
        ((from_day + to_day) / 2 - clock[stretch]) / DAYS_IN_MONTH,
        are_temporary(stretches)[stretch],
        np.where(place == counts[stretch] - 1, left[stretch], 0),
    )


def coming_rows(history: History) -> Rows:
    """Three rows for everybody in post at the landmark in a post that is open.

    A post that is known to close ends the time at risk on that day.
    """
    stretches = tuple(
        Stretch(post, holding, holding.spells[-1])
        for post in history.posts
        if post.is_open(history.landmark)
        for holding in post.holders()
    )
    count = len(stretches)
    stretch = np.repeat(np.arange(count), len(HORIZONS))
    window = np.tile(np.arange(len(HORIZONS)), count)
    landmark = history.landmark.toordinal()
    clocks = np.asarray([item.spell.clock_from.toordinal() for item in stretches], dtype=np.int64)
    closes = np.asarray([_months_open(item.post, landmark) for item in stretches])
    open_for = closes[stretch] - np.asarray(INTERVAL_STARTS)[window] if count else np.zeros(0)
    return Rows(
        stretches,
        stretch,
        window,
        np.clip(open_for, 0.0, INTERVAL_LENGTHS[window]),
        (landmark - clocks[stretch]) / DAYS_IN_MONTH + INTERVAL_MIDDLES[window],
        are_temporary(stretches)[stretch],
        np.zeros(len(stretch), dtype=np.int64),
    )


def are_temporary(stretches: tuple[Stretch, ...]) -> Ints:
    """1 for stretches of interim and acting holders, otherwise 0."""
    return np.asarray([item.spell.group is Group.TEMPORARY for item in stretches], dtype=np.int64)


def _months_open(post: Post, landmark: int) -> float:
    if post.seat.closed_on is None:
        return float("inf")
    return (post.seat.closed_on.toordinal() - landmark) / DAYS_IN_MONTH
