"""Past quarterly landmarks: who was in post on each, what followed in the three intervals after it."""

import numpy as np

from leadership.risk.arrays import Floats, Ints
from leadership.risk.history import History
from leadership.risk.months import DAYS_IN_MONTH, add_months
from leadership.risk.rows import HORIZONS, INTERVAL_MIDDLES, INTERVAL_STARTS, Rows, Stretch, are_temporary
from leadership.risk.surroundings import Windows

QUARTER = 3


def landmark_windows(history: History) -> Windows:
    """The intervals of every quarterly landmark before the cut's that have ended by it, in order of time."""
    known: list[int] = []
    start: list[int] = []
    end: list[int] = []
    interval: list[int] = []
    last, steps = history.landmark, 1
    while (day := add_months(last, -QUARTER * steps)) >= history.first_day:
        for number, (first, until) in enumerate(zip(INTERVAL_STARTS, HORIZONS, strict=True)):
            if add_months(day, until) <= last:
                known.append(day.toordinal())
                start.append(add_months(day, first).toordinal())
                end.append(add_months(day, until).toordinal())
                interval.append(number)
        steps += 1
    columns = (np.asarray(part[::-1], dtype=np.int64) for part in (known, start, end, interval))
    return Windows(*columns)


def landmark_rows(history: History, windows: Windows) -> Rows:
    """A row for every watched holder and window, up to the holder's leaving.

    The status is that of the landmark, whatever came of it; a holder gone before a window begins has no row in it.
    """
    stretches: list[Stretch] = []
    ends: list[int] = []
    spans: list[tuple[int, int]] = []
    landmark = history.landmark.toordinal()
    for post in history.posts:
        for holding in post.holdings if post.observed_from else ():
            for spell in holding.spells:
                start = max(spell.start, post.observed_from or spell.start).toordinal()
                end = landmark if spell.end is None else spell.end.toordinal()
                if start < end:
                    stretches.append(Stretch(post, holding, spell))
                    spans.append((start, end))
                    # A holder still there has outlasted every window: one day beyond the last of them.
                    ends.append(landmark + 1 if holding.end is None else holding.end.toordinal())
    stretch, window = _pairs(
        np.asarray(spans, dtype=np.int64).reshape(-1, 2), np.asarray(ends, dtype=np.int64), windows
    )
    return _rows(tuple(stretches), stretch, window, np.asarray(ends, dtype=np.int64), windows)


def _pairs(spans: Ints, ends: Ints, windows: Windows) -> tuple[Ints, Ints]:
    """All pairs of a stretch and a window that is looked at during it and begins before its holder has left."""
    first = np.searchsorted(windows.known, spans[:, 0], side="left")
    after = np.searchsorted(windows.known, spans[:, 1], side="left")
    counts = after - first
    stretch = np.repeat(np.arange(len(spans)), counts)
    window = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first[stretch]
    there = windows.start[window] < ends[stretch]
    return stretch[there], window[there]


def _rows(stretches: tuple[Stretch, ...], stretch: Ints, window: Ints, ends: Ints, windows: Windows) -> Rows:
    clocks = np.asarray([item.spell.clock_from.toordinal() for item in stretches], dtype=np.int64)
    left = np.asarray([item.holding.left for item in stretches], dtype=np.bool_)
    months: Floats = (np.minimum(windows.end[window], ends[stretch]) - windows.start[window]) / DAYS_IN_MONTH
    so_far: Floats = (windows.known[window] - clocks[stretch]) / DAYS_IN_MONTH
    return Rows(
        stretches,
        stretch,
        window,
        months,
        so_far + INTERVAL_MIDDLES[windows.interval[window]],
        are_temporary(stretches)[stretch],
        (left[stretch] & (ends[stretch] <= windows.end[window])).astype(np.int64),
    )
