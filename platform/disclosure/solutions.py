"""Random worlds that agree with every released sum: what varies among them, the releases leave open.

Take the released rows M and draw W at random among the solutions of M W = 0, one line of W for each column of M. A
vector that stands on some columns alone lies in the row space of M exactly where the lines of W for those columns are
linearly dependent: always if it does, and if it does not, only by a chance of about one in two thousand million,
which errs on the side of refusing. Whole numbers modulo a prime, twice with different primes: no rounding.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
PRIMES = (2_147_483_647, 2_147_483_629)
"""The greatest below 2**31, so that a product of two remainders fits into 64 bits."""
SPARE = 2


def any_dependent(rows: NDArray[np.bool_], sets: Sequence[Sequence[int]]) -> bool:
    """Whether some vector of the row space, zero excepted, stands on the columns of one of the sets alone.

    Args:
        rows: released sums over columns, shape (releases, columns).
        sets: for each suspicion the columns it concerns, without repetition.

    A row space modulo a prime could be smaller than the true one only if the prime divided a determinant of zeros and
    ones; two primes would both have to.
    """
    if not sets:
        return False
    return any(_dependent(worlds(rows, max(map(len, sets)), prime), sets, prime) for prime in PRIMES)


def worlds(rows: NDArray[np.bool_], longest: int, prime: int) -> Whole:
    """Random solutions, one line for each column, in as many dimensions as a set of `longest` columns needs."""
    reduced, pivots = echelon(rows.astype(np.int64), prime)
    columns = rows.shape[1]
    # A fixed seed: the same question has the same answer, whoever asks again.
    drawn = np.random.default_rng(columns).integers(1, prime, size=(columns, longest + SPARE), dtype=np.int64)
    free = np.setdiff1d(np.arange(columns), pivots)
    for row, pivot in enumerate(pivots):
        used = free[reduced[row, free] != 0]
        drawn[pivot] = -((reduced[row, used, None] * drawn[used]) % prime).sum(axis=0) % prime
    return drawn


def echelon(rows: Whole, prime: int) -> tuple[Whole, list[int]]:
    """The rows in reduced echelon form modulo the prime, with the pivot of each."""
    held = rows % prime
    pivots: list[int] = []
    for column in range(held.shape[1]):
        rank = len(pivots)
        found = np.flatnonzero(held[rank:, column])
        if not found.size:
            continue
        held[[rank, rank + found[0]]] = held[[rank + found[0], rank]]
        held[rank] = held[rank] * pow(int(held[rank, column]), -1, prime) % prime
        others = np.flatnonzero(held[:, column])
        others = others[others != rank]
        held[others] = (held[others] - held[others, column, None] * held[rank] % prime) % prime
        pivots.append(column)
        if len(pivots) == held.shape[0]:
            break
    return held[: len(pivots)], pivots


def _dependent(lines: Whole, sets: Sequence[Sequence[int]], prime: int) -> bool:
    """Whether the lines of one of the sets are dependent: all sets at once, shorter ones filled with random lines."""
    longest = max(map(len, sets))
    filling = np.random.default_rng(longest).integers(1, prime, size=(longest, lines.shape[1]), dtype=np.int64)
    padded = np.array([[*places, *range(len(lines), len(lines) + longest - len(places))] for places in sets])
    stacks = np.vstack([lines, filling])[padded]
    return bool(_deficient(stacks, prime).any())


def _deficient(stacks: Whole, prime: int) -> NDArray[np.bool_]:
    """Which of the matrices, shape (matrices, rows, columns), have fewer independent rows than rows."""
    lacking = np.zeros(len(stacks), dtype=bool)
    every = np.arange(len(stacks))
    for row in range(stacks.shape[1]):
        pivots = (stacks[:, row] != 0).argmax(axis=1)
        leading = stacks[every, row, pivots]
        lacking |= leading == 0
        scaled = stacks[:, row] * _inverse(leading, prime)[:, None] % prime
        below = stacks[every, :, pivots][:, row + 1 :]
        stacks[:, row + 1 :] = (stacks[:, row + 1 :] - below[:, :, None] * scaled[:, None, :] % prime) % prime
    return lacking


def _inverse(numbers: Whole, prime: int) -> Whole:
    """Each number's inverse modulo the prime by Fermat's little theorem; of zero, zero."""
    result, power, exponent = np.ones_like(numbers), numbers % prime, prime - 2
    while exponent:
        if exponent & 1:
            result = result * power % prime
        power = power * power % prime
        exponent >>= 1
    return result
