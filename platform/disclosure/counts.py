"""Suppression of small counts in a two-way table with published totals (risk-and-analysis 14.1).

Primary: a count from 1 to `largest_hidden` is hidden; zero stays zero. Complementary: wherever the published totals
would give a hidden count away, another cell is hidden, the smallest remaining non-zero one of its row or column first.
Audit: the range of each hidden cell, by linear bounds, must hold at least 1 to `largest_hidden`; otherwise more is
hidden. Where hiding every cell is not enough, the totals are left out too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from disclosure.bounds import ranges

OUTCOMES_LARGEST_HIDDEN = 5
LEADERSHIP_LARGEST_HIDDEN = 2
SYMBOL = "c"


@dataclass(frozen=True)
class CountTable:
    """Counts by row and column as they may be published: None is hidden, and so are totals that would tell."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]


def suppress(
    rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], largest_hidden: int
) -> CountTable:
    """The table as it may be published.

    Args:
        rows: one label a row.
        columns: one label a column.
        counts: whole numbers of 0 or more, shape (rows, columns).
        largest_hidden: counts from 1 to this are hidden (5 for outcomes; 2 for leadership posts, 14.3 case 15).
    """
    values = np.array(counts, dtype=int).reshape(len(rows), len(columns))
    small = (values >= 1) & (values <= largest_hidden)
    hidden = small.copy()
    totals = True
    while (exposed := _exposed(values, hidden, largest_hidden, totals=totals)) is not None:
        partner = _partner(values, hidden, exposed)
        if partner is None:
            # Nothing is left to hide beside it: the totals give it away, and without them the rest may stand.
            totals, hidden = False, small.copy()
        else:
            hidden[partner] = True
    return CountTable(
        tuple(rows),
        tuple(columns),
        tuple(
            tuple(None if hide else int(value) for value, hide in zip(line, flags, strict=True))
            for line, flags in zip(values, hidden, strict=True)
        ),
        tuple(int(total) if totals else None for total in values.sum(axis=1)),
        tuple(int(total) if totals else None for total in values.sum(axis=0)),
    )


def shown(count: int | None) -> str:
    """A published count, or the one token that a hidden one has everywhere."""
    return SYMBOL if count is None else str(count)


def _exposed(
    values: NDArray[np.int_], hidden: NDArray[np.bool_], largest_hidden: int, *, totals: bool
) -> tuple[int, int] | None:
    """The first small cell whose range is too narrow. Larger ones are hidden only to shield it: they may be known."""
    found = ranges(values, hidden, totals_published=totals)
    return next(
        (cell for cell, span in found.items() if values[cell] <= largest_hidden and not span.holds(1, largest_hidden)),
        None,
    )


def _partner(values: NDArray[np.int_], hidden: NDArray[np.bool_], exposed: tuple[int, int]) -> tuple[int, int] | None:
    """The cell to hide next: the smallest non-zero one, of the first of these that has any.

    A line of the exposed cell in which it is the only one hidden; any line with a single hidden cell; its own lines;
    anywhere.
    """
    row, column = exposed
    free = [(int(r), int(c)) for r, c in np.argwhere(~hidden & (values > 0))]
    lone_rows = {int(r) for r in np.flatnonzero(hidden.sum(axis=1) == 1)}
    lone_columns = {int(c) for c in np.flatnonzero(hidden.sum(axis=0) == 1)}
    preferences: tuple[Callable[[int, int], bool], ...] = (
        lambda r, c: (r == row and row in lone_rows) or (c == column and column in lone_columns),
        lambda r, c: r in lone_rows or c in lone_columns,
        lambda r, c: r == row or c == column,
        lambda _r, _c: True,
    )
    for preferred in preferences:
        candidates = [cell for cell in free if preferred(*cell)]
        if candidates:
            return min(candidates, key=lambda cell: (int(values[cell]), cell))
    return None
