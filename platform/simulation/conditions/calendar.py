"""The conditions of every council month by month, as the hazards need them, and as facts for the files."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulation.conditions.inspections import inadequate_spells, inspect, inspection_fact
from simulation.conditions.politics import change_control, control_fact, election_fact, hold_elections
from simulation.conditions.reorganisations import reorganisation_fact, reorganise
from simulation.councils import Council
from simulation.days import add_months, shift
from simulation.parameters import WorldParameters
from simulation.records import Fact
from simulation.streams import stream

Flags = NDArray[np.bool_]
RECENT_DAYS = 365
AHEAD_DAYS = 183
SCHEDULED_YEARS = 4


@dataclass(frozen=True)
class Conditions:
    """Flags by council and simulated month (taken at mid-month), and all dated facts, also those of the future."""

    inadequate_recently: Flags
    inadequate_standing: Flags
    control_changed: Flags
    election_month: Flags
    election_ahead: Flags
    reorganisation: Flags
    facts: tuple[Fact, ...]


def live_through(councils: list[Council], parameters: WorldParameters) -> Conditions:
    """Let every council live through its inspections, elections and reorganisations."""
    middles = np.array(
        [shift(add_months(parameters.settles_from, month), 14).toordinal() for month in range(parameters.months)]
    )
    flags = {name: np.zeros((len(councils), parameters.months), dtype=bool) for name in _FLAGS}
    facts: list[Fact] = []
    for council in councils:
        facts += _one(council, parameters, middles, {name: flag[council.index] for name, flag in flags.items()})
    return Conditions(**flags, facts=tuple(facts))


_FLAGS = (
    "inadequate_recently",
    "inadequate_standing",
    "control_changed",
    "election_month",
    "election_ahead",
    "reorganisation",
)


def _one(
    council: Council, parameters: WorldParameters, middles: NDArray[np.int64], flags: dict[str, Flags]
) -> list[Fact]:
    """Fill the flags of one council in place and return its facts."""
    first, last = parameters.settles_from, add_months(parameters.settles_from, parameters.months)
    rng = stream(parameters.seed, "conditions", council.code)
    inspections = inspect(first, last, rng)
    for begun, ended in inadequate_spells(inspections):
        _raise(flags["inadequate_recently"], middles, begun, min(ended, shift(begun, RECENT_DAYS)))
        _raise(flags["inadequate_standing"], middles, shift(begun, RECENT_DAYS), ended)
    polls = hold_elections(council, first, date(last.year + SCHEDULED_YEARS, 12, 31))
    changes = change_control(council, [day for day in polls if day <= last], first, rng)
    for change in changes[1:]:
        _raise(flags["control_changed"], middles, change.known_on, shift(change.known_on, RECENT_DAYS))
    for day in polls:
        _raise(flags["election_month"], middles, day.replace(day=1), add_months(day, 1))
        _raise(flags["election_ahead"], middles, shift(day, -AHEAD_DAYS), day)
    upheavals = reorganise(first, last, rng)
    for upheaval in upheavals:
        _raise(flags["reorganisation"], middles, upheaval.begins_on, upheaval.ends_on)
    return [
        *(inspection_fact(council.index, inspection, rng) for inspection in inspections),
        *(control_fact(council, change) for change in changes),
        *(election_fact(council, day) for day in polls),
        *(reorganisation_fact(council.index, upheaval) for upheaval in upheavals),
    ]


def _raise(flag: Flags, middles: NDArray[np.int64], begins: date, ends: date) -> None:
    """Set the flag in the months whose middle lies in [begins, ends)."""
    flag[(middles >= begins.toordinal()) & (middles < ends.toordinal())] = True
