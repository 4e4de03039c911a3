"""How levels differ between councils and move with time: one factor of need, slow drift, and chance in small counts."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Amounts = NDArray[np.float64]
Counts = NDArray[np.int64]
# Recording changes now and then move a percentage by far more than its usual movement.
SHARE_TAILS = 4


def levels(need: Amounts, *, mean: float, spread: float, loading: float, rng: np.random.Generator) -> Amounts:
    """Return one level a council: `loading` is the correlation with need, `spread` the standard deviation."""
    own = rng.standard_normal(len(need))
    level: Amounts = mean + spread * (loading * need + math.sqrt(1 - loading**2) * own)
    return level


def drift(
    shape: tuple[int, int], *, memory: float, spread: float, rng: np.random.Generator, tails: float | None = None
) -> Amounts:
    """Return a stationary first-order autoregression by row: `memory` from quarter to quarter, `spread` its deviation.

    `tails` are the degrees of freedom of its shocks; few of them make rare, large jumps as recording changes do.
    """
    if tails is None:
        shocks = rng.standard_normal(shape)
    else:
        shocks = rng.standard_t(tails, shape) / math.sqrt(tails / (tails - 2))
    path = np.empty(shape)
    path[:, 0] = shocks[:, 0]
    for step in range(1, shape[1]):
        path[:, step] = memory * path[:, step - 1] + math.sqrt(1 - memory**2) * shocks[:, step]
    return spread * path


@dataclass(frozen=True)
class Share:
    """A share of a count, in percentage points: its mean, its spread between and within councils, its tie to need.

    `memory` is the drift's from quarter to quarter; `same_children` how alike successive counts are because they are
    mostly of the same children (0 for flows, near 1 for snapshots and rolling years).
    """

    mean: float
    between: float
    within: float
    loading: float = 0.0
    memory: float = 0.85
    same_children: float = 0.0


def share_path(share: Share, need: Amounts, quarters: int, rng: np.random.Generator) -> Amounts:
    """Return the true share (0 to 1) of each council in each quarter, drawn on the logit scale."""
    middle = share.mean / 100
    stretch = 100 * middle * (1 - middle)
    level = levels(need, mean=0.0, spread=share.between / stretch, loading=share.loading, rng=rng)
    path = drift((len(need), quarters), memory=share.memory, spread=share.within / stretch, rng=rng, tails=SHARE_TAILS)
    logit = math.log(middle / (1 - middle)) + level[:, None] + path
    true: Amounts = 1 / (1 + np.exp(-logit))
    return true


def count_share(share: Share, need: Amounts, whole: Counts, rng: np.random.Generator) -> Counts:
    """Return how many of `whole` are counted: chance around the true share, alike where the children are the same."""
    true = share_path(share, need, whole.shape[1], rng)
    if share.same_children == 0:
        counted: Counts = rng.binomial(whole, true)
        return counted
    luck = drift(true.shape, memory=share.same_children, spread=1.0, rng=rng)
    expected = whole * true
    drawn = np.rint(expected + luck * np.sqrt(expected * (1 - true)))
    return np.clip(drawn, 0, whole).astype(np.int64)


def rolling_year(counts: Counts) -> Counts:
    """Sum each quarter with the three before it (fewer at the start)."""
    total = np.cumsum(counts, axis=1)
    total[:, 4:] -= np.cumsum(counts, axis=1)[:, :-4]
    return total


def flow_in_and_out(
    first: Amounts, coming: Counts, leaving: Amounts, rng: np.random.Generator
) -> tuple[Counts, Counts]:
    """Let children come and go: return who left in each quarter, and the stock at its end.

    `first` is the stock before the first quarter, `leaving` the chance of leaving in a quarter for those there.
    """
    stock = np.rint(first).astype(np.int64)
    left, stocks = np.empty_like(coming), np.empty_like(coming)
    for quarter in range(coming.shape[1]):
        present = stock + coming[:, quarter]
        left[:, quarter] = rng.binomial(present, leaving[:, quarter])
        stock = present - left[:, quarter]
        stocks[:, quarter] = stock
    return left, stocks
