"""Suppression of small counts in a two-way table with published totals (risk-and-analysis 14.1).

Primary: a count from 1 to `largest_hidden` is hidden; zero stays zero. Complementary: wherever the published totals
would give a hidden count away, another cell is hidden, the smallest remaining non-zero one of its row or column first.
Audit: the range of each hidden cell, by linear bounds, must hold at least 1 to `largest_hidden`; otherwise more is
hidden. Where hiding every cell is not enough, the totals are left out too.
"""

from collections.abc import Sequence
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
    while (exposed := _exposed(values, hidden, largest_hidden, totals)) is not None:
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
    values: NDArray[np.int_], hidden: NDArray[np.bool_], largest_hidden: int, totals: bool
) -> tuple[int, int] | None:
    """The first hidden cell whose range is too narrow."""
    found = ranges(values, hidden, totals_published=totals)
    return next((cell for cell, span in found.items() if not span.holds(1, largest_hidden)), None)


def _partner(values: NDArray[np.int_], hidden: NDArray[np.bool_], exposed: tuple[int, int]) -> tuple[int, int] | None:
    """The cell to hide next: smallest non-zero one shown in the row or column of the exposed cell, then anywhere."""
    row, column = exposed
    free = np.argwhere(~hidden & (values > 0))
    near = [(int(r), int(c)) for r, c in free if r == row or c == column]
    candidates = near or [(int(r), int(c)) for r, c in free]
    return min(candidates, key=lambda cell: (int(values[cell]), cell), default=None)
