"""The state of every seat while the months go by: who holds it, how, since when, and what is already decided."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from simulation.roles import Role

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]
ROLES = tuple(Role)
NEVER = 10**7


class Held(IntEnum):
    NOT_OPEN = 0
    VACANT = 1
    SUBSTANTIVE = 2
    INTERIM = 3


@dataclass(frozen=True)
class SeatPlan:
    """A seat before anything has happened: which council, which role, which of its titles."""

    council: int
    role: Role
    place: int


class Seats:
    """One row a seat. Days are ordinals; `settled_until` is the day before which no new decision is taken."""

    def __init__(self, plans: list[SeatPlan]) -> None:
        count = len(plans)
        self.council: Days = np.array([plan.council for plan in plans], dtype=np.int64)
        self.role: Days = np.array([ROLES.index(plan.role) for plan in plans], dtype=np.int64)
        self.held: Days = np.full(count, Held.NOT_OPEN, dtype=np.int64)
        self.since: Days = np.zeros(count, dtype=np.int64)
        self.tenure: Days = np.full(count, -1, dtype=np.int64)
        self.settled_until: Days = np.zeros(count, dtype=np.int64)
        self.contract_end: Days = np.full(count, NEVER, dtype=np.int64)
        self.last_change: Days = np.full(count, -NEVER, dtype=np.int64)
        self.internal: Flags = np.zeros(count, dtype=bool)
        self.changes: list[tuple[int, int]] = []
        self._of_council: dict[int, list[int]] = {}
        for seat, plan in enumerate(plans):
            self._of_council.setdefault(plan.council, []).append(seat)

    def __len__(self) -> int:
        return len(self.held)

    def of_council(self, council: int, role: Role) -> list[int]:
        """List the seats of one role in one council."""
        return [seat for seat in self._of_council[council] if ROLES[self.role[seat]] is role]

    def occupy(self, seat: int, held: Held, day: int, tenure: int, *, internal: bool, contract_end: int) -> None:
        self.held[seat], self.since[seat], self.tenure[seat] = held, day, tenure
        self.internal[seat], self.contract_end[seat] = internal, contract_end
        self.settled_until[seat] = 0

    def vacate(self, seat: int, day: int) -> None:
        """Empty the seat; that its holder left counts as one change from this day on."""
        self.held[seat], self.tenure[seat] = Held.VACANT, -1
        self.settled_until[seat], self.contract_end[seat] = NEVER, NEVER
        self.last_change[seat] = day
        self.changes.append((day, seat))

    def changes_since(self, day: int) -> Days:
        """Count the changes of every seat since a day."""
        recent = [seat for changed_on, seat in self.changes if changed_on >= day]
        return np.bincount(recent, minlength=len(self)).astype(np.int64)

    def forget_changes_before(self, day: int) -> None:
        self.changes = [change for change in self.changes if change[0] >= day]
