"""Somebody is appointed to a post: in their own right, or until it is filled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.access import Identity
from core.events import announce
from leadership.register.days import Day
from leadership.register.departures import announce_departure, record_departure
from leadership.register.errors import DatesError, LeadershipError, PostHeldError
from leadership.register.history import History, get_history
from leadership.register.kinds import STARTS, EndReason, EventKind, TenureStatus
from leadership.register.log import audit_post, log_event, new_reference
from leadership.register.models import Person, Post, Tenure
from leadership.register.people import first_record
from leadership.register.posts import get_post, need_open
from leadership.register.room import Arrival, end_cover, make_room, need_person_elsewhere
from leadership.register.seats import seat_on, standing_announcement
from leadership.register.storing import store
from leadership.register.told import Told


@dataclass(frozen=True)
class PostGivenUp:
    """Somebody leaves one post for another: one move of one person, wherever the two posts are (B9)."""

    by: Identity
    left: Tenure
    joined: Tenure


def appoint(
    session: Session,
    *,
    by: Identity,
    post: Post,
    person: Person,
    status: TenureStatus,
    started: Day,
    told: Told,
    on: date,
    contract_ends_on: date | None = None,
    internal: bool | None = None,
    ends_cover: bool = True,
    leaves: Sequence[Tenure] = (),
) -> Tenure:
    """Appoint somebody permanently or for a fixed term, from a day that may lie ahead.

    The announced departure of the present holder becomes the end of their time in post; whoever is interim or acting
    leaves when the post is filled (`ends_cover`). `leaves` are the tenures that the person gives up elsewhere for this
    one: each gets its own event, in whichever authority it is, so that a move is one person's and two authorities'.

    Raises:
        PostHeldError: somebody holds the post and it is not on record that they leave, or the person is in it already.
        PostNotOpenError: the post does not exist on that day.
        DatesError: the contract ends before the start, or it was known only after today.
    """
    if not status.substantive:
        raise LeadershipError(
            "Somebody interim or acting is appointed as such, not in their own right.", field="status"
        )
    arrival = Arrival(by, post, first_record(session, person).id, status, started, told, on)
    history = _ready(session, arrival, contract_ends_on)
    make_room(session, history, arrival)
    if ends_cover:
        end_cover(session, history, arrival)
    tenure = _start(session, arrival, contract_ends_on, internal)
    for left in leaves:
        _give_up(session, arrival, left)
        announce(session, PostGivenUp(by, left, tenure))
    return tenure


def appoint_temporary(
    session: Session,
    *,
    by: Identity,
    post: Post,
    person: Person,
    status: TenureStatus,
    started: Day,
    told: Told,
    on: date,
    contract_ends_on: date | None = None,
    internal: bool | None = None,
    stands_in: bool = False,
    leaves: Sequence[Tenure] = (),
) -> Tenure:
    """Appoint somebody as interim or acting, until the post is filled or its holder is back.

    While a substantive holder is still in post this is refused unless `stands_in` says that they keep it and somebody
    stands in for them: then both are on record, and the one who started last discharges the role.

    Raises:
        PostHeldError: as above, or somebody else is interim or acting and it is not on record that they leave.
        PostNotOpenError, DatesError: as for `appoint`.
    """
    if status.substantive:
        raise LeadershipError("A permanent or fixed-term holder is appointed in their own right.", field="status")
    arrival = Arrival(by, post, first_record(session, person).id, status, started, told, on)
    history = _ready(session, arrival, contract_ends_on)
    make_room(session, history, arrival)
    if not stands_in:
        _need_no_substantive_holder(session, history, arrival)
    tenure = _start(session, arrival, contract_ends_on, internal)
    for left in leaves:
        _give_up(session, arrival, left)
        announce(session, PostGivenUp(by, left, tenure))
    return tenure


def _ready(session: Session, arrival: Arrival, contract_ends_on: date | None) -> History:
    arrival.told.need_by(arrival.on)
    need_open(arrival.post, arrival.started, field="started_on")
    if contract_ends_on is not None and contract_ends_on < arrival.started.on:
        raise DatesError(
            f"The contract ends before the start, {arrival.started.words}. Correct one of the two.",
            field="contract_ends_on",
        )
    history = get_history(session, by=arrival.by, post=arrival.post, on=arrival.on)
    need_person_elsewhere(history, arrival)
    return history


def _need_no_substantive_holder(session: Session, history: History, arrival: Arrival) -> None:
    """End the substantive holder whose departure is announced; refuse if somebody keeps the post."""
    if history.post.job_share:
        return
    in_their_place = replace(arrival, status=TenureStatus.PERMANENT)
    try:
        make_room(session, history, in_their_place)
    except PostHeldError as error:
        holders = [holder for holder in seat_on(history, arrival.on).holders if holder.tenure.status.substantive]
        if holders and standing_announcement(history, holders[0].tenure, arrival.on) is None:
            raise PostHeldError(
                f"{holders[0].name} holds this post, and no departure is on record. Record that first, or say that "
                "somebody stands in while they keep the post.",
                field="stands_in",
            ) from error
        raise


def _start(session: Session, arrival: Arrival, contract_ends_on: date | None, internal: bool | None) -> Tenure:
    number, ref = new_reference("tenure")
    tenure = Tenure(
        id=number,
        ref=ref,
        authority_id=arrival.post.authority_id,
        post_id=arrival.post.id,
        person_id=arrival.person_id,
        status=arrival.status,
        shared=arrival.post.job_share,
        started_on=arrival.started.on,
        started_precision=arrival.started.precision,
        start_known_on=arrival.told.known_on,
        contract_ends_on=contract_ends_on,
        internal=internal,
        recorded_by_id=arrival.by.account_id,
    )
    session.add(tenure)
    store(session)
    audit_post(
        session,
        by=arrival.by,
        deed="tenure.started",
        post=arrival.post,
        after={"tenure": str(number), "status": arrival.status, "started_on": arrival.started.on.isoformat()},
    )
    ahead = arrival.started.on > arrival.on
    log_event(
        session,
        by=arrival.by,
        post=arrival.post,
        kind=EventKind.APPOINTMENT_ANNOUNCED if ahead else STARTS[arrival.status],
        effective=arrival.started,
        told=arrival.told,
        on=arrival.on,
        tenure=tenure,
    )
    return tenure


def _give_up(session: Session, arrival: Arrival, left: Tenure) -> None:
    """Record, in the post that the person leaves for this one, that they leave it, or are to leave it."""
    post = get_post(session, authority_id=left.authority_id, post_id=left.post_id)
    history = get_history(session, by=arrival.by, post=post, on=arrival.on)
    if history.first_record(left.person_id, arrival.on) != arrival.person_id:
        raise LeadershipError("The post to be given up is held by somebody else.", field="leaves")
    if arrival.started.on <= arrival.on:
        record_departure(
            session,
            by=arrival.by,
            post=post,
            tenure=left,
            ended=arrival.started,
            reason=EndReason.PLANNED_MOVE,
            told=arrival.told,
            on=arrival.on,
        )
        return
    known = next((tenure for tenure in history.tenures_as_known(arrival.on) if tenure.id == left.id), None)
    if known is not None and known.ended is None and standing_announcement(history, known, arrival.on) is None:
        last = arrival.started if arrival.started.precision != "day" else Day(arrival.started.on - timedelta(days=1))
        announce_departure(
            session, by=arrival.by, post=post, tenure=left, last_day=last, told=arrival.told, on=arrival.on
        )
