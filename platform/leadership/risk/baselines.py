"""Plain predictions that a model must beat: one constant hazard for all, and one for each role and kind of holding."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

import numpy as np

from leadership.risk.history import History
from leadership.risk.priors import Group, group_of, role_prior
from leadership.risk.rows import past_rows, past_windows

# The national constant: about one permanent director in five changes within a year.
NATIONAL_PER_MONTH = 1 / 48
# Weight of the base rate, so that a kind of holding without a recorded change is not given a risk of nought.
PSEUDO_EVENTS = 1.0


def national_risk(months: float) -> float:
    """The risk that the national constant gives every post."""
    return 1.0 - exp(-NATIONAL_PER_MONTH * months)


@dataclass(frozen=True)
class Baseline:
    """Constant hazards per month by role and kind of holding, from what was on record at a landmark."""

    per_month: Mapping[tuple[str, Group], float]

    def risk(self, role: str, status: str, months: float) -> float:
        key = role, group_of(status)
        return 1.0 - exp(-self.per_month.get(key, role_prior(role).of(key[1]).per_month) * months)


def baseline_of(history: History) -> Baseline:
    """Changes over months in post, for each role and kind of holding, with one pseudo-event at the base rate."""
    rows = past_rows(history, past_windows(history))
    kinds = [(item.post.seat.role, item.spell.group) for item in rows.stretches]
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
    kind = np.asarray([numbers[item] for item in kinds], dtype=np.int64)[rows.stretch]
    events = np.bincount(kind, weights=rows.event, minlength=len(numbers))
    months = np.bincount(kind, weights=rows.months, minlength=len(numbers))
    per_month = {}
    for (role, group), number in numbers.items():
        prior = PSEUDO_EVENTS / role_prior(role).of(group).per_month
        per_month[role, group] = float((PSEUDO_EVENTS + events[number]) / (prior + months[number]))
    return Baseline(per_month)
