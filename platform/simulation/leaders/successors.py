"""Who comes next: an interim or a permanent, from the second tier, another council, or outside.

After a permanent an interim follows as section 5 says. Half of interim directors are their council's own assistant
directors, who leave a seat behind (section 2.2, "Cascade"); about a third of new directors come from another council.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulation.days import add_months
from simulation.leaders.ledger import Ledger
from simulation.leaders.market import Market
from simulation.leaders.seats import ROLES, Held, Seats
from simulation.roles import RATES, Role, Status

INTERIM_AFTER_INTERIM = 0.10
COVER_IS_INTERIM = 0.80
ACTING_SHARE = {Role.DCS: 0.5, Role.ASSISTANT_DIRECTOR: 0.5, Role.CHIEF_EXECUTIVE: 0.5}
ACTING_SHARE_OTHERS = 0.7
# Where a permanent who is not internal comes from: the same role elsewhere, or (directors) the second tier elsewhere.
SAME_ROLE_ELSEWHERE = {Role.DCS: 0.45, Role.ASSISTANT_DIRECTOR: 0.35, Role.CHIEF_EXECUTIVE: 0.4}
SECOND_TIER_ELSEWHERE = 0.6
INTERIM_KNOWN_ELSEWHERE = 0.6
INTERIM_GAP = {Role.DCS: (0.15, 12)}
INTERIM_GAP_OTHERS = (0.40, 25)
SETTLED_DAYS = 90
CONTRACT_MONTHS = (24, 37)


@dataclass(frozen=True)
class Arrival:
    """Somebody who is to start in a seat. `from_seat` is the seat of the same council that they leave for it."""

    seat: int
    day: int
    status: Status
    person: int
    internal: bool | None
    from_seat: int | None = None
    contract_ends_on: date | None = None


class Successors:
    def __init__(self, seats: Seats, ledger: Ledger, market: Market, rng: np.random.Generator) -> None:
        self._seats = seats
        self._ledger = ledger
        self._market = market
        self._rng = rng

    def plan(self, seat: int, day: int, *, after: Held, acts_above: bool = False) -> Arrival:
        """Say who follows in a seat left on `day`; `acts_above` if its holder may come back from acting as director."""
        role = ROLES[self._seats.role[seat]]
        chance = INTERIM_AFTER_INTERIM if after is Held.INTERIM else RATES[role].interim_follows
        if acts_above:
            chance = COVER_IS_INTERIM
        if role is not Role.LEAD_MEMBER and self._rng.random() < chance:
            return self._interim(seat, role, day)
        return self.permanent(seat, self._after_gap(day, RATES[role].gap, RATES[role].gap_days))

    def permanent(self, seat: int, day: int) -> Arrival:
        """Say which permanent (or fixed-term) holder starts on `day`."""
        role, council = ROLES[self._seats.role[seat]], int(self._seats.council[seat])
        if role is Role.LEAD_MEMBER:
            return Arrival(seat, day, Status.PERMANENT, self._ledger.add_person(), None)
        if self._rng.random() < RATES[role].internal:
            return self._promoted(seat, role, council, day, Status.PERMANENT)
        person = self._from_elsewhere(role, council, day)
        person = self._ledger.add_person() if person is None else person
        return self._with_contract(Arrival(seat, day, Status.PERMANENT, person, internal=False), role)

    def _interim(self, seat: int, role: Role, day: int) -> Arrival:
        council = int(self._seats.council[seat])
        starts = self._after_gap(day, *INTERIM_GAP.get(role, INTERIM_GAP_OTHERS))
        if self._rng.random() < ACTING_SHARE.get(role, ACTING_SHARE_OTHERS):
            return self._promoted(seat, role, council, starts, Status.ACTING)
        known = self._rng.random() < INTERIM_KNOWN_ELSEWHERE
        person = self._market.engage(role, council, day) if known else None
        person = self._ledger.add_person() if person is None else person
        return Arrival(seat, starts, Status.INTERIM, person, internal=False)

    def _promoted(self, seat: int, role: Role, council: int, day: int, status: Status) -> Arrival:
        """An internal successor: for a director one of the assistant directors, elsewhere somebody without a seat."""
        from_seat = self._second_in_line(council, day) if role is Role.DCS else None
        if from_seat is None:
            return self._with_contract(Arrival(seat, day, status, self._ledger.add_person(), internal=True), role)
        person = self._ledger.tenures[self._seats.tenure[from_seat]].person
        return Arrival(seat, day, status, person, internal=True, from_seat=from_seat)

    def _second_in_line(self, council: int, day: int) -> int | None:
        """Return the seat of an assistant director who has settled in and has not decided to go."""
        seats = self._seats
        fit = [
            seat
            for seat in seats.of_council(council, Role.ASSISTANT_DIRECTOR)
            if seats.held[seat] == Held.SUBSTANTIVE
            and seats.settled_until[seat] <= day
            and day - seats.since[seat] >= SETTLED_DAYS
        ]
        return fit[int(self._rng.integers(len(fit)))] if fit else None

    def _from_elsewhere(self, role: Role, council: int, day: int) -> int | None:
        if self._rng.random() < SAME_ROLE_ELSEWHERE.get(role, 0.0):
            return self._market.hire(role, council, day)
        if role is Role.DCS and self._rng.random() < SECOND_TIER_ELSEWHERE:
            return self._market.hire(Role.ASSISTANT_DIRECTOR, council, day)
        return None

    def _with_contract(self, arrival: Arrival, role: Role) -> Arrival:
        if arrival.status is not Status.PERMANENT or self._rng.random() >= RATES[role].fixed_term:
            return arrival
        ends = add_months(date.fromordinal(arrival.day), int(self._rng.integers(*CONTRACT_MONTHS)))
        return Arrival(
            arrival.seat, arrival.day, Status.FIXED_TERM, arrival.person, arrival.internal, contract_ends_on=ends
        )

    def _after_gap(self, day: int, chance: float, mean_days: float) -> int:
        return day + 1 + int(self._rng.exponential(mean_days)) if self._rng.random() < chance else day
