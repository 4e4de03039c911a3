"""The first holders: everybody who was there before the simulation looks, some time into their stay already."""

import math
from datetime import date

import numpy as np

from simulation.days import DAYS_IN_MONTH, add_months
from simulation.leaders.history import History
from simulation.leaders.seats import SeatPlan
from simulation.leaders.successors import Arrival
from simulation.roles import RATES, Role, Status

INTERIM_AT_FIRST = 0.09
LONGEST_YEARS = 8


def fill_first_seats(history: History, plans: list[SeatPlan], first: date, rng: np.random.Generator) -> None:
    """Let a holder have started, before `first`, in every seat that exists from the beginning."""
    for seat, plan in enumerate(plans):
        if plan.role in {Role.PROGRAMME_MANAGER, Role.PRACTICE_LEAD}:
            continue
        interim = plan.role is not Role.LEAD_MEMBER and rng.random() < INTERIM_AT_FIRST
        months = _elapsed(plan.role, rng, interim=interim)
        day = first.toordinal() - 1 - int(months * DAYS_IN_MONTH)
        status = Status.INTERIM if interim else Status.PERMANENT
        internal = None if plan.role is Role.LEAD_MEMBER else bool(rng.random() < RATES[plan.role].internal)
        history.seats.held[seat] = 1
        person = history.ledger.add_person()
        history.arrive(Arrival(seat, day, status, person, internal=internal), known_on=day)


def _elapsed(role: Role, rng: np.random.Generator, *, interim: bool) -> float:
    """Return a time already served in months: a uniform share of a stay drawn in proportion to its length."""
    rates = RATES[role]
    if interim:
        return float(rng.exponential(1 / rates.interim_chance))
    scale = rates.mean_stay / math.gamma(1 + 1 / rates.shape)
    stay: float = scale * float(rng.gamma(1 + 1 / rates.shape)) ** (1 / rates.shape)
    return float(rng.random()) * min(stay, 12.0 * LONGEST_YEARS)


def posts_open_from(first: date) -> date:
    """Return a day before which nobody in the world can have started."""
    return add_months(first, -12 * (LONGEST_YEARS + 1))
