"""What happened to a post, in words: events, and what tenures tell that no event does. Pure, on a history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from leadership.register.days import Day
from leadership.register.history import History
from leadership.register.kinds import Confidence, EndReason, EventKind, TenureStatus
from leadership.register.known import KnownTenure, tenure_known_on
from leadership.register.models import SuccessionEvent, Tenure

WORDS = {
    EventKind.POST_CREATED: "post created",
    EventKind.POST_CLOSED: "post closed",
    EventKind.DEPARTURE_ANNOUNCED: "{name} is to leave: expected last day",
    EventKind.DEPARTURE_WITHDRAWN: "{name} stays: the departure was withdrawn",
    EventKind.DEPARTED: "{name} left{reason}",
    EventKind.APPOINTMENT_ANNOUNCED: "{name} is to start{status}",
    EventKind.APPOINTED: "{name} appointed{status}",
    EventKind.INTERIM_APPOINTED: "{name} appointed as interim",
    EventKind.ACTING_APPOINTED: "{name} appointed to act",
    EventKind.CONFIRMED: "{name} confirmed in the post{status}",
}
STARTS = frozenset({EventKind.APPOINTED, EventKind.INTERIM_APPOINTED, EventKind.ACTING_APPOINTED, EventKind.CONFIRMED})


@dataclass(frozen=True)
class Entry:
    """One line of a post's history; `event` is there when the log tells it, and may be corrected."""

    on: Day
    words: str
    known_on: date
    event: SuccessionEvent | None

    @property
    def sentence(self) -> str:
        """The words with a capital, as they stand in a cell."""
        return self.words[:1].upper() + self.words[1:]

    @property
    def source(self) -> str | None:
        """Where it is known from."""
        return self.event.source if self.event else None

    @property
    def confidence(self) -> Confidence | None:
        """How sure that is."""
        return Confidence(self.event.confidence) if self.event and self.event.confidence else None


@dataclass(frozen=True)
class Correction:
    """A tenure that was recorded otherwise until a day."""

    known_on: date
    whose: str
    changes: tuple[str, ...]


def timeline_of(history: History, known: date) -> list[Entry]:
    """Everything known on a day, the latest first."""
    events = history.events_as_known(known)
    tenures = history.tenures_as_known(known)
    entries = [_of_event(history, event, tenures, known) for event in events]
    for tenure in tenures:
        entries.extend(_untold(history, tenure, events, known))
    return sorted(entries, key=lambda entry: (entry.on.on, entry.known_on), reverse=True)


def _of_event(history: History, event: SuccessionEvent, tenures: list[KnownTenure], known: date) -> Entry:
    tenure = next((each for each in tenures if event.tenure_id in history.versions(each.id)), None)
    person = history.first_record(event.person_id, known) if event.person_id else None
    words = _filled(history, EventKind(event.kind), person, tenure)
    return Entry(Day.known_to(event.effective_precision, event.effective_on), words, event.known_on, event)


def _filled(history: History, kind: EventKind, person_id: object, tenure: KnownTenure | None) -> str:
    reason = tenure.end_reason if tenure else None
    said = reason is not None and reason is not EndReason.UNKNOWN
    return WORDS[kind].format(
        name=history.name(tenure.person_id if tenure else person_id),  # type: ignore[arg-type]
        status=f" ({tenure.status.words})" if tenure else "",
        reason=f" ({reason.words})" if said and reason else "",
    )


def _untold(history: History, tenure: KnownTenure, events: list[SuccessionEvent], known: date) -> Iterator[Entry]:
    """The start and the end of a tenure where the log is silent about them."""
    versions = history.versions(tenure.id)
    told = {EventKind(event.kind) for event in events if event.tenure_id in versions}
    if not told & STARTS and not (EventKind.APPOINTMENT_ANNOUNCED in told and tenure.started.on > known):
        starting = EventKind.INTERIM_APPOINTED if tenure.status is TenureStatus.INTERIM else EventKind.APPOINTED
        words = _filled(history, starting, tenure.person_id, tenure)
        yield Entry(tenure.started, words, tenure.known_on, None)
    if tenure.ended is None or not tenure.came_about or tenure.end_reason is EndReason.CONFIRMED:
        return
    if EventKind.DEPARTED not in told and tenure.ended.on <= known:
        learned = history.row(tenure.id).end_known_on or tenure.ended.on
        yield Entry(tenure.ended, _filled(history, EventKind.DEPARTED, tenure.person_id, tenure), learned, None)


def corrections_of(history: History, known: date) -> list[Correction]:
    """What was recorded otherwise before, the latest correction first."""
    by_id = {row.id: row for row in history.tenures}
    found = [
        Correction(
            tenure_known_on(row),
            history.name(history.first_record(row.person_id, known)),
            tuple(_changes(by_id[row.supersedes_id], row)),
        )
        for row in history.tenures
        if row.supersedes_id in by_id and tenure_known_on(row) <= known
    ]
    return sorted(found, key=lambda correction: correction.known_on, reverse=True)


def _changes(old: Tenure, new: Tenure) -> Iterator[str]:
    facts = (
        ("held as", TenureStatus(old.status).words, TenureStatus(new.status).words),
        ("since", _day(old.started_on, old.started_precision), _day(new.started_on, new.started_precision)),
        ("until", _day(old.ended_on, old.ended_precision), _day(new.ended_on, new.ended_precision)),
        ("contract until", _day(old.contract_ends_on, "day"), _day(new.contract_ends_on, "day")),
        ("because", _reason(old.end_reason), _reason(new.end_reason)),
    )
    for name, was, is_now in facts:
        if was != is_now:
            yield f"{name} {is_now} (recorded before as {was})"


def _day(day: date | None, precision: str) -> str:
    return Day.known_to(precision, day).words if day else "no day"


def _reason(reason: str | None) -> str:
    return EndReason(reason).words if reason else "no reason"
