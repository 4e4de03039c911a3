"""A holder is to leave, stays after all, or has left."""

from datetime import date

from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.days import Day, in_words
from leadership.register.ends import need_current, set_end
from leadership.register.errors import AlreadyRecordedError, DatesError, NothingToChangeError
from leadership.register.history import History, get_history
from leadership.register.kinds import EndReason, EventKind
from leadership.register.known import KnownTenure
from leadership.register.log import log_event
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.register.seats import standing_announcement
from leadership.register.storing import store
from leadership.register.told import Told


def announce_departure(
    session: Session,
    *,
    by: Identity,
    post: Post,
    tenure: Tenure,
    last_day: Day,
    told: Told,
    on: date,
    confidential_until: date | None = None,
) -> SuccessionEvent:
    """Record that a holder is to leave, with the expected last day in post. The tenure stays open until they have.

    Raises:
        AlreadyRecordedError: the departure is announced, or recorded, already.
        DatesError: the last day was over when the announcement became known, or that was after today, before the
            appointment or before an earlier announcement was withdrawn.
    """
    told.need_by(on)
    history = get_history(session, by=by, post=post, on=on)
    known = _open_tenure(history, tenure, on)
    _need_after_appointment(tenure, told)
    standing = standing_announcement(history, known, on)
    if standing is not None:
        day = Day.known_to(standing.effective_precision, standing.effective_on).words
        raise AlreadyRecordedError(f"The departure is announced for {day}. Correct that announcement, or withdraw it.")
    _need_after_withdrawal(history, tenure, told, on)
    if last_day.last < told.known_on:
        raise DatesError(
            f"The last day, {last_day.words}, was over when it became known. Record the departure itself instead.",
            field="last_day",
        )
    if last_day.last < known.started.on:
        raise DatesError(f"The last day lies before the start, {known.started.words}.", field="last_day")
    if confidential_until is not None and confidential_until <= on:
        raise DatesError(
            "The day until which this is confidential has passed. Give a later day, or leave it blank.",
            field="confidential_until",
        )
    return log_event(
        session,
        by=by,
        post=post,
        kind=EventKind.DEPARTURE_ANNOUNCED,
        effective=last_day,
        told=told,
        on=on,
        tenure=tenure,
        confidential_until=confidential_until,
    )


def withdraw_departure(
    session: Session, *, by: Identity, post: Post, tenure: Tenure, told: Told, on: date
) -> SuccessionEvent:
    """Record that a holder whose departure was announced stays.

    Raises:
        NothingToChangeError: no departure is announced.
        AlreadyRecordedError: the end is on record, as when a successor has been appointed.
        DatesError: it was known only after today, or before the announcement was.
    """
    told.need_by(on)
    history = get_history(session, by=by, post=post, on=on)
    if tenure.ended_on is not None:
        raise AlreadyRecordedError(
            "The end of this time in post is on record, since a successor was appointed or the post closes. "
            "Correct that first."
        )
    announced = standing_announcement(history, _open_tenure(history, tenure, on), on)
    if announced is None:
        raise NothingToChangeError("No departure is announced, so there is none to withdraw.")
    if told.known_on < announced.known_on:
        raise DatesError(
            f"The departure was announced on {in_words(announced.known_on)}; it cannot have been withdrawn before.",
            field="known_on",
        )
    return log_event(
        session,
        by=by,
        post=post,
        kind=EventKind.DEPARTURE_WITHDRAWN,
        effective=Day(told.known_on),
        told=told,
        on=on,
        tenure=tenure,
        # Whoever may not know of the announcement may not know of its withdrawal either.
        confidential_until=announced.confidential_until,
    )


def record_departure(
    session: Session,
    *,
    by: Identity,
    post: Post,
    tenure: Tenure,
    ended: Day,
    reason: EndReason,
    told: Told,
    on: date,
) -> SuccessionEvent:
    """Record that a holder has left; `ended` is the first day no longer in post.

    An end that was fixed when the successor was appointed is confirmed by the same day; any other day is a correction.

    Raises:
        AlreadyRecordedError: another end, or this departure, is on record.
        DatesError: the day has not come, lies before the start, or was known before the appointment was.
    """
    told.need_by(on)
    need_current(tenure)
    _need_after_appointment(tenure, told)
    if ended.on > on:
        raise DatesError(
            "That day has not come. Announce the departure instead, with the expected last day.", field="last_day"
        )
    if tenure.ended_on is None:
        set_end(session, by=by, post=post, tenure=tenure, ended=ended, told=told, reason=reason)
    else:
        _need_same_end(get_history(session, by=by, post=post, on=on), tenure, ended, on)
        if tenure.end_reason is None:
            tenure.end_reason = reason
            store(session)
    return log_event(
        session, by=by, post=post, kind=EventKind.DEPARTED, effective=ended, told=told, on=on, tenure=tenure
    )


def _open_tenure(history: History, tenure: Tenure, on: date) -> KnownTenure:
    need_current(tenure)
    known = next((found for found in history.tenures_as_known(on) if found.id == tenure.id), None)
    if known is None or known.ended is not None:
        raise AlreadyRecordedError("The end of this time in post is on record.")
    return known


def _need_after_appointment(tenure: Tenure, told: Told) -> None:
    """A departure known before the appointment is a slip of the pen that every earlier prediction would believe."""
    first = min(tenure.start_known_on, tenure.started_on)
    if told.known_on < first:
        raise DatesError(
            f"It cannot have been known before the appointment was, {in_words(first)}. Correct the day.",
            field="known_on",
        )


def _need_after_withdrawal(history: History, tenure: Tenure, told: Told, on: date) -> None:
    """An announcement known before the last withdrawal would be withdrawn as soon as it is stored."""
    versions = history.versions(tenure.id)
    for event in history.events_as_known(on):
        withdrawn = event.kind == EventKind.DEPARTURE_WITHDRAWN and event.tenure_id in versions
        if withdrawn and told.known_on < event.known_on:
            raise DatesError(
                f"An earlier announcement was withdrawn on {in_words(event.known_on)}; this one cannot have been known "
                "before that.",
                field="known_on",
            )


def _need_same_end(history: History, tenure: Tenure, ended: Day, on: date) -> None:
    recorded = Day.known_to(tenure.ended_precision, tenure.ended_on or ended.on)
    versions = history.versions(tenure.id)
    logged = any(
        event.kind == EventKind.DEPARTED and event.tenure_id in versions for event in history.events_as_known(on)
    )
    if recorded != ended or logged:
        raise AlreadyRecordedError(
            f"The end of this time in post is on record: {recorded.words}. Correct it instead.", field="last_day"
        )
