"""Suppression of small counts in a two-way table with published totals (risk-and-analysis 14.1).

Primary: a count from 1 to `largest_hidden` is hidden, a total as much as a cell; zero stays zero. Complementary:
wherever what is shown would give a hidden count away, another is hidden, the smallest remaining non-zero one of its
row or column first, totals last. Audit: by linear bounds, each hidden small count must still possibly be any number
from 1 to `largest_hidden`, a hidden small total more than that; otherwise more is hidden.

Totals are audited as if they were printed exactly, and printed to the nearest ten where anything of their line is
hidden: what is published says less than what was found to be safe, and stays safe if an exact total is said later.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from disclosure.bounds import Cell, ranges

OUTCOMES_LARGEST_HIDDEN = 5
LEADERSHIP_LARGEST_HIDDEN = 2
SYMBOL = "c"
ROUNDS_TO_ZERO = "k"
TOTALS_TO = 10
"""What totals of a line with a hidden member are rounded to (14.1)."""


@dataclass(frozen=True)
class CountTable:
    """Counts by row and column as they may be published: None is hidden, and so are totals that would tell.

    A total is to the nearest ten where a count of its line is hidden, exact where none is. The sum of all is no part
    of it.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]


def suppress(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    largest_hidden: int,
    *,
    known_columns: Sequence[int] = (),
    public: Collection[Cell] = (),
    kept: Collection[Cell] = (),
    told_rounded: Collection[Cell] = (),
) -> CountTable:
    """The table as it may be published.

    Args:
        rows: one label a row.
        columns: one label a column.
        counts: whole numbers of 0 or more, shape (rows, columns).
        largest_hidden: counts from 1 to this are hidden (5 for outcomes; 2 for leadership posts, 14.3 case 15).
        known_columns: columns whose joint sum stands elsewhere on the page, so that the reader has it too.
        public: cells that an earlier publication has shown with the same count, totals by the place after the last;
            they shield nobody any more, and what they tell is reckoned with.
        kept: cells that an earlier publication has hidden and that, shown now, would open it: they stay hidden.
        told_rounded: totals that an earlier publication has shown to the nearest ten and that still round to the same:
            even where they are hidden now, the reader knows that much of them.
    """
    table = _with_totals(np.array(counts, dtype=int).reshape(len(rows), len(columns)))
    beside = _Beside(known_columns, {cell: _as_rounded(int(table[cell])) for cell in told_rounded})
    small = (table >= 1) & (table <= largest_hidden)
    small[-1, -1] = False
    secret = small & ~_marked(table, public)
    if public:
        _leave_what_is_known(table, secret, public, largest_hidden, beside)
    hidden = secret | (_marked(table, kept) & ~_marked(table, public) & (table > 0))
    hidden[-1, -1] = table[-1, -1] > 0  # not printed; what the totals tell of it is for the bounds to find
    while (exposed := _exposed(table, hidden, secret, largest_hidden, beside)) is not None:
        partner = _partner(table, hidden, exposed, public)
        if partner is None:
            break  # nothing is left to hide: what is known from elsewhere is all that tells
        hidden[partner] = True
    hidden |= small  # said before or not, a small count is not said again
    shown_ones = [
        [None if hide else int(value) for value, hide in zip(line, flags, strict=True)]
        for line, flags in zip(table, hidden, strict=True)
    ]
    cells = tuple(tuple(line[:-1]) for line in shown_ones[:-1])
    return CountTable(
        tuple(rows),
        tuple(columns),
        cells,
        tuple(_published(line[-1], line[:-1]) for line in shown_ones[:-1]),
        tuple(_published(total, [line[place] for line in cells]) for place, total in enumerate(shown_ones[-1][:-1])),
    )


