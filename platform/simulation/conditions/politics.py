"""Elections on the public calendar, and changes of control that some of them bring.

Control changes at 24% of all-out elections and at 10% of elections by thirds (section 5 of the risk specification).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulation.councils import Council, Cycle
from simulation.days import polling_day, shift
from simulation.records import Fact

CHANGE = {Cycle.ALL_OUT: 0.24, Cycle.THIRDS: 0.10}
CONTROLS = ("Civic Alliance", "Progress Party", "Union of Residents", "Green Way", "no overall control")
CONTROL_SHARES = (0.30, 0.32, 0.08, 0.04, 0.26)
CALLED_YEARS_AHEAD = 4
ANNUAL_MEETING_AFTER_DAYS = (12, 22)


@dataclass(frozen=True)
class ControlChange:
    known_on: date
    effective_on: date
    control: str


def hold_elections(council: Council, first: date, last: date) -> list[date]:
    """Return the polling days of a council between two days."""
    days = [polling_day(year) for year in range(first.year, last.year + 1) if council.votes_in(year)]
    return [day for day in days if first <= day <= last]


def change_control(council: Council, polls: list[date], first: date, rng: np.random.Generator) -> list[ControlChange]:
    """Return who controls the council from `first`, and each change of control that an election brings."""
    control = str(rng.choice(CONTROLS, p=CONTROL_SHARES))
    changes = [ControlChange(first, first, control)]
    for day in polls:
        if rng.random() < CHANGE[council.cycle]:
            control = _another(control, rng)
            known = shift(day, 1)
            changes.append(ControlChange(known, shift(day, int(rng.integers(*ANNUAL_MEETING_AFTER_DAYS))), control))
    return changes


def _another(control: str, rng: np.random.Generator) -> str:
    others = [(name, share) for name, share in zip(CONTROLS, CONTROL_SHARES, strict=True) if name != control]
    total = sum(share for _, share in others)
    return str(rng.choice([name for name, _ in others], p=[share / total for _, share in others]))


def election_fact(council: Council, day: date) -> Fact:
    """Return an ordinary election; the calendar is public, so it is known four years ahead."""
    known = polling_day(day.year - CALLED_YEARS_AHEAD)
    return Fact(council.index, "election", day, known, council.cycle.value, source="electoral calendar")


def control_fact(council: Council, change: ControlChange) -> Fact:
    kind = "political_control"
    return Fact(council.index, kind, change.effective_on, change.known_on, change.control, source="council website")
