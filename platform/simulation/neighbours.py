"""Ten statistical neighbours of every council: the nearest in what makes children's services comparable.

Two models, as DfE published in 2021 and 2025: the second weighs other things and sees later values, so that about half
of a council's neighbours change (in the real models 5.4 of 10 stay; sector, data notes).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulation.councils import KINDS
from simulation.streams import stream
from simulation.world import World

Amounts = NDArray[np.float64]
NEIGHBOURS = 10
# Distances, in units of a model's median distance to a tenth neighbour, up to which a neighbour is called so close.
CLOSENESS = ((0.35, "Extremely close"), (0.85, "Very close"), (1.15, "Close"), (1.5, "Somewhat close"))
FARTHEST = "Not close"


@dataclass(frozen=True)
class Model:
    """A neighbour model: weights of log size, need, kind and region, and how far its own data stray."""

    year: int
    published_on: date
    size: float
    need: float
    kind: float
    region: float
    blur: float


MODELS = (
    Model(2021, date(2021, 4, 1), size=0.8, need=1.6, kind=0.9, region=0.35, blur=0.20),
    Model(2025, date(2025, 4, 1), size=1.0, need=1.4, kind=0.7, region=0.45, blur=0.20),
)


@dataclass(frozen=True)
class Neighbour:
    model_year: int
    council: int
    rank: int
    neighbour: int
    closeness: str


def find_neighbours(world: World, known_on: date) -> list[Neighbour]:
    """Return the neighbours of every council by the models published by a day, nearest first."""
    return [neighbour for model in MODELS if model.published_on <= known_on for neighbour in _by_model(world, model)]


def _by_model(world: World, model: Model) -> list[Neighbour]:
    traits = _traits(world, model)
    distances = np.sqrt(((traits[:, None, :] - traits[None, :, :]) ** 2).sum(axis=2))
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :NEIGHBOURS]
    usual = float(np.median(np.take_along_axis(distances, nearest, axis=1)[:, -1]))
    return [
        Neighbour(model.year, council, rank, int(other), _closeness(distances[council, other] / usual))
        for council, row in enumerate(nearest)
        for rank, other in enumerate(row, start=1)
    ]


def _traits(world: World, model: Model) -> Amounts:
    """Return one row of weighted characteristics a council."""
    rng = stream(world.parameters.seed, "neighbours", str(model.year))
    councils = world.councils
    size = np.log([council.children for council in councils])
    regions = sorted({council.region_code for council in councils})
    place = rng.standard_normal((len(regions), 2))
    columns = [
        model.size * (size - size.mean()) / size.std(),
        model.need * np.array([council.need for council in councils]),
        *(model.kind * np.array([float(council.kind is kind) for council in councils]) for kind in KINDS),
        *(model.region * place[[regions.index(council.region_code) for council in councils]].T),
    ]
    traits = np.stack(columns, axis=1)
    traits[:, :2] += model.blur * rng.standard_normal((len(councils), 2))
    weighted: Amounts = traits
    return weighted


def _closeness(relative: float) -> str:
    return next((name for limit, name in CLOSENESS if relative <= limit), FARTHEST)
