"""Reorganisations of a council or of one directorate: begun at 0.4% a month, 18 months long (section 5)."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulation.days import add_months, shift
from simulation.records import Fact

BEGIN_A_MONTH = 0.004
MONTHS = 18
COUNCIL_WIDE = 0.2
KNOWN_AHEAD_DAYS = (14, 120)


@dataclass(frozen=True)
class Reorganisation:
    known_on: date
    begins_on: date
    ends_on: date
    scope: str


def reorganise(first: date, last: date, rng: np.random.Generator) -> list[Reorganisation]:
    """Return the reorganisations of one council between two days; none begins before the last has ended."""
    found: list[Reorganisation] = []
    month = first
    while month <= last:
        if rng.random() >= BEGIN_A_MONTH:
            month = add_months(month, 1)
            continue
        known = shift(month, -int(rng.integers(*KNOWN_AHEAD_DAYS)))
        scope = "council" if rng.random() < COUNCIL_WIDE else "directorate"
        ends = add_months(month, MONTHS)
        found.append(Reorganisation(known, month, ends, scope))
        month = ends
    return found


def reorganisation_fact(council: int, found: Reorganisation) -> Fact:
    return Fact(
        council=council,
        kind="reorganisation",
        effective_on=found.begins_on,
        known_on=found.known_on,
        value=found.scope,
        until=found.ends_on,
        source="council report",
    )
