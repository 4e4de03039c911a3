"""How a post stands on a day: who holds it, since when, what is announced, what comes next. Pure, on a history."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from leadership.register.days import Day
from leadership.register.history import History
from leadership.register.kinds import EventKind
from leadership.register.known import KnownTenure
from leadership.register.models import SuccessionEvent


@dataclass(frozen=True)
class Holder:
    """Somebody in post. `since` is the day from which they discharge the role without a break, whatever the status.

    `leaves` is the announcement of their departure that stands; `away` says that somebody else stands in for them.
    """

    tenure: KnownTenure
    name: str
    since: Day
    leaves: SuccessionEvent | None
    away: bool


@dataclass(frozen=True)
class Coming:
    """Something that is to happen to the post on a day."""

    on: Day
    words: str


@dataclass(frozen=True)
class Seat:
    """A post on a day, as it was known on a day. No holders: it is vacant, since `vacant_since` if that is known."""

    history: History
    on: date
    known: date
    holders: tuple[Holder, ...]
    vacant_since: Day | None
    coming: tuple[Coming, ...]

    @property
    def closed(self) -> bool:
        """Whether the post no longer exists."""
        closed_on = self.history.closed_as_known(self.known)
        return closed_on is not None and closed_on <= self.on

    @property
    def vacant(self) -> bool:
        """Whether the post exists and nobody holds it."""
        return not self.holders and not self.closed

    @property
    def next(self) -> Coming | None:
        """The next dated thing that is known."""
        return self.coming[0] if self.coming else None


def seat_on(history: History, on: date, known: date | None = None) -> Seat:
    """How the post stood on `on`, as known on `known` (by default the same day)."""
    known = known or on
    tenures = history.tenures_as_known(known)
    holders = _holders(history, tenures, on, known)
    return Seat(
        history=history,
        on=on,
        known=known,
        holders=holders,
        vacant_since=None if holders else _vacant_since(history, tenures, on),
        coming=_coming(history, tenures, holders, on, known),
    )


def standing_announcement(history: History, tenure: KnownTenure, known: date) -> SuccessionEvent | None:
    """The departure that is announced of this tenure and has been neither withdrawn nor followed by the departure."""
    standing = None
    for event in history.events_as_known(known):
        if _concerns(history, event, tenure, known):
            if event.kind == EventKind.DEPARTURE_ANNOUNCED:
                standing = event
            elif event.kind in {EventKind.DEPARTURE_WITHDRAWN, EventKind.DEPARTED}:
                standing = None
    return standing


def _concerns(history: History, event: SuccessionEvent, tenure: KnownTenure, known: date) -> bool:
    if event.tenure_id is not None:
        return event.tenure_id in history.versions(tenure.id)
    if event.person_id is not None and history.first_record(event.person_id, known) != tenure.person_id:
        return False
    return tenure.started.on <= event.effective_on and (tenure.ended is None or event.known_on <= tenure.ended.on)


def _holders(history: History, tenures: list[KnownTenure], on: date, known: date) -> tuple[Holder, ...]:
    there = [tenure for tenure in tenures if tenure.covers(on)]
    # The one who started last discharges the role; whoever is still there besides is away, unless the post is shared.
    there.reverse()
    return tuple(
        Holder(
            tenure=tenure,
            name=history.name(tenure.person_id),
            since=_since(tenures, tenure),
            leaves=standing_announcement(history, tenure, known),
            away=place > 0 and not history.post.job_share,
        )
        for place, tenure in enumerate(there)
    )


def _since(tenures: list[KnownTenure], tenure: KnownTenure) -> Day:
    """The start of the first of the person's tenures that follow one another up to this one."""
    since = tenure.started
    for earlier in reversed(tenures):
        if earlier.person_id == tenure.person_id and earlier.ended is not None and earlier.ended.on == since.on:
            since = earlier.started
    return since


def _vacant_since(history: History, tenures: list[KnownTenure], on: date) -> Day | None:
    ended = [tenure.ended for tenure in tenures if tenure.came_about and tenure.ended and tenure.ended.on <= on]
    if ended:
        return max(ended, key=lambda day: day.on)
    return Day(history.post.opened_on) if history.post.opened_on <= on else None


def _coming(
    history: History, tenures: list[KnownTenure], holders: tuple[Holder, ...], on: date, known: date
) -> tuple[Coming, ...]:
    found = [
        Coming(tenure.started, f"{history.name(tenure.person_id)} starts ({tenure.status.words})")
        for tenure in tenures
        if tenure.started.on > on and tenure.came_about
    ]
    found = found or _announced(history, on, known)
    for holder in holders:
        found.extend(_of_holder(holder, on))
    closed_on = history.closed_as_known(known)
    if closed_on is not None and closed_on > on:
        found.append(Coming(Day(closed_on), "the post closes"))
    return tuple(sorted(found, key=lambda coming: coming.on.on))


def _announced(history: History, on: date, known: date) -> list[Coming]:
    """An appointment that is announced while no time in post ahead is on record, as an import may bring it."""
    return [
        Coming(
            Day.known_to(event.effective_precision, event.effective_on), f"{history.name(event.person_id)} is to start"
        )
        for event in history.events_as_known(known)
        if event.kind == EventKind.APPOINTMENT_ANNOUNCED and event.tenure_id is None and event.effective_on > on
    ]


def _of_holder(holder: Holder, on: date) -> list[Coming]:
    """What is known ahead of a holder: the end on record before the one announced before that of the contract."""
    tenure, leaves = holder.tenure, holder.leaves
    if tenure.ended is not None:
        last = Day(tenure.ended.on - timedelta(days=1)) if tenure.ended.precision == "day" else tenure.ended
        return [Coming(last, f"last day of {holder.name}")]
    if leaves is not None:
        return [Coming(Day.known_to(leaves.effective_precision, leaves.effective_on), f"{holder.name} is to leave")]
    if tenure.contract_ends_on is not None and tenure.contract_ends_on >= on:
        return [Coming(Day(tenure.contract_ends_on), f"the contract of {holder.name} ends")]
    return []


def holder_of(seat: Seat, tenure_id: UUID) -> Holder | None:
    """The holder by this tenure, if it is one of the seat's."""
    return next((holder for holder in seat.holders if holder.tenure.id == tenure_id), None)
