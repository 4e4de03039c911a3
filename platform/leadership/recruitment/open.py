"""Opens a recruitment pack for a post, and closes it when the search is over."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from leadership.recruitment.errors import RecruitmentClosedError, RecruitmentError
from leadership.recruitment.find import find_open_pack
from leadership.recruitment.kinds import Ground
from leadership.recruitment.models import RecruitmentPack
from leadership.register.history import get_history
from leadership.register.kinds import EventKind
from leadership.register.log import SuccessionLogged
from leadership.register.models import Post, SuccessionEvent
from leadership.register.seats import Seat, seat_on

LONGEST_REASON = 500


def ground_of(seat: Seat) -> Ground:
    """Why the post would be in recruitment, as far as is known: nobody holds it, or who holds it is to leave."""
    if seat.vacant:
        return Ground.VACANT
    leaving = all(holder.leaves is not None or holder.tenure.ended is not None for holder in seat.holders)
    return Ground.ANNOUNCED if leaving else Ground.BY_HAND


def open_pack(session: Session, *, by: Identity, post: Post, reason: str | None, on: date) -> RecruitmentPack:
    """Open the pack of a post: because it is vacant or its holder is to leave, or else for a reason that is given.

    Raises:
        RecruitmentClosedError: the post no longer exists.
        RecruitmentError: a pack is open already, or nothing calls for one and no reason is given.
    """
    lock_post(session, post)
    seat = seat_on(get_history(session, by=by, post=post, on=on), on)
    if seat.closed:
        raise RecruitmentClosedError("The post is closed, so nobody is looked for. Open a new post first.")
    if find_open_pack(session, post=post) is not None:
        raise RecruitmentError("A recruitment pack is open for this post already: go on with that one.")
    ground = ground_of(seat)
    said = " ".join((reason or "").split()) or None
    if ground is Ground.BY_HAND and said is None:
        raise RecruitmentError(
            "Somebody holds the post and is not known to leave: say why it is recruited to.", field="reason"
        )
    pack = RecruitmentPack(
        id=uuid4(),
        authority_id=post.authority_id,
        post_id=post.id,
        ground=ground.value,
        reason=said,
        opened_on=on,
        recorded_by_id=by.account_id,
    )
    if ground is Ground.ANNOUNCED:
        _hide(pack, _leaving(seat), on)
    session.add(pack)
    session.flush()  # the database's own refusals belong to this deed
    _audit(session, by, pack, "recruitment.opened", {"post": post.ref, "ground": ground.value})
    return pack


def close_pack(session: Session, *, by: Identity, pack: RecruitmentPack, on: date, at: datetime) -> RecruitmentPack:
    """The search is over; what was ticked goes on counting for the post. RecruitmentClosedError when it was closed."""
    lock_pack(session, pack)
    need_open_pack(pack)
    pack.closed_on, pack.closed_at, pack.closed_by_id = on, at, by.account_id
    session.flush()  # as above
    _audit(session, by, pack, "recruitment.closed", {"closed_on": on.isoformat()})
    return pack


def follow_announcement(session: Session, logged: SuccessionLogged) -> None:
    """A pack is as confidential as the announcement that it was opened for, also when that is corrected.

    Somebody may correct the announcement who does not see the pack: the database then hides it with the announcement,
    and `follow_unseen` catches up.
    """
    if EventKind(logged.event.kind) not in {EventKind.DEPARTURE_ANNOUNCED, EventKind.DEPARTED}:
        return
    packs = session.scalars(
        _announced().where(
            RecruitmentPack.authority_id == logged.post.authority_id, RecruitmentPack.post_id == logged.post.id
        )
    ).all()
    if not packs:
        return
    seat = seat_on(get_history(session, by=logged.by, post=logged.post, on=logged.on), logged.on)
    for pack in packs:
        _hide(pack, _leaving(seat), logged.on)


def follow_unseen(session: Session, *, on: date) -> None:
    """Let hidden packs follow their announcements as they were corrected since, in a session over everything.

    A withdrawn announcement hides its pack as long as itself: that somebody was to leave is not told either.
    """
    packs = session.scalars(_announced().where(func.cardinality(RecruitmentPack.announcement_ids) > 0)).all()
    events = session.scalars(
        select(SuccessionEvent).where(SuccessionEvent.post_id.in_({pack.post_id for pack in packs}))
    ).all()
    newer = {event.supersedes_id: event for event in events if event.supersedes_id}
    by_id = {event.id: event for event in events}
    for pack in packs:
        _hide(pack, [_newest(by_id[number], newer) for number in pack.announcement_ids], on)


def _newest(event: SuccessionEvent, newer: Mapping[UUID, SuccessionEvent]) -> SuccessionEvent:
    while event.id in newer:
        event = newer[event.id]
    return event


def need_open_pack(pack: RecruitmentPack) -> None:
    """Raise RecruitmentClosedError unless the pack is open."""
    if pack.closed_on is not None:
        raise RecruitmentClosedError("This recruitment pack is closed. Open a new one for the next search.")


def lock_pack(session: Session, pack: RecruitmentPack) -> None:
    """Two people writing at once: the second sees what the first has stored."""
    session.execute(
        select(RecruitmentPack.id)
        .where(RecruitmentPack.authority_id == pack.authority_id, RecruitmentPack.id == pack.id)
        .with_for_update()
    )
    session.refresh(pack)


def lock_post(session: Session, post: Post) -> None:
    """Two packs opened at once: the second finds the first."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"recruitment:{post.id}"))))


def _announced() -> Select[RecruitmentPack]:
    """Packs that an announcement called for: the open ones, and those closed ones that are hidden."""
    return select(RecruitmentPack).where(
        RecruitmentPack.ground == Ground.ANNOUNCED.value,
        or_(RecruitmentPack.closed_on.is_(None), func.cardinality(RecruitmentPack.announcement_ids) > 0),
    )


def _leaving(seat: Seat) -> list[SuccessionEvent]:
    return [holder.leaves for holder in seat.holders if holder.leaves is not None]


def _hide(pack: RecruitmentPack, announced: Iterable[SuccessionEvent], on: date) -> None:
    """Hide it as long as what it is for: nobody learns from the pack of a departure that they may not see yet.

    A pack whose confidence has ended keeps the day of it: two packs may be public then, and only one without a day.
    """
    hidden = {
        event.id: event.confidential_until
        for event in announced
        if event.confidential_until is not None and event.confidential_until > on
    }
    pack.announcement_ids = sorted(hidden)
    if hidden:
        pack.confidential_until = max(hidden.values())
    elif pack.confidential_until is not None:
        pack.confidential_until = min(pack.confidential_until, on)


def _audit(session: Session, by: Identity, pack: RecruitmentPack, deed: str, after: dict[str, str]) -> None:
    record(session, by=by, deed=deed, subject=f"recruitment:{pack.id}", authority_id=pack.authority_id, after=after)
