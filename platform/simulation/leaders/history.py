"""The history of all leaders: every month some decide to go; every day those who decided leave and others come."""

import heapq
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count, pairwise

import numpy as np

from simulation.days import polling_day
from simulation.leaders.decisions import (
    Decision,
    confirmation_chance,
    decide_end_of_contract,
    decide_member,
    decide_officer,
    reason_of,
)
from simulation.leaders.hazard import Hazards
from simulation.leaders.ledger import Ledger
from simulation.leaders.market import Candidate, Market
from simulation.leaders.notices import Notices
from simulation.leaders.seats import NEVER, ROLES, Held, Seats
from simulation.leaders.successors import Arrival, Successors
from simulation.roles import SUBSTANTIVE, Role, Status

REVIEW_DAYS = 100
ANNUAL_MEETING_AFTER_DAYS = 18
MEMORY_DAYS = 3 * 365 + 31
CLOSING_KNOWN_DAYS = 60
FIRST_HOLDER_WITHIN_DAYS = 100
ELECTION_MONTH = 5
MOVING_REASONS = frozenset({"planned_move", "contract_end", "restructure", "post_closed"})


class History:
    """Plays one world's history into a ledger. Actions wait on a heap by day; ties keep the order they were made in."""

    def __init__(self, seats: Seats, ledger: Ledger, hazards: Hazards, rng: np.random.Generator) -> None:
        self.seats = seats
        self.ledger = ledger
        self._notices = Notices(ledger, rng)
        self._hazards = hazards
        self._rng = rng
        self._market = Market(rng)
        self._successors = Successors(seats, ledger, self._market, rng)
        self._actions: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        self._moving: dict[int, bool] = {}  # tenures that end because their holder moves up; True if only to act there
        self._returns: dict[int, int] = {}  # tenures of those who act above, and the seats they came from
        self._closing: set[int] = set()

    def play(self, starts: list[date]) -> None:
        """Play the months between successive starts."""
        for month, (first, after) in enumerate(pairwise(starts)):
            self.seats.forget_changes_before(first.toordinal() - MEMORY_DAYS)
            chances = self._hazards.chances(month, first.toordinal())
            for seat in np.flatnonzero(self._rng.random(len(self.seats)) < chances):
                self._decide(int(seat), month, first, after)
            while self._actions and self._actions[0][0] < after.toordinal():
                heapq.heappop(self._actions)[2]()

    def open_post(self, seat: int, day: int) -> None:
        """Put in the diary that a post is created on `day`; its first holder comes within weeks."""
        self._at(day, partial(self._open, seat, day))

    def close_post(self, seat: int, day: int) -> None:
        """Put in the diary that a post closes on `day`, which is known some weeks before."""
        self._at(day - CLOSING_KNOWN_DAYS, partial(self._say_closing, seat, day))
        self._at(day, partial(self._close, seat, day))

    def arrive(self, arrival: Arrival, announced_on: int | None = None, known_on: int | None = None) -> None:
        """Let somebody start; nothing if the post has closed in the meantime."""
        if self.seats.held[arrival.seat] != Held.VACANT or arrival.seat in self._closing:
            return
        known = known_on or (arrival.day if announced_on is not None else self._notices.recorded_on(arrival.day))
        tenure = self.ledger.start(
            arrival.seat,
            arrival.person,
            arrival.status,
            date.fromordinal(arrival.day),
            date.fromordinal(known),
            internal=arrival.internal,
            contract_ends_on=arrival.contract_ends_on,
        )
        self._notices.appointment(tenure, announced_on)
        self._take_seat(arrival, tenure)

    def _take_seat(self, arrival: Arrival, tenure: int) -> None:
        held = Held.SUBSTANTIVE if arrival.status in SUBSTANTIVE else Held.INTERIM
        contract_end = arrival.contract_ends_on.toordinal() if arrival.contract_ends_on else NEVER
        self.seats.occupy(
            arrival.seat,
            held,
            arrival.day,
            tenure,
            internal=bool(arrival.internal),
            contract_end=contract_end,
        )
        if arrival.contract_ends_on:
            review = max(contract_end - REVIEW_DAYS, arrival.day)
            self._at(review, partial(self._review, arrival.seat, tenure, review, contract_end))
        if arrival.from_seat is not None and arrival.status is Status.ACTING:
            self._returns[tenure] = arrival.from_seat

    def _at(self, day: int, action: Callable[[], None]) -> None:
        heapq.heappush(self._actions, (day, next(self._order), action))

    def _decide(self, seat: int, month: int, first: date, after: date) -> None:
        """Let the holder of a seat take a decision in this month."""
        rng, role = self._rng, ROLES[self.seats.role[seat]]
        day = int(rng.integers(first.toordinal(), after.toordinal()))
        if role is Role.LEAD_MEMBER:
            self._go(seat, decide_member(day, self._annual_meeting(seat, month, first), rng))
            return
        interim = self.seats.held[seat] == Held.INTERIM
        pressed, reorganising = self._hazards.pressures(seat, month)
        reason = reason_of(role, pressed=pressed, reorganising=reorganising, interim=interim, rng=rng)
        decision = decide_officer(day, interim=interim, reason=reason, rng=rng)
        tenure = int(self.seats.tenure[seat])
        acting = self.ledger.tenures[tenure].status is Status.ACTING
        if interim and rng.random() < confirmation_chance(role, acting=acting):
            self._await_confirmation(seat, tenure, decision.leaves_on)
        else:
            self._go(seat, decision)

    def _annual_meeting(self, seat: int, month: int, first: date) -> int | None:
        if first.month != ELECTION_MONTH or not self._hazards.election_in(seat, month):
            return None
        return polling_day(first.year).toordinal() + ANNUAL_MEETING_AFTER_DAYS

    def _review(self, seat: int, tenure: int, day: int, contract_end: int) -> None:
        """Before a contract ends its holder is either let go on the day or made permanent from the day."""
        if self.seats.tenure[seat] != tenure or self.seats.settled_until[seat] > day:
            return
        decision = decide_end_of_contract(day, contract_end, self._rng)
        if decision is None:
            self._await_confirmation(seat, tenure, contract_end)
        else:
            self._go(seat, decision)

    def _await_confirmation(self, seat: int, tenure: int, day: int) -> None:
        self.seats.settled_until[seat] = NEVER
        self._at(day, partial(self._confirm, seat, tenure, day))

    def _confirm(self, seat: int, tenure: int, day: int) -> None:
        """Make an interim (or somebody on a fixed term) permanent: a new tenure, but no change of person."""
        if self.seats.tenure[seat] != tenure:
            return
        before, known, when = self.ledger.tenures[tenure], self._notices.recorded_on(day), date.fromordinal(day)
        known_on = date.fromordinal(known)
        self.ledger.end(tenure, when, known_on, "confirmed")
        following = self.ledger.start(seat, before.person, Status.PERMANENT, when, known_on, internal=before.internal)
        self._notices.confirmed(following, day, known)
        self._returns.pop(tenure, None)
        internal = bool(before.internal)
        self.seats.occupy(seat, Held.SUBSTANTIVE, day, following, internal=internal, contract_end=NEVER)

    def _go(self, seat: int, decision: Decision) -> None:
        """Put in the diary what is announced, and the departure unless it will be withdrawn."""
        tenure = int(self.seats.tenure[seat])
        if decision.announced_on is not None:
            announce = partial(self._notices.announce_departure, tenure, decision)
            self._at(decision.announced_on, partial(self._if_there, seat, tenure, announce))
        if decision.withdrawn_on is not None:
            withdraw = partial(self._notices.withdraw_departure, tenure, decision.withdrawn_on)
            self._at(decision.withdrawn_on, partial(self._if_there, seat, tenure, withdraw))
            self.seats.settled_until[seat] = decision.withdrawn_on
            return
        self.seats.settled_until[seat] = NEVER
        self._at(decision.leaves_on, partial(self._leave, seat, tenure, decision))

    def _if_there(self, seat: int, tenure: int, say: Callable[[], None]) -> None:
        """Say something about a holder who may have gone in the meantime, pushed out by somebody who came back."""
        if self.seats.tenure[seat] == tenure:
            say()

    def _leave(self, seat: int, tenure: int, decision: Decision, follower: Arrival | None = None) -> None:
        """End a tenure and see to who follows; nothing if it has ended otherwise in the meantime."""
        if self.seats.tenure[seat] != tenure:
            return
        day, after = decision.leaves_on, Held(int(self.seats.held[seat]))
        returned = self._go_back(tenure, day)
        if follower is None and seat not in self._closing:
            acts_above = self._moving.get(tenure, False)
            follower = self._successors.plan(seat, day, after=after, acts_above=acts_above)
        known = day if decision.announced_on is not None else self._notices.recorded_on(day)
        if follower is not None:
            known = min(known, follower.day)  # nobody hears of the new holder before they hear that the old one went
        self.ledger.end(tenure, date.fromordinal(day), date.fromordinal(known), decision.reason)
        self._notices.departed(tenure, day, known)
        self.seats.vacate(seat, day)
        if not returned and tenure not in self._moving:
            self._offer(seat, tenure, decision)
        if follower is not None:
            self._expect(follower, known_from=decision.announced_on or known)

    def _go_back(self, tenure: int, day: int) -> bool:
        """Bring an assistant director who acted as director back to their seat, if it is only covered."""
        seat = self._returns.pop(tenure, None)
        if seat is None or self.seats.held[seat] != Held.INTERIM:
            return False
        person = self.ledger.tenures[tenure].person
        back = Arrival(seat, day, Status.PERMANENT, person, internal=True)
        self._leave(seat, int(self.seats.tenure[seat]), Decision(day, "contract_end"), back)
        return True

    def _offer(self, seat: int, tenure: int, decision: Decision) -> None:
        """Who moves on, or lives from interim posts, is free for other councils."""
        left = self.ledger.tenures[tenure]
        free = Candidate(left.person, int(self.seats.council[seat]), decision.leaves_on)
        if left.status is Status.INTERIM:
            self._market.offer(ROLES[self.seats.role[seat]], free, as_interim=True)
        elif left.status in SUBSTANTIVE and decision.reason in MOVING_REASONS:
            self._market.offer(ROLES[self.seats.role[seat]], free, as_interim=False)

    def _expect(self, arrival: Arrival, known_from: int) -> None:
        """Announce an appointment, free the seat that the appointed person leaves for it, and await the day."""
        interim = arrival.status not in SUBSTANTIVE
        announced = self._notices.announced_before(day=arrival.day, from_day=known_from, interim=interim)
        if arrival.from_seat is not None:
            self._pull_up(arrival, announced)
        self._at(arrival.day, partial(self.arrive, arrival, announced))

    def _pull_up(self, arrival: Arrival, announced: int | None) -> None:
        """An assistant director moves up: their own seat falls free on the day, known as soon as the move is."""
        if arrival.from_seat is None:
            return
        tenure = int(self.seats.tenure[arrival.from_seat])
        self._moving[tenure] = arrival.status is Status.ACTING
        said = arrival.day - 1 if announced is not None else None
        self._go(arrival.from_seat, Decision(arrival.day, "planned_move", announced, said))

    def _open(self, seat: int, day: int) -> None:
        self.seats.held[seat] = Held.VACANT
        self._notices.post(seat, "post_created", day, day)
        starts = day + int(self._rng.integers(0, FIRST_HOLDER_WITHIN_DAYS))
        self._expect(self._successors.permanent(seat, starts), known_from=day)

    def _say_closing(self, seat: int, closes: int) -> None:
        """Tell that a post will close; its holder, if they stay that long, leaves with it."""
        today = closes - CLOSING_KNOWN_DAYS
        self._closing.add(seat)
        post = self.ledger.posts[seat]
        post.closed_on, post.close_known_on = date.fromordinal(closes), date.fromordinal(today)
        self._notices.post(seat, "post_closed", closes, today)
        if self.seats.tenure[seat] >= 0 and self.seats.settled_until[seat] <= today:
            self._go(seat, Decision(closes, "post_closed", today, closes - 1))

    def _close(self, seat: int, day: int) -> None:
        if self.seats.tenure[seat] >= 0:
            self._leave(seat, int(self.seats.tenure[seat]), Decision(day, "post_closed"))
        self.seats.held[seat] = Held.NOT_OPEN
