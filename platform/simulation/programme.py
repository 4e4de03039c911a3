"""Who takes part: innovators, adopters in waves, staged starts that slip, one that leaves and one that pauses.

The shape is that of the real programme (sector, part D): one trailblazer an innovation, the others half a year later,
eight months or so of set-up, starts spread over three to four years, funding for 24 to 30 months.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from simulation.conditions.calendar import Conditions
from simulation.councils import Council
from simulation.days import add_months, shift
from simulation.parameters import WorldParameters
from simulation.records import Adoption, Innovator, Pause

INNOVATIONS = ("family_safeguarding", "family_valued", "no_wrong_door")
PROGRAMME_MONTHS = 72
LATER_WAVE_MONTHS = 6
FEWEST_FOR_MISHAPS = 6
FEWEST_CHILDREN = 15_000
PAUSE_REASONS = ("recruitment of specialist workers", "inspection follow-up", "funding agreement under review")


@dataclass(frozen=True)
class Programme:
    adoptions: tuple[Adoption, ...]
    pauses: tuple[Pause, ...]
    innovators: tuple[Innovator, ...]


def run_programme(
    councils: list[Council], conditions: Conditions, parameters: WorldParameters, rng: np.random.Generator
) -> Programme:
    """Choose innovators and adopters and date everything they do in the programme."""
    opened = max(parameters.begins_on, add_months(parameters.end, -PROGRAMME_MONTHS))
    innovators = _choose_innovators(councils, conditions, opened, rng)
    others = [council for council in councils if council.index not in innovators]
    adopters = _choose_adopters(others, parameters.adopters, rng)
    adoptions = [_adopt(council, place, opened, rng) for place, council in enumerate(adopters)]
    pauses: list[Pause] = []
    if len(adoptions) >= FEWEST_FOR_MISHAPS:
        leaver, pauser = (int(place) for place in rng.choice(range(3, len(adoptions)), 2, replace=False))
        adoptions[leaver] = _leave(adoptions[leaver], rng)
        pauses.append(_pause(adoptions[pauser], rng))
    return Programme(
        tuple(sorted(adoptions, key=lambda adoption: adoption.council)),
        tuple(pauses),
        tuple(Innovator(council, innovation) for council, innovation in zip(innovators, INNOVATIONS, strict=True)),
    )


def _choose_innovators(
    councils: list[Council], conditions: Conditions, opened: date, rng: np.random.Generator
) -> list[int]:
    """Innovators are councils that were good or outstanding when the programme opened."""
    latest: dict[int, str] = {}
    for fact in sorted((f for f in conditions.facts if f.kind == "inspection"), key=lambda f: f.known_on):
        if fact.known_on <= opened:
            latest[fact.council] = fact.value
    well = [council.index for council in councils if latest.get(council.index) in {"good", "outstanding"}]
    pool = well if len(well) >= len(INNOVATIONS) else [council.index for council in councils]
    return sorted(int(index) for index in rng.choice(pool, len(INNOVATIONS), replace=False))


def _choose_adopters(councils: list[Council], count: int, rng: np.random.Generator) -> list[Council]:
    """Adopters were chosen for high demand, so need weighs in their favour (sector, fact 12)."""
    weights = np.array([np.exp(0.6 * council.need) * (council.children > FEWEST_CHILDREN) for council in councils])
    chosen = rng.choice(len(councils), count, replace=False, p=weights / weights.sum())
    return [councils[int(place)] for place in chosen]


def _adopt(council: Council, place: int, opened: date, rng: np.random.Generator) -> Adoption:
    """Date the stages of one adopter; the first of each innovation is its trailblazer."""
    trailblazer = place < len(INNOVATIONS)
    joined = shift(add_months(opened, 0 if trailblazer else LATER_WAVE_MONTHS), int(rng.integers(0, 28)))
    waiting = int(rng.integers(1, 4)) if trailblazer else int(rng.integers(2, 40))
    set_up_planned = add_months(joined, waiting)
    set_up = shift(set_up_planned, int(rng.integers(0, 90)))
    go_live_planned = add_months(set_up_planned, int(rng.integers(6, 10)))
    slip = int(rng.choice((0, 30, 90, 150, 240, 360), p=(0.2, 0.2, 0.25, 0.2, 0.1, 0.05)))
    go_live = shift(max(go_live_planned, add_months(set_up, 4)), slip + int(rng.integers(0, 28)))
    funding_ends = add_months(go_live_planned, int(rng.integers(24, 31)))
    return Adoption(
        council=council.index,
        innovation=INNOVATIONS[place % len(INNOVATIONS)],
        wave="trailblazer" if trailblazer else "later wave",
        joined_on=joined,
        set_up_planned_on=set_up_planned,
        go_live_planned_on=go_live_planned,
        funding_ends_on=funding_ends,
        set_up_on=set_up,
        go_live_on=go_live,
        embedding_on=shift(go_live, int(rng.integers(180, 400))),
        sustain_on=shift(max(funding_ends, add_months(go_live, 24)), int(rng.integers(0, 60))),
    )


def _leave(adoption: Adoption, rng: np.random.Generator) -> Adoption:
    left = add_months(adoption.joined_on, int(rng.integers(34, 46)))

    def reached(day: date | None) -> date | None:
        return day if day is not None and day < left else None

    return replace(
        adoption,
        left_on=left,
        set_up_on=reached(adoption.set_up_on),
        go_live_on=reached(adoption.go_live_on),
        embedding_on=reached(adoption.embedding_on),
        sustain_on=None,
    )


def _pause(adoption: Adoption, rng: np.random.Generator) -> Pause:
    begun = adoption.go_live_on or adoption.go_live_planned_on
    paused = shift(begun, int(rng.integers(60, 200)))
    resumed = shift(paused, int(rng.integers(190, 330)))
    return Pause(adoption.council, adoption.innovation, paused, resumed, str(rng.choice(PAUSE_REASONS)))
