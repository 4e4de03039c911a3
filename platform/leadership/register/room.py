"""Makes room in a post for somebody who is to start: the announced departure of the holder becomes its end.

Nobody is put out of a post unsaid. Where somebody holds it and it is not on record that they leave, the appointment is
refused with a sentence that says what to record first.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.days import Day, in_words
from leadership.register.ends import set_end
from leadership.register.errors import PostHeldError
from leadership.register.history import History
from leadership.register.kinds import EndReason, EventKind, TenureStatus
from leadership.register.known import KnownTenure
from leadership.register.log import log_event
from leadership.register.models import Post, SuccessionEvent
from leadership.register.seats import standing_announcement
from leadership.register.told import Told


@dataclass(frozen=True)
class Arrival:
    """Somebody who is to start in a post: by whom recorded, as known how, on which day."""

    by: Identity
    post: Post
    person_id: UUID
    status: TenureStatus
    started: Day
    told: Told
    on: date


def make_room(session: Session, history: History, arrival: Arrival) -> None:
    """End at their announced day those who hold the post in the same manner; refuse if it is not known that they go.

    Raises:
        PostHeldError: somebody of the same kind (substantive or temporary) is there at the start, or comes later.
    """
    if history.post.job_share:
        return
    for tenure in history.tenures_as_known(arrival.on):
        alike = tenure.status.substantive == arrival.status.substantive
        over = tenure.ended is not None and tenure.ended.on <= arrival.started.on
        if alike and tenure.came_about and not over:
            _end_for(session, history, tenure, arrival)


def end_cover(session: Session, history: History, arrival: Arrival) -> None:
    """Whoever kept the post as interim or acting leaves it when the post is filled."""
    for tenure in history.tenures_as_known(arrival.on):
        if tenure.status.substantive or tenure.ended is not None or tenure.started.on >= arrival.started.on:
            continue
        row = history.row(tenure.id)
        announced = standing_announcement(history, tenure, arrival.on)
        known = announced is not None and not confidential_on(announced, arrival.on)
        last = end_by_announcement(announced, arrival.started) if announced is not None and known else None
        ended = last or arrival.started
        set_end(
            session,
            by=arrival.by,
            post=arrival.post,
            tenure=row,
            ended=ended,
            told=arrival.told,
            reason=EndReason.CONTRACT_END,
        )
        if ended.on <= arrival.on:
            log_event(
                session,
                by=arrival.by,
                post=arrival.post,
                kind=EventKind.DEPARTED,
                effective=ended,
                told=arrival.told,
                on=arrival.on,
                tenure=row,
            )


def need_person_elsewhere(history: History, arrival: Arrival) -> None:
    """Raise PostHeldError when the person is in this very post already: a change of status is a confirmation."""
    for tenure in history.tenures_as_known(arrival.on):
        still = tenure.ended is None or tenure.ended.on > arrival.started.on
        if tenure.person_id == arrival.person_id and still:
            name = history.name(tenure.person_id)
            raise PostHeldError(
                f"{name} is in this post as {tenure.status.words}. "
                + (
                    "Confirm them in the post instead."
                    if not tenure.status.substantive and arrival.status.substantive
                    else "Record the end of that first."
                ),
                field="person",
            )


def _end_for(session: Session, history: History, tenure: KnownTenure, arrival: Arrival) -> None:
    name = history.name(tenure.person_id)
    if tenure.started.on >= arrival.started.on:
        raise PostHeldError(
            f"{name} is on record as starting on {tenure.started.words}. Correct that appointment first.",
            field="started_on",
        )
    if tenure.ended is not None:
        raise PostHeldError(
            f"{name} is on record as holding the post until {tenure.ended.words}. Give a later start, or correct that "
            "end first.",
            field="started_on",
        )
    announced = standing_announcement(history, tenure, arrival.on)
    if announced is None:
        raise PostHeldError(
            f"{name} holds this post as {tenure.status.words}, and no departure is on record. Announce or record that "
            "departure first.",
            field="started_on",
        )
    if confidential_on(announced, arrival.on):
        raise PostHeldError(
            f"The departure of {name} is confidential until {in_words(announced.confidential_until or arrival.on)}, "
            "and an appointment would give it away. Appoint after that day, or correct the announcement first.",
            field="started_on",
        )
    ended = end_by_announcement(announced, arrival.started)
    if ended is None:
        leaves = Day.known_to(announced.effective_precision, announced.effective_on)
        raise PostHeldError(
            f"The last day of {name} is announced for {leaves.words}. Give a later start, or correct the announcement "
            "first.",
            field="started_on",
        )
    row = history.row(tenure.id)
    set_end(session, by=arrival.by, post=arrival.post, tenure=row, ended=ended, told=arrival.told, reason=None)


def confidential_on(announced: SuccessionEvent, on: date) -> bool:
    """Whether nobody but those entitled may know of the announcement on the day."""
    return announced.confidential_until is not None and announced.confidential_until > on


def end_by_announcement(announced: SuccessionEvent, following: Day) -> Day | None:
    """The first day without the holder, by what was announced; None when that lies after `following`.

    `following` is the start of the next holder, or the closing of the post: of an announced month or year it tells
    the day.
    """
    last = Day.known_to(announced.effective_precision, announced.effective_on)
    if last.on >= following.last:
        return None
    return last.after if last.last < following.on else following