def rounded(count: int) -> int:
    """To the nearest ten, fives upwards."""
    return (count + TOTALS_TO // 2) // TOTALS_TO * TOTALS_TO


def _as_rounded(count: int) -> tuple[int, int]:
    """Between which counts a total lies that was shown rounded; one that was shown is not zero."""
    middle = rounded(count)
    return max(middle - TOTALS_TO // 2, 1), middle + TOTALS_TO // 2 - 1


def _published(total: int | None, line: Sequence[int | None]) -> int | None:
    return total if total is None or None not in line else rounded(total)


def shown(count: int | None) -> str:
    """A published count, or the one token that a hidden one has everywhere."""
    return SYMBOL if count is None else str(count)


def shown_total(total: int | None, line: Sequence[int | None]) -> int | str:
    """A published total of a line: hidden, rounded to zero (members that are hidden are not zero), or the number."""
    if total is None:
        return SYMBOL
    return ROUNDS_TO_ZERO if not total and None in line else total


@dataclass(frozen=True)
class _Beside:
    """What the reader knows from elsewhere: the sum of some columns, and hidden totals to the nearest ten."""

    columns: Sequence[int]
    totals: Mapping[Cell, tuple[int, int]]


def _leave_what_is_known(
    table: NDArray[np.int_],
    secret: NDArray[np.bool_],
    public: Collection[Cell],
    largest_hidden: int,
    beside: _Beside,
) -> None:
    """Take out what earlier publications tell anyway: to shield it would empty the table for nothing."""
    everything = (table > 0) & ~_marked(table, public)
    while (known := _exposed(table, everything, secret, largest_hidden, beside)) is not None:
        secret[known] = False


def _with_totals(counts: NDArray[np.int_]) -> NDArray[np.int_]:
    """The counts with the totals of rows as last column and of columns as last row."""
    beside = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([beside, beside.sum(axis=0)])


def _marked(table: NDArray[np.int_], cells: Collection[Cell]) -> NDArray[np.bool_]:
    marks = np.zeros(table.shape, dtype=bool)
    for cell in cells:
        marks[cell] = True
    return marks


def _exposed(
    table: NDArray[np.int_],
    hidden: NDArray[np.bool_],
    small: NDArray[np.bool_],
    largest_hidden: int,
    beside: _Beside,
) -> Cell | None:
    """The first small count whose range is too narrow. Larger ones are hidden only to shield it: they may be known."""
    wanted = [(int(row), int(column)) for row, column in np.argwhere(small)]
    last = (table.shape[0] - 1, table.shape[1] - 1)
    found = ranges(table, hidden, wanted=wanted, known_columns=beside.columns, within=beside.totals)
    for cell, span in found.items():
        # Two hidden counts make a total of 2 or more, so of a total it must only stay open whether it is small.
        total = cell[0] == last[0] or cell[1] == last[1]
        if not (span.reaches(largest_hidden + 1) if total else span.holds(1, largest_hidden)):
            return cell
    return None


def _partner(
    table: NDArray[np.int_], hidden: NDArray[np.bool_], exposed: Cell, public: Collection[Cell]
) -> Cell | None:
    """The cell to hide next: the smallest non-zero one, of the first of these that has any.

    A line of the exposed cell in which it is the only one hidden; any line with a single hidden cell; its own lines;
    anywhere. Totals come into question only when no count does.
    """
    row, column = exposed
    free = [(int(r), int(c)) for r, c in np.argwhere(~hidden & (table > 0) & ~_marked(table, public))]
    counts = [cell for cell in free if cell[0] < table.shape[0] - 1 and cell[1] < table.shape[1] - 1]
    lone_rows = {int(r) for r in np.flatnonzero(hidden.sum(axis=1) == 1)}
    lone_columns = {int(c) for c in np.flatnonzero(hidden.sum(axis=0) == 1)}
    near: tuple[Callable[[int, int], bool], ...] = (
        lambda r, c: (r == row and row in lone_rows) or (c == column and column in lone_columns),
        lambda r, c: r in lone_rows or c in lone_columns,
        lambda r, c: r == row or c == column,
    )
    anywhere: tuple[Callable[[int, int], bool], ...] = (lambda _r, _c: True,)
    for candidates in (counts, free):
        for preferred in near if candidates is counts else near + anywhere:
            found = [cell for cell in candidates if preferred(*cell)]
            if found:
                return min(found, key=lambda cell: (int(table[cell]), cell))
    return None
