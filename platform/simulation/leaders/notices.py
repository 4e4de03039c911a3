"""What is said and written about leaders, and when somebody could know it."""

from datetime import date

import numpy as np

from simulation.leaders.decisions import CONFIDENTIAL, Decision
from simulation.leaders.ledger import KIND_OF_START, Ledger
from simulation.records import Event
from simulation.roles import SUBSTANTIVE

RECORDED_LATE = 0.12
LATEST_DAYS = 22
APPOINTMENT_ANNOUNCED = 0.6
INTERIM_ANNOUNCED = 0.3
SHORTEST_ANNOUNCEMENT_DAYS = 7
PRIVATE_AT_LEAST_DAYS = 14
SOURCES = ("council website", "committee papers", "programme team", "press notice")


class Notices:
    """Writes to the log; days are ordinals."""

    def __init__(self, ledger: Ledger, rng: np.random.Generator) -> None:
        self._ledger = ledger
        self._rng = rng

    def recorded_on(self, day: int) -> int:
        """Return when a fact of `day` was known: mostly at once, sometimes up to three weeks late."""
        return day + int(self._rng.integers(1, LATEST_DAYS)) if self._rng.random() < RECORDED_LATE else day

    def announce_departure(self, tenure: int, decision: Decision) -> None:
        if decision.announced_on is None or decision.said_last_day is None:
            return
        private = None
        ahead = decision.said_last_day - decision.announced_on
        if ahead > PRIVATE_AT_LEAST_DAYS and self._rng.random() < CONFIDENTIAL:
            private = decision.announced_on + int(self._rng.integers(PRIVATE_AT_LEAST_DAYS, ahead + 1))
        self._log("departure_announced", tenure, decision.said_last_day, decision.announced_on, private)

    def withdraw_departure(self, tenure: int, day: int) -> None:
        self._log("departure_withdrawn", tenure, day, day)

    def departed(self, tenure: int, day: int, known_on: int) -> None:
        self._log("departed", tenure, day, known_on)

    def announced_before(self, *, day: int, from_day: int, interim: bool) -> int | None:
        """Return when an appointment from `day` on was announced, after `from_day`; None if it was not."""
        chance = INTERIM_ANNOUNCED if interim else APPOINTMENT_ANNOUNCED
        room = day - SHORTEST_ANNOUNCEMENT_DAYS - from_day
        if room <= 0 or self._rng.random() >= chance:
            return None
        return from_day + int(self._rng.integers(0, room))

    def appointment(self, tenure: int, announced_on: int | None) -> None:
        """Log a start, and the announcement that went before it."""
        started = self._ledger.tenures[tenure]
        day, known = started.started_on.toordinal(), started.start_known_on.toordinal()
        if announced_on is not None:
            self._log("appointment_announced", tenure, day, announced_on)
        self._log(KIND_OF_START[started.status], tenure, day, known)

    def confirmed(self, tenure: int, day: int, known_on: int) -> None:
        self._log("confirmed", tenure, day, known_on)

    def post(self, post: int, kind: str, day: int, known_on: int) -> None:
        effective, known = date.fromordinal(day), date.fromordinal(known_on)
        self._ledger.log(Event(post, kind, effective, known, source="programme team", confidence="high"))

    def _log(self, kind: str, tenure: int, day: int, known_on: int, private: int | None = None) -> None:
        if not self._ledger.keeps_log:
            return
        concerned = self._ledger.tenures[tenure]
        sure = kind != "departure_announced" or concerned.status not in SUBSTANTIVE or self._rng.random() < 0.8
        self._ledger.log(
            Event(
                post=concerned.post,
                kind=kind,
                effective_on=date.fromordinal(day),
                known_on=date.fromordinal(known_on),
                person=concerned.person,
                tenure=tenure,
                source=SOURCES[int(self._rng.integers(len(SOURCES)))],
                confidence="high" if sure else "medium",
                confidential_until=None if private is None else date.fromordinal(private),
            )
        )
