"""How likely each holder is to decide, this month, to go: base rate, frailty, year and circumstances."""

import math

import numpy as np
from numpy.typing import NDArray

from simulation.conditions.calendar import Conditions
from simulation.days import DAYS_IN_MONTH
from simulation.effects import TrueEffects
from simulation.leaders.seats import ROLES, Held, Seats
from simulation.roles import RATES, Role

Amounts = NDArray[np.float64]
Flags = NDArray[np.bool_]
AverageRatios = dict[tuple[Role, Held], float]
HOLDERS = (Held.SUBSTANTIVE, Held.INTERIM)
YEAR_DAYS = 365
HALF_YEAR_DAYS = 183
MEMORY_DAYS = 3 * 365
MANY_OPEN = 2
MOST_LIKELY = 0.95
# Months by which a stay outlasts its hazard: from decision to leaving, and for interims the part of a month in which
# they came and could not yet decide.
NOTICE_MONTHS = {Held.SUBSTANTIVE: 2.5, Held.INTERIM: 1.5}


class Hazards:
    """The chance of a decision for every seat in one month, in one world.

    `average_ratios` is what frailties, years and circumstances multiply each base rate by on average, for permanents
    and for interims of each role; base rates are divided by it, so that mean stays are those of section 2.5 whatever
    effects a world has drawn. `ratios_met` tells what it was in fact.
    """

    def __init__(
        self,
        seats: Seats,
        conditions: Conditions,
        effects: TrueEffects,
        *,
        council_log_rates: Amounts,
        month_log_rates: Amounts,
        average_ratios: AverageRatios,
    ) -> None:
        self._seats = seats
        self._conditions = conditions
        self._month_log_rates = month_log_rates
        notice = [0.0 if role is Role.LEAD_MEMBER else NOTICE_MONTHS[Held.SUBSTANTIVE] for role in ROLES]
        shapes = [RATES[role].shape for role in ROLES]
        means = [RATES[role].mean_stay - late for role, late in zip(ROLES, notice, strict=True)]
        scales = [mean / math.gamma(1 + 1 / shape) for mean, shape in zip(means, shapes, strict=True)]
        self._shape = np.array(shapes)[seats.role]
        self._scale = np.array(scales)[seats.role]
        self._interim = np.array([_interim_chance(role) for role in ROLES])[seats.role]
        self._base_log_rate = {
            held: np.array([effects.role_shifts[role] - math.log(average_ratios[role, held]) for role in ROLES])[
                seats.role
            ]
            for held in HOLDERS
        }
        self._council_log_rate = council_log_rates[seats.council]
        self._met = {held: np.zeros((2, len(ROLES))) for held in HOLDERS}
        self._effects = {
            name: np.array([effects.of(name, role) for role in ROLES])[seats.role]
            for name in {name for name, _ in effects.log_ratios}
        }

    def chances(self, month: int, day: int) -> Amounts:
        """Return the chance that each seat's holder decides in the month that begins on `day`."""
        seats = self._seats
        log_ratio = self._council_log_rate + self._month_log_rates[month]
        for name, present in self._circumstances(month, day).items():
            log_ratio = log_ratio + self._effects[name] * present
        months = np.maximum(day - seats.since, 0) / DAYS_IN_MONTH
        rising = ((months + 1) / self._scale) ** self._shape - (months / self._scale) ** self._shape
        self._meet(Held.SUBSTANTIVE, rising, np.exp(log_ratio))
        self._meet(Held.INTERIM, self._interim, np.exp(log_ratio))
        rates = {held: np.exp(base + log_ratio) for held, base in self._base_log_rate.items()}
        chance = np.select(
            [seats.held == Held.SUBSTANTIVE, seats.held == Held.INTERIM],
            [-np.expm1(-rising * rates[Held.SUBSTANTIVE]), self._interim * rates[Held.INTERIM]],
            0.0,
        )
        free = (seats.settled_until <= day) & (seats.since <= day)
        return np.where(free, np.minimum(chance, MOST_LIKELY), 0.0)

    def ratios_met(self) -> AverageRatios:
        """Return what each base rate was multiplied by on average, over all holders and months so far."""
        return {
            (role, held): float(multiplied / base) if base else 1.0
            for held, met in self._met.items()
            for role, multiplied, base in zip(ROLES, *met, strict=True)
        }

    def _meet(self, held: Held, base: Amounts, ratio: Amounts) -> None:
        here = self._seats.held == held
        roles = self._seats.role[here]
        self._met[held][0] += np.bincount(roles, weights=(base * ratio)[here], minlength=len(ROLES))
        self._met[held][1] += np.bincount(roles, weights=base[here], minlength=len(ROLES))

    def pressures(self, seat: int, month: int) -> tuple[bool, bool]:
        """Say whether the seat's council is inadequate, and whether it is being reorganised."""
        council, conditions = self._seats.council[seat], self._conditions
        inadequate = conditions.inadequate_recently[council, month] or conditions.inadequate_standing[council, month]
        return bool(inadequate), bool(conditions.reorganisation[council, month])

    def election_in(self, seat: int, month: int) -> bool:
        return bool(self._conditions.election_month[self._seats.council[seat], month])

    def _circumstances(self, month: int, day: int) -> dict[str, Flags | Amounts]:
        """Return what is so for each seat this month, by the names of the effects."""
        seats, conditions = self._seats, self._conditions
        council = seats.council
        open_seats = (seats.held == Held.VACANT) | (seats.held == Held.INTERIM)
        changes = seats.changes_since(day - MEMORY_DAYS)
        member = seats.role == ROLES.index(Role.LEAD_MEMBER)
        election = np.where(
            member, conditions.election_month[council, month], conditions.election_ahead[council, month]
        )
        return {
            "inadequate_recently": conditions.inadequate_recently[council, month],
            "inadequate_standing": conditions.inadequate_standing[council, month],
            "chief_executive_changed": self._changed(Role.CHIEF_EXECUTIVE, day),
            "dcs_changed": self._changed(Role.DCS, day),
            "control_changed": conditions.control_changed[council, month],
            "election": election,
            "reorganisation": conditions.reorganisation[council, month],
            "contract_ending": (seats.contract_end - day) <= HALF_YEAR_DAYS,
            "peers_open": self._elsewhere(open_seats.astype(np.int64)) >= MANY_OPEN,
            "other_changes": self._elsewhere(changes).astype(np.float64),
            "internal": seats.internal & (seats.held == Held.SUBSTANTIVE),
        }

    def _changed(self, role: Role, day: int) -> Flags:
        """Say for each seat whether the holder of `role` in its council left within the last year."""
        seats = self._seats
        changed = np.zeros(seats.council.max() + 1, dtype=bool)
        recent = (seats.role == ROLES.index(role)) & (day - seats.last_change <= YEAR_DAYS)
        changed[seats.council[recent]] = True
        flags: Flags = changed[seats.council]
        return flags

    def _elsewhere(self, counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sum over the other seats of the same council."""
        council = self._seats.council
        totals = np.bincount(council, weights=counts).astype(np.int64)
        elsewhere: NDArray[np.int64] = totals[council] - counts
        return elsewhere


def _interim_chance(role: Role) -> float:
    """The monthly chance of a decision that gives an interim the mean stay of its role, notice included."""
    chance = RATES[role].interim_chance
    return 1 / (1 / chance - NOTICE_MONTHS[Held.INTERIM]) if chance else 0.0
