"""What an attentive reader can work out about hidden cells from everything that is published."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog


@dataclass(frozen=True)
class Range:
    """The least and the greatest count a hidden cell can have; `greatest` is None when nothing bounds it."""

    least: float
    greatest: float | None

    def holds(self, low: int, high: int) -> bool:
        """Whether every count from low to high stays possible."""
        slack = 1e-6
        return self.least <= low + slack and (self.greatest is None or self.greatest >= high - slack)


def ranges(
    values: NDArray[np.int_], hidden: NDArray[np.bool_], *, totals_published: bool
) -> dict[tuple[int, int], Range]:
    """Linear bounds of each hidden cell, given the shown cells and (if published) the totals of rows and columns.

    Args:
        values: counts, shape (rows, columns).
        hidden: which cells are hidden, same shape.
        totals_published: whether row and column totals (and so the grand total) are shown.

    A hidden cell is known to be 0 or more. One linear programme for each end of each hidden cell (SciPy, HiGHS).
    """
    cells = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    if not totals_published:
        return dict.fromkeys(cells, Range(0, None))
    equations, sums = _equations(values, hidden, cells)
    return {
        cell: Range(_end(cells, position, equations, sums, 1), _end(cells, position, equations, sums, -1))
        for position, cell in enumerate(cells)
    }


def _equations(
    values: NDArray[np.int_], hidden: NDArray[np.bool_], cells: list[tuple[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One equation for each row and column: its hidden cells sum to what the shown ones leave of the total."""
    rows, columns = values.shape
    equations = np.zeros((rows + columns, len(cells)))
    for position, (row, column) in enumerate(cells):
        equations[row, position] = 1
        equations[rows + column, position] = 1
    left = np.where(hidden, values, 0)
    return equations, np.concatenate([left.sum(axis=1), left.sum(axis=0)]).astype(float)


def _end(
    cells: list[tuple[int, int]],
    position: int,
    equations: NDArray[np.float64],
    sums: NDArray[np.float64],
    direction: int,
) -> float:
    goal = np.zeros(len(cells))
    goal[position] = direction
    found = linprog(goal, A_eq=equations, b_eq=sums, bounds=(0, None), method="highs")
    return direction * float(found.fun or 0.0)  # feasible by construction: the true counts are a solution
