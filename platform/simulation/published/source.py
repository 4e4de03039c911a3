"""Where the tables take their yearly counts from: the world's activity, summed or read at the end of a year."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.quarters import Quarter
from simulation.activity.counts import Count
from simulation.activity.noise import Share, share_path
from simulation.activity.simulate import Activity
from simulation.published.amendments import Amendments
from simulation.streams import stream
from simulation.world import World

Amounts = NDArray[np.float64]


@dataclass(frozen=True)
class Source:
    """Yearly counts by council. A reporting year ends on 31 March, that of the workforce on 30 September."""

    world: World
    activity: Activity

    @cached_property
    def amendments(self) -> Amendments:
        return Amendments(self.world.parameters.seed, len(self.world.councils))

    @cached_property
    def need(self) -> Amounts:
        return np.array([council.need for council in self.world.councils])

    def in_year(self, count: Count, year: int) -> Amounts:
        """Return a flow summed over the year to 31 March."""
        total: Amounts = self.activity.counts[count][:, self.activity.grid.year_columns(year)].sum(axis=1).astype(float)
        return total

    def at_end(self, count: Count, year: int) -> Amounts:
        """Return a stock on 31 March."""
        column = self.activity.grid.column(Quarter(year - 1, 4))
        stock: Amounts = self.activity.counts[count][:, column].astype(float)
        return stock

    def population(self, mid_year: int, latest_mid_year: int) -> Amounts:
        """Return the mid-year estimate as known when a later mid-year was the latest published."""
        factors = self.amendments.of_population(mid_year, latest_mid_year)
        estimate: Amounts = np.rint(self.activity.population.at_mid_year(mid_year) * factors)
        return estimate

    def part(self, name: str, share: Share, whole: Amounts, year: int) -> Amounts:
        """Return how many of a year's count fall into a part. A council whose count is not restated keeps its part."""
        years = self.activity.grid.reporting_years
        rng = stream(self.world.parameters.seed, "part", name)
        true = share_path(share, self.need, len(years), rng)[:, years.index(year)]
        counted: Amounts = np.rint(whole * true)
        return counted
