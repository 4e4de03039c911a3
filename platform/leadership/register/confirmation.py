"""An interim or acting holder is confirmed in the post: a new status, not a new person."""

from datetime import date

from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.days import Day
from leadership.register.ends import set_end
from leadership.register.errors import DatesError, LeadershipError
from leadership.register.history import History, get_history
from leadership.register.kinds import Confidence, EndReason, EventKind, TenureStatus
from leadership.register.log import audit_post, log_event, new_reference
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.register.posts import need_open
from leadership.register.room import Arrival, make_room
from leadership.register.seats import standing_announcement
from leadership.register.storing import store
from leadership.register.told import Told


def confirm(
    session: Session,
    *,
    by: Identity,
    post: Post,
    tenure: Tenure,
    status: TenureStatus,
    started: Day,
    told: Told,
    on: date,
    contract_ends_on: date | None = None,
) -> Tenure:
    """End the temporary tenure as confirmed and start a substantive one of the same person on the same day.

    A departure of theirs that was announced is withdrawn: they stay. It counts as no change of leader
    (risk-and-analysis 1).

    Raises:
        LeadershipError: the holder is not interim or acting.
        AlreadyRecordedError: the end of the temporary tenure is on record.
        PostHeldError: somebody else holds the post in their own right and is not on record as leaving.
    """
    told.need_by(on)
    if TenureStatus(tenure.status).substantive or not status.substantive:
        raise LeadershipError("Only an interim or acting holder is confirmed, as permanent or for a fixed term.")
    if contract_ends_on is not None and contract_ends_on < started.on:
        raise DatesError("The contract ends before the confirmation. Correct one of the two.", field="contract_ends_on")
    need_open(post, started, field="started_on")
    history = get_history(session, by=by, post=post, on=on)
    make_room(session, history, Arrival(by, post, tenure.person_id, status, started, told, on))
    announced = [
        event
        for known in history.tenures_as_known(on)
        if known.id == tenure.id and (event := standing_announcement(history, known, on))
    ]
    set_end(session, by=by, post=post, tenure=tenure, ended=started, told=told, reason=EndReason.CONFIRMED)
    for event in announced:
        _withdraw(session, by, post, tenure, event, told, on)
    number, ref = new_reference("tenure")
    confirmed = Tenure(
        id=number,
        ref=ref,
        authority_id=post.authority_id,
        post_id=post.id,
        person_id=tenure.person_id,
        status=status,
        shared=post.job_share,
        started_on=started.on,
        started_precision=started.precision,
        start_known_on=told.known_on,
        contract_ends_on=contract_ends_on,
        internal=tenure.internal,
        recorded_by_id=by.account_id,
    )
    session.add(confirmed)
    store(session)
    audit_post(
        session,
        by=by,
        deed="tenure.confirmed",
        post=post,
        before={"tenure": str(tenure.id)},
        after={"tenure": str(number), "status": status, "started_on": started.on.isoformat()},
    )
    log_event(
        session, by=by, post=post, kind=EventKind.CONFIRMED, effective=started, told=told, on=on, tenure=confirmed
    )
    return confirmed


def withdraw_unseen(session: Session, *, by: Identity, history: History, on: date) -> None:
    """Withdraw what is announced of somebody who has been confirmed, by whoever sees it; safe to ask again.

    Whoever confirmed them may not have known of a confidential announcement, and so could not withdraw it.
    """
    for known in history.tenures_as_known(on):
        if known.end_reason is EndReason.CONFIRMED and (event := standing_announcement(history, known, on)):
            told = Told(on, event.source, Confidence(event.confidence) if event.confidence else None)
            _withdraw(session, by, history.post, history.row(known.id), event, told, on)


def _withdraw(
    session: Session, by: Identity, post: Post, tenure: Tenure, event: SuccessionEvent, told: Told, on: date
) -> None:
    log_event(
        session,
        by=by,
        post=post,
        kind=EventKind.DEPARTURE_WITHDRAWN,
        effective=Day(told.known_on),
        told=told,
        on=on,
        tenure=tenure,
        # Whoever may not know of the announcement may not know of its withdrawal either.
        confidential_until=event.confidential_until,
    )
