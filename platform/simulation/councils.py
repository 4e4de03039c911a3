"""The invented councils: names, codes, regions, kinds, sizes, need and the cycle of their elections."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from simulation.names import council_names
from simulation.places import REGIONS


class Kind(StrEnum):
    LONDON_BOROUGH = "london_borough"
    METROPOLITAN = "metropolitan"
    UNITARY = "unitary"
    COUNTY = "county"


class Cycle(StrEnum):
    ALL_OUT = "all_out"
    THIRDS = "thirds"


# Of the 153 authorities of 2025: 32 London boroughs, 36 metropolitan, 62 unitary, 21 counties.
KINDS = tuple(Kind)
KIND_SHARES = (0.21, 0.24, 0.41, 0.14)
# Mean log number of children by kind; 62,500 is the median authority, with 44,400 and 90,800 at the quartiles.
LOG_CHILDREN = {Kind.LONDON_BOROUGH: 11.05, Kind.METROPOLITAN: 11.1, Kind.UNITARY: 10.75, Kind.COUNTY: 11.95}
LOG_CHILDREN_SD = 0.38
FEWEST_CHILDREN = 7_500
# England has two authorities with hardly any children; a world has one for every eighty councils.
COUNCILS_PER_TINY_ONE = 80
TINY = 1_400
# Years (modulo four) in which all-out councils vote, and the year in which councils by thirds rest.
ALL_OUT_PHASE = {Kind.LONDON_BOROUGH: 2, Kind.METROPOLITAN: 2, Kind.UNITARY: 3, Kind.COUNTY: 1}
RESTING_PHASE = 1
THIRDS_SHARE = {Kind.LONDON_BOROUGH: 0.0, Kind.METROPOLITAN: 0.9, Kind.UNITARY: 0.3, Kind.COUNTY: 0.0}


@dataclass(frozen=True)
class Council:
    """One invented council. `need` is its standardised deprivation; `children` its 0 to 17s when simulation begins."""

    index: int
    code: str
    gss_code: str
    name: str
    region: str
    region_code: str
    kind: Kind
    children: float
    growth: float
    need: float
    cycle: Cycle

    @property
    def assistant_directors(self) -> int:
        """Seats of the second tier grow with the size of the council."""
        return 1 + (self.children > 35_000) + (self.children > 90_000)

    def votes_in(self, year: int) -> bool:
        """Say whether the council has an ordinary election in May of this year."""
        if self.cycle is Cycle.THIRDS:
            return year % 4 != RESTING_PHASE
        return year % 4 == ALL_OUT_PHASE[self.kind]


def invent_councils(count: int, rng: np.random.Generator) -> list[Council]:
    """Invent so many councils, spread over nine regions; region and kind hang together as they do in England."""
    names = council_names(count, rng)
    regions = np.sort(rng.integers(0, len(REGIONS), count))
    kinds = rng.choice(len(KINDS), count, p=KIND_SHARES)
    need = _standardised(0.5 * rng.standard_normal(len(REGIONS))[regions] + 0.87 * rng.standard_normal(count))
    tiny = set(rng.choice(np.flatnonzero(kinds == KINDS.index(Kind.UNITARY)), count // COUNCILS_PER_TINY_ONE).tolist())
    councils = [
        _council(
            index,
            names[index],
            region=int(regions[index]),
            kind=KINDS[kinds[index]],
            need=float(need[index]),
            rng=rng,
        )
        for index in range(count)
    ]
    return [replace(council, children=TINY) if council.index in tiny else council for council in councils]


def _council(index: int, name: str, *, region: int, kind: Kind, need: float, rng: np.random.Generator) -> Council:
    children = np.exp(LOG_CHILDREN[kind] + LOG_CHILDREN_SD * rng.standard_normal())
    return Council(
        index=index,
        code=f"Z{index + 1:03d}",
        gss_code=f"Z99{index + 1:06d}",
        name=name,
        region=list(REGIONS.values())[region],
        region_code=list(REGIONS)[region],
        kind=kind,
        children=max(float(children), FEWEST_CHILDREN),
        growth=float(0.004 + 0.004 * rng.standard_normal()),
        need=need,
        cycle=Cycle.THIRDS if rng.random() < THIRDS_SHARE[kind] else Cycle.ALL_OUT,
    )


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    standard: NDArray[np.float64] = (values - values.mean()) / values.std()
    return standard
