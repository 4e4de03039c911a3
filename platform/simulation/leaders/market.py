"""People between posts: leavers whom another council appoints, and interims who go from one council to the next.

A leaver's move is one fact in two councils, so it is told by one person with two tenures. Matching those who have just
left with seats that have just come free keeps the hazards what they are: nobody leaves because a seat is free.
"""

from dataclasses import dataclass

import numpy as np

from simulation.roles import Role

FRESH_DAYS = 150
INTERIM_FRESH_DAYS = 540


@dataclass(frozen=True)
class Candidate:
    person: int
    council: int
    free_from: int


class Market:
    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._leavers: dict[Role, list[Candidate]] = {role: [] for role in Role}
        self._interims: dict[Role, list[Candidate]] = {role: [] for role in Role}

    def offer(self, role: Role, candidate: Candidate, *, as_interim: bool) -> None:
        """Note that somebody who held this role is free from a day on."""
        (self._interims if as_interim else self._leavers)[role].append(candidate)

    def hire(self, role: Role, council: int, day: int) -> int | None:
        """Return a person who lately left this role in another council, or None; who is hired is off the market."""
        return self._take(self._leavers[role], council, day, FRESH_DAYS)

    def engage(self, role: Role, council: int, day: int) -> int | None:
        """Return an interim who has held this role in another council and is free, or None."""
        return self._take(self._interims[role], council, day, INTERIM_FRESH_DAYS)

    def _take(self, pool: list[Candidate], council: int, day: int, fresh: int) -> int | None:
        pool[:] = [candidate for candidate in pool if candidate.free_from >= day - fresh]
        fit = [candidate for candidate in pool if candidate.council != council and candidate.free_from <= day]
        if not fit:
            return None
        chosen = fit[int(self._rng.integers(len(fit)))]
        pool.remove(chosen)
        return chosen.person
