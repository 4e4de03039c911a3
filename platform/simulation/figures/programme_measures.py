"""The four measures that only the programme collects: they exist from go-live on, and grow into place.

No national figures exist; levels are judgement, with North Yorkshire's published 86% at home for the edge of care.
"""

from dataclasses import dataclass

import numpy as np

from core.quarters import Quarter
from simulation.activity.counts import Count
from simulation.activity.simulate import Activity
from simulation.figures.indicators import Rule
from simulation.records import Adoption, Pause
from simulation.streams import stream
from simulation.world import World

FAMILIES_PER_CONFERENCE = 0.55
DISCUSSED_PER_CONFERENCE = 0.3
SUPPORTED_PER_CHILD_IN_CARE = 0.22
FUNDED_POSTS = 18
GROWING_QUARTERS = 8
QUARTERLY_SPREAD = 0.03
SHARE_LIMITS = (0.05, 0.97)
CHILDREN = Rule(100, 0)
POSTS = Rule(100, 0, people=False)


@dataclass(frozen=True)
class Measure:
    """A programme measure, the innovation it belongs to (all if None), and how its share grows from start to end."""

    code: str
    innovation: str | None
    from_share: float
    to_share: float
    spread: float
    rule: Rule


MEASURES = (
    Measure("FGC_OFFER_PCT", "family_valued", 0.35, 0.82, 0.10, CHILDREN),
    Measure("FGC_AVOID_PCT", "family_valued", 0.45, 0.58, 0.08, CHILDREN),
    Measure("EDGE_HOME_PCT", "no_wrong_door", 0.78, 0.86, 0.05, CHILDREN),
    Measure("MDT_FILLED_PCT", None, 0.55, 0.88, 0.10, POSTS),
)


@dataclass(frozen=True)
class MeasuredCounts:
    """Numerator and denominator of one measure in one quarter; None where the measure does not apply."""

    numerator: float
    denominator: float


def measure_programme(
    world: World, activity: Activity, quarters: list[Quarter]
) -> dict[tuple[int, str, Quarter], MeasuredCounts | None]:
    """Return every measure of every adopter in every quarter (None: not applicable)."""
    pauses = {pause.council: pause for pause in world.programme.pauses}
    found: dict[tuple[int, str, Quarter], MeasuredCounts | None] = {}
    for adoption in world.programme.adoptions:
        for measure in MEASURES:
            rng = stream(world.parameters.seed, "measures", str(adoption.council), measure.code)
            service = _Service(measure, adoption, activity, rng)
            for quarter in quarters:
                counts = service.counts(quarter)
                applies = _applies(measure, adoption, pauses.get(adoption.council), quarter)
                found[adoption.council, measure.code, quarter] = counts if applies else None
    return found


def _applies(measure: Measure, adoption: Adoption, pause: Pause | None, quarter: Quarter) -> bool:
    """A measure applies to its own innovation, from the quarter of go-live on, and not in a quarter all paused."""
    if measure.innovation not in {None, adoption.innovation} or adoption.go_live_on is None:
        return False
    if pause and pause.paused_on <= quarter.starts_on and pause.resumed_on > quarter.ends_on:
        return False
    return adoption.go_live_on <= quarter.ends_on


class _Service:
    """What one adopter offers under its innovation: how big it is, and how well it does against the usual."""

    def __init__(self, measure: Measure, adoption: Adoption, activity: Activity, rng: np.random.Generator) -> None:
        self._measure = measure
        self._adoption = adoption
        self._activity = activity
        self._rng = rng
        self._better_by = measure.spread * float(rng.standard_normal())
        self._size = float(rng.uniform(0.8, 1.3))

    def counts(self, quarter: Quarter) -> MeasuredCounts:
        """Return the counts of a quarter; random numbers are drawn for every quarter, so that none moves another."""
        measure, grown = self._measure, self._grown(quarter)
        share = measure.from_share + (measure.to_share - measure.from_share) * grown + self._better_by
        share = float(np.clip(share + QUARTERLY_SPREAD * self._rng.standard_normal(), *SHARE_LIMITS))
        if measure.code == "MDT_FILLED_PCT":
            funded = round(FUNDED_POSTS * self._size * 2) / 2
            return MeasuredCounts(round(funded * share * 2) / 2, funded)
        whole = self._whole(self._activity.grid.column(quarter), grown)
        return MeasuredCounts(float(self._rng.binomial(whole, share)), float(whole))

    def _whole(self, column: int, grown: float) -> int:
        """Count families due for a conference or discussed at one, or young people supported by the hub."""
        counts, council = self._activity.counts, self._adoption.council
        reached = self._size * (0.3 + 0.7 * grown)
        if self._measure.code == "FGC_OFFER_PCT":
            return int(counts[Count.CONFERENCES][council, column] * FAMILIES_PER_CONFERENCE * self._size)
        if self._measure.code == "FGC_AVOID_PCT":
            year = int(counts[Count.CONFERENCES][council, max(column - 3, 0) : column + 1].sum())
            return int(year * DISCUSSED_PER_CONFERENCE * reached)
        return int(counts[Count.CARE][council, column] * SUPPORTED_PER_CHILD_IN_CARE * reached)

    def _grown(self, quarter: Quarter) -> float:
        """How far the innovation has grown into place: nought at go-live, one two years later."""
        if self._adoption.go_live_on is None:
            return 0.0
        live = Quarter.containing(self._adoption.go_live_on)
        since = (quarter.year - live.year) * 4 + quarter.number - live.number
        return float(np.clip(since / GROWING_QUARTERS, 0, 1))
