"""What an attentive reader can work out about hidden counts from everything that is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

UNBOUNDED = 3
"""SciPy's word for a goal without an end."""

Cell = tuple[int, int]


@dataclass(frozen=True)
class Range:
    """The least and the greatest count a hidden cell can have; `greatest` is None when nothing bounds it."""

    least: float
    greatest: float | None

    def holds(self, low: int, high: int) -> bool:
        """Whether every count from low to high stays possible."""
        return self.least <= low + SLACK and self.reaches(high)

    def reaches(self, high: int) -> bool:
        """Whether the count may be as great as this."""
        return self.greatest is None or self.greatest >= high - SLACK


SLACK = 1e-6


def ranges(
    table: NDArray[np.int_],
    hidden: NDArray[np.bool_],
    *,
    wanted: Iterable[Cell],
    known_columns: Sequence[int] = (),
    within: Mapping[Cell, tuple[int, int]] | None = None,
) -> dict[Cell, Range]:
    """Linear bounds of the wanted hidden cells, given all that is shown.

    Args:
        table: counts with the totals of rows and columns as last column and row, shape (rows + 1, columns + 1).
        hidden: which of them are hidden, same shape.
        wanted: the hidden cells to bound.
        known_columns: columns whose joint sum the reader knows from elsewhere on the page.
        within: hidden cells that the reader knows from elsewhere to lie between two numbers.

    A hidden cell is known to be 1 or more, since zero is always shown as zero (14.3, case 13). One linear programme
    for each end of each cell (SciPy, HiGHS).
    """
    cells = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    places = {cell: place for place, cell in enumerate(cells)}
    equations, sums = _equations(table, hidden, known_columns)
    limits = [(within or {}).get(cell, (1, None)) for cell in cells]
    return {
        cell: Range(
            _end(places[cell], equations, sums, limits, 1) or 0.0,
            _end(places[cell], equations, sums, limits, -1),
        )
        for cell in wanted
    }


def _equations(
    table: NDArray[np.int_], hidden: NDArray[np.bool_], known_columns: Sequence[int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What binds the hidden cells: each row and each column adds up to its total, the known columns to their sum."""
    bindings = []
    for row in range(table.shape[0]):
        signs = np.zeros(table.shape)
        signs[row, :-1], signs[row, -1] = 1, -1
        bindings.append((signs, 0))
    for column in range(table.shape[1]):
        signs = np.zeros(table.shape)
        signs[:-1, column], signs[-1, column] = 1, -1
        bindings.append((signs, 0))
    if known_columns:
        signs = np.zeros(table.shape)
        signs[:-1, list(known_columns)] = 1
        bindings.append((signs, int(table[:-1, list(known_columns)].sum())))
    equations = np.array([signs[hidden] for signs, _ in bindings])
    sums = np.array([total - (signs * table)[~hidden].sum() for signs, total in bindings], dtype=float)
    return equations, sums


def _end(
    place: int,
    equations: NDArray[np.float64],
    sums: NDArray[np.float64],
    limits: Sequence[tuple[int, int | None]],
    direction: int,
) -> float | None:
    goal = np.zeros(len(limits))
    goal[place] = direction
    found = linprog(goal, A_eq=equations, b_eq=sums, bounds=limits, method="highs")
    # Otherwise feasible by construction: the true counts are a solution.
    return None if found.status == UNBOUNDED else direction * float(found.fun or 0.0)
