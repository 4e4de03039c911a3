"""All activity of a world, from one place: population, demand, care, schooling, workforce."""

from dataclasses import dataclass

import numpy as np

from core.quarters import Quarter
from simulation.activity.care import simulate_care
from simulation.activity.counts import Count
from simulation.activity.demand import simulate_demand
from simulation.activity.grid import Grid, lay_grid
from simulation.activity.noise import Amounts, Counts
from simulation.activity.population import Population, grow
from simulation.activity.schooling import simulate_schooling
from simulation.activity.workforce import Workforce, simulate_workforce
from simulation.programme import Programme
from simulation.streams import stream
from simulation.world import World

FULL_EFFECT_QUARTERS = 8


@dataclass(frozen=True)
class Activity:
    """Counts by council (row) and quarter (column of the grid)."""

    grid: Grid
    population: Population
    counts: dict[Count, Counts]
    workforce: Workforce


def simulate_activity(world: World) -> Activity:
    """Simulate what every council's services did; the same world always did the same."""
    seed, grid = world.parameters.seed, lay_grid(world.parameters)
    need = np.array([council.need for council in world.councils])
    first, last = grid.quarters[0].year, grid.quarters[-1].year
    population = grow(world.councils, first, last - first + 1, stream(seed, "population"))
    children = np.stack([population.for_quarter(quarter) for quarter in grid.quarters], axis=1).astype(np.float64)
    effects = world.truth.programme_effects
    plans = _programme_effect(world.programme, grid, len(need), effects["plans_started"])
    starts = _programme_effect(world.programme, grid, len(need), effects["care_started"])
    counts = simulate_demand(need, children, plans, stream(seed, "demand"))
    counts |= simulate_care(need, children, starts, stream(seed, "care"))
    counts |= simulate_schooling(need, counts[Count.NEED], stream(seed, "schooling"))
    return Activity(grid, population, counts, simulate_workforce(need, children, stream(seed, "workforce")))


def _programme_effect(programme: Programme, grid: Grid, councils: int, effect: float) -> Amounts:
    """Return the log effect of the innovation: nothing before go-live, all of it two years later."""
    path = np.zeros((councils, len(grid)))
    for adoption in programme.adoptions:
        if adoption.go_live_on is None:
            continue
        live = Quarter.containing(adoption.go_live_on)
        since = np.array([_quarters_between(live, quarter) for quarter in grid.quarters])
        path[adoption.council] = effect * np.clip(since / FULL_EFFECT_QUARTERS, 0, 1)
    return path


def _quarters_between(first: Quarter, second: Quarter) -> int:
    return (second.year - first.year) * 4 + second.number - first.number
