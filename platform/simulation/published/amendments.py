"""History is restated: a release reprints earlier years, and some of their figures have been corrected since.

Of the children counted in 2021 to 2023, 21% of authorities' figures differed between the releases of 2023 and 2025,
and 34% of the population estimates (sector, fact 4).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.streams import stream

Amounts = NDArray[np.float64]
AMENDED, BY = 0.21, 0.012
POPULATION_AMENDED, POPULATION_BY = 0.34, 0.004


@dataclass(frozen=True)
class Amendments:
    """What later releases make of a year's counts: nothing in the release that prints the year first."""

    seed: int
    councils: int

    def of_counts(self, table: str, year: int, release_year: int) -> Amounts:
        """Return the factor by which each council's counts of a year differ in a release."""
        return self._factors(table, year, release_year, AMENDED, BY)

    def of_population(self, mid_year: int, latest_mid_year: int) -> Amounts:
        return self._factors("population", mid_year, latest_mid_year, POPULATION_AMENDED, POPULATION_BY)

    def _factors(self, table: str, year: int, latest: int, share: float, by: float) -> Amounts:
        if latest <= year:
            return np.ones(self.councils)
        rng = stream(self.seed, "amended", table, str(year))
        changed = rng.random(self.councils) < share
        factors: Amounts = np.where(changed, 1 + by * rng.standard_normal(self.councils), 1.0)
        return factors


def amend(values: Amounts, factors: Amounts) -> Amounts:
    """Return counts as restated; a part never outgrows its whole, since both are moved alike."""
    restated: Amounts = np.rint(values * factors)
    return restated
