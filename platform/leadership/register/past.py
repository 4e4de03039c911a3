"""Somebody held a post before, between two times on record or before the first of them."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.days import Day, in_words
from leadership.register.errors import DatesError, PostHeldError
from leadership.register.history import History, get_history
from leadership.register.kinds import STARTS, EndReason, EventKind, TenureStatus
from leadership.register.log import audit_post, log_event, new_reference
from leadership.register.models import Person, Post, Tenure
from leadership.register.people import first_record
from leadership.register.posts import need_open
from leadership.register.storing import store
from leadership.register.told import Told


def record_past_holder(
    session: Session,
    *,
    by: Identity,
    post: Post,
    person: Person,
    status: TenureStatus,
    started: Day,
    ended: Day,
    reason: EndReason,
    told: Told,
    on: date,
    internal: bool | None = None,
) -> Tenure:
    """Record a whole time in post at once, with its start and its end; `ended` is the first day no longer in it.

    Nobody else's time changes: an appointment ends its predecessor's, this one fits between what is on record. Where
    it was known while it lasted, the end counts as known from its own day.

    Raises:
        DatesError: the end has not come or lies before the start, or it was known only after today.
        PostHeldError: somebody of the same kind, or the person, held the post in that time.
        PostNotOpenError: the post did not exist then.
    """
    told.need_by(on)
    _need_over(post, started, ended, on)
    need_open(post, started, field="started_on")
    history = get_history(session, by=by, post=post, on=on)
    person_id = first_record(session, person).id
    _need_person_elsewhere(history, person_id, started, ended, on)
    learned = replace(told, known_on=max(told.known_on, ended.on))
    number, ref = new_reference("tenure")
    tenure = Tenure(
        id=number,
        ref=ref,
        authority_id=post.authority_id,
        post_id=post.id,
        person_id=person_id,
        status=status,
        shared=post.job_share,
        started_on=started.on,
        started_precision=started.precision,
        start_known_on=told.known_on,
        ended_on=ended.on,
        ended_precision=ended.precision,
        end_known_on=learned.known_on,
        end_reason=reason,
        internal=internal,
        recorded_by_id=by.account_id,
    )
    session.add(tenure)
    store(session)
    audit_post(
        session,
        by=by,
        deed="tenure.recorded_afterwards",
        post=post,
        after={
            "tenure": str(number),
            "status": status,
            "started_on": started.on.isoformat(),
            "ended_on": ended.on.isoformat(),
            "end_reason": reason,
        },
    )
    for kind, day, known in ((STARTS[status], started, told), (EventKind.DEPARTED, ended, learned)):
        log_event(session, by=by, post=post, kind=kind, effective=day, told=known, on=on, tenure=tenure)
    return tenure


def _need_over(post: Post, started: Day, ended: Day, on: date) -> None:
    if ended.on > on:
        raise DatesError("That day has not come. Record the appointment instead.", field="last_day")
    if ended.on <= started.on:
        raise DatesError(
            "The end does not lie after the start. Correct one of the two, or give the days more exactly.",
            field="last_day",
        )
    if post.closed_on is not None and ended.on > post.closed_on:
        raise DatesError(
            f"The post closed on {in_words(post.closed_on)}; nobody held it from that day on.", field="last_day"
        )


def _need_person_elsewhere(history: History, person_id: object, started: Day, ended: Day, on: date) -> None:
    for tenure in history.tenures_as_known(on):
        still = tenure.ended is None or tenure.ended.on > started.on
        if tenure.person_id == person_id and tenure.came_about and still and tenure.started.on < ended.on:
            raise PostHeldError(
                f"{history.name(tenure.person_id)} is on record in this post from {tenure.started.words} on. Correct "
                "that time instead.",
                field="started_on",
            )
