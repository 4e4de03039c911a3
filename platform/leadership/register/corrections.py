"""Something was recorded wrongly: a new row supersedes the old one, which stays, and the log follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.days import Day, in_words
from leadership.register.ends import need_current
from leadership.register.errors import DatesError, LeadershipError, NothingToChangeError
from leadership.register.history import History, get_history
from leadership.register.kinds import STARTS, Confidence, EndReason, EventKind, TenureStatus
from leadership.register.log import audit_post, log_event, new_reference
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.register.posts import need_open
from leadership.register.storing import store
from leadership.register.told import Told

STARTING = frozenset(STARTS.values())


@dataclass(frozen=True)
class TenureFacts:
    """What a tenure says, as it should have been recorded. `ended` is the first day no longer in post."""

    status: TenureStatus
    started: Day
    ended: Day | None
    end_reason: EndReason | None
    contract_ends_on: date | None
    internal: bool | None

    @classmethod
    def of(cls, row: Tenure) -> "TenureFacts":
        """The facts as they are recorded."""
        return cls(
            TenureStatus(row.status),
            Day.known_to(row.started_precision, row.started_on),
            Day.known_to(row.ended_precision, row.ended_on) if row.ended_on else None,
            EndReason(row.end_reason) if row.end_reason else None,
            row.contract_ends_on,
            row.internal,
        )


def correct_tenure(
    session: Session,
    *,
    by: Identity,
    post: Post,
    tenure: Tenure,
    facts: TenureFacts,
    told: Told,
    on: date,
) -> Tenure:
    """Replace a tenure by what it should have said, known from `told.known_on` on; the old row stays.

    The events of its start and end are corrected with it. An end that is taken back becomes a withdrawn departure. A
    tenure that never came about ends on the day it started.

    Raises:
        NothingToChangeError: the facts are those on record.
        DatesError: the days contradict each other.
        PostHeldError: it would overlap with somebody of the same kind.
        AlreadyRecordedError: the row has been corrected by another.
    """
    told.need_by(on)
    need_current(tenure)
    before = TenureFacts.of(tenure)
    _check(post, before, facts)
    history = get_history(session, by=by, post=post, on=on)
    tenure.superseded_at = func.clock_timestamp()
    store(session)  # the old row must be out of the way of the exclusion constraint before the new one comes
    number, ref = new_reference("tenure")
    new = Tenure(
        id=number,
        ref=ref,
        authority_id=tenure.authority_id,
        post_id=tenure.post_id,
        person_id=tenure.person_id,
        status=facts.status,
        shared=tenure.shared,
        started_on=facts.started.on,
        started_precision=facts.started.precision,
        start_known_on=tenure.start_known_on,
        contract_ends_on=facts.contract_ends_on,
        internal=facts.internal,
        supersedes_id=tenure.id,
        corrected_on=told.known_on,
        recorded_by_id=by.account_id,
    )
    if facts.ended is not None:
        new.ended_on, new.ended_precision = facts.ended.on, facts.ended.precision
        new.end_known_on = tenure.end_known_on if facts.ended == before.ended else told.known_on
        new.end_reason = facts.end_reason
    session.add(new)
    store(session)
    audit_post(
        session,
        by=by,
        deed="tenure.corrected",
        post=post,
        before={"tenure": str(tenure.id), **_plain(before)},
        after={"tenure": str(number), **_plain(facts)},
    )
    _correct_log(session, history, tenure, new, by=by, told=told, on=on)
    return new


def correct_event(
    session: Session,
    *,
    by: Identity,
    post: Post,
    event: SuccessionEvent,
    effective: Day,
    source: str | None,
    confidence: Confidence | None,
    confidential_until: date | None,
    told: Told,
    on: date,
) -> SuccessionEvent:
    """Replace an event by what it should have said, from `told.known_on` on; the old row stays.

    The day of a start or an end stands in the tenure, so only that of an announced departure is corrected here.

    Raises:
        NothingToChangeError: nothing differs.
        LeadershipError: the day of a start or end was to be corrected, or the event has been corrected already.
    """
    told.need_by(on)
    if event.superseded_at is not None:
        raise NothingToChangeError("This record has been corrected. Load the page again and use the newer one.")
    was = Day.known_to(event.effective_precision, event.effective_on)
    if effective != was and event.kind != EventKind.DEPARTURE_ANNOUNCED:
        raise LeadershipError(
            "The day of a start or an end is corrected with the time in post, not with the event.", field="effective_on"
        )
    if told.known_on < event.known_on:
        raise DatesError("The correction cannot have been known before what it corrects.", field="known_on")
    if (effective, source, confidence, confidential_until) == (
        was,
        event.source,
        event.confidence,
        event.confidential_until,
    ):
        raise NothingToChangeError("Nothing differs from what is on record.")
    return log_event(
        session,
        by=by,
        post=post,
        kind=EventKind(event.kind),
        effective=effective,
        told=Told(told.known_on, source, confidence),
        on=on,
        tenure=session.get_one(Tenure, event.tenure_id) if event.tenure_id else None,
        confidential_until=confidential_until,
        corrects=event,
    )


def _check(post: Post, before: TenureFacts, facts: TenureFacts) -> None:
    if facts == before:
        raise NothingToChangeError("Nothing differs from what is on record.")
    if facts.ended is not None and facts.ended.on < facts.started.on:
        raise DatesError("The end lies before the start. Correct one of the two.", field="ended_on")
    if facts.ended is None and facts.end_reason is not None:
        raise DatesError("There is a reason for the end and no end. Give both, or neither.", field="ended_on")
    if facts.started != before.started:
        need_open(post, facts.started, field="started_on")
    over = post.closed_on is not None and (facts.ended is None or facts.ended.on > post.closed_on)
    if over and post.closed_on is not None and facts.ended != before.ended:
        raise DatesError(
            f"The post closes on {in_words(post.closed_on)}; nobody holds it from that day on.", field="last_day"
        )


def _correct_log(
    session: Session, history: History, old: Tenure, new: Tenure, *, by: Identity, told: Told, on: date
) -> None:
    facts, versions = TenureFacts.of(new), history.versions(old.id)
    departed = False
    for event in history.events_as_known(on):
        if event.tenure_id not in versions or event.superseded_at is not None:
            continue
        departed = departed or event.kind == EventKind.DEPARTED
        kind, effective = _should_say(event, facts)
        if (kind, effective) != (event.kind, Day.known_to(event.effective_precision, event.effective_on)):
            corrected = Told(told.known_on, told.source or event.source, told.confidence)
            log_event(
                session,
                by=by,
                post=history.post,
                kind=kind,
                effective=effective,
                told=corrected,
                on=on,
                tenure=new,
                confidential_until=event.confidential_until,
                corrects=event,
            )
    if facts.ended is not None and facts.ended.on <= on and not departed and _somebody_left(facts):
        log_event(
            session,
            by=by,
            post=history.post,
            kind=EventKind.DEPARTED,
            effective=facts.ended,
            told=told,
            on=on,
            tenure=new,
        )


def _somebody_left(facts: TenureFacts) -> bool:
    return facts.end_reason is not EndReason.CONFIRMED and facts.ended != facts.started


def _should_say(event: SuccessionEvent, facts: TenureFacts) -> tuple[EventKind, Day]:
    """The kind and day that an event of the tenure should have."""
    kind = EventKind(event.kind)
    if kind in STARTING:
        return STARTS[facts.status], facts.started
    if kind in {EventKind.APPOINTMENT_ANNOUNCED, EventKind.CONFIRMED}:
        return kind, facts.started
    if kind is EventKind.DEPARTED:
        # An end that was taken back: the person never left.
        return (kind, facts.ended) if facts.ended else (EventKind.DEPARTURE_WITHDRAWN, facts.started)
    return kind, Day.known_to(event.effective_precision, event.effective_on)


def _plain(facts: TenureFacts) -> dict[str, str | None]:
    days: Iterable[tuple[str, Day | None]] = (("started_on", facts.started), ("ended_on", facts.ended))
    return {
        "status": facts.status,
        **{name: day.on.isoformat() if day else None for name, day in days},
        "end_reason": facts.end_reason,
    }
