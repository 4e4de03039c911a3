"""Children aged 0 to 17 at mid-year, the denominator of every rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.quarters import Quarter
from simulation.councils import Council

Counts = NDArray[np.int64]
YEARLY_NOISE = 0.004


@dataclass(frozen=True)
class Population:
    """Mid-year estimates by council and year, from `first_year` on."""

    first_year: int
    children: Counts

    def at_mid_year(self, year: int) -> Counts:
        return self.children[:, year - self.first_year]

    def for_quarter(self, quarter: Quarter) -> Counts:
        """Return the estimate that DfE divides by: the mid-year inside the financial year of the quarter."""
        return self.at_mid_year(quarter.year)


def grow(councils: tuple[Council, ...], first_year: int, years: int, rng: np.random.Generator) -> Population:
    """Let every council's children grow in number at its own pace, with noise, for so many mid-years."""
    growth = np.array([council.growth for council in councils])[:, None]
    steps = growth + YEARLY_NOISE * rng.standard_normal((len(councils), years))
    steps[:, 0] = 0
    start = np.array([council.children for council in councils])[:, None]
    return Population(first_year, np.rint(start * np.exp(np.cumsum(steps, axis=1))).astype(np.int64))
