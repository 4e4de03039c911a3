"""A pack opens when a departure is announced or recorded, follows its days, and closes when it is withdrawn.

Connected to the register's log in web/wiring.py, so that it happens in the same transaction and under the same
confidence. What came past the verbs, as by an import, is found by `open_missing`.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.outbox import send_after_commit
from leadership.handover.models import HandoverPack
from leadership.handover.move import lock, record_event
from leadership.handover.states import UNFINISHED, Deed, State
from leadership.register.confirmation import withdraw_unseen
from leadership.register.days import Day
from leadership.register.exchange.import_folder import LeadershipImported
from leadership.register.history import History, get_history, list_histories_of
from leadership.register.kinds import EndReason, EventKind
from leadership.register.known import KnownTenure
from leadership.register.log import SuccessionLogged
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.register.seats import standing_announcement

# Somebody who left longer ago than this hands nothing over any more.
LONG_AGO = timedelta(days=90)
LEAVING = frozenset({EventKind.DEPARTURE_ANNOUNCED, EventKind.DEPARTED})
TELL = "handover.tell_pack"
"""The task that looks whom a pack that was opened is told to."""


def follow_departure(session: Session, logged: SuccessionLogged) -> None:
    """What an event of the log means for the pack of the tenure that it names."""
    event = logged.event
    kind = EventKind(event.kind)
    if event.tenure_id is None or (kind not in LEAVING and kind is not EventKind.DEPARTURE_WITHDRAWN):
        return
    history = get_history(session, by=logged.by, post=logged.post, on=logged.on)
    packs = _packs_of(session, history, event.tenure_id)
    open_pack = _only_one(session, logged.by, [pack for pack in packs if not State(pack.state).closed])
    if kind is EventKind.DEPARTURE_WITHDRAWN:
        if open_pack is not None:
            set_aside(session, by=logged.by, pack=open_pack)
    elif open_pack is not None:
        _move(session, logged.by, open_pack, event)
    elif _has_to_be_handed_over(packs, event, logged.on) and not _set_aside_by_hand(history, packs, event, logged.on):
        tenure = history.row(event.tenure_id)
        if tenure.end_reason != EndReason.CONFIRMED:
            open_pack_for(
                session,
                by=logged.by,
                tenure=tenure,
                last_day=_last_day(event),
                confidential_until=event.confidential_until if kind is EventKind.DEPARTURE_ANNOUNCED else None,
                on=logged.on,
            )


def open_after_import(session: Session, imported: LeadershipImported) -> None:
    """Open the packs that imported departures call for."""
    open_missing(session, by=imported.by, on=imported.on)


def open_missing(session: Session, *, by: Identity, on: date) -> int:
    """Open a pack for everybody who is known to leave, or left within 90 days, and has none; safe to ask again.

    Needs a session over everything. Two packs of one departure become one, and who was confirmed in the post by
    somebody who did not know of their announcement leaves none behind.
    """
    had = set(session.scalars(select(HandoverPack.tenure_id)))
    opened = 0
    for history in list_histories_of(session, by=by, post_ids=_posts_with_departures(session, on), on=on):
        _settle_twins(session, by, history)
        withdraw_unseen(session, by=by, history=history, on=on)
        for tenure in history.tenures_as_known(on):
            leaves = _leaves(history, tenure, on)
            if leaves is None or history.versions(tenure.id) & had:
                continue
            last_day, confidential_until = leaves
            open_pack_for(
                session,
                by=by,
                tenure=history.row(tenure.id),
                last_day=last_day,
                confidential_until=confidential_until,
                on=on,
            )
            opened += 1
    return opened


def open_pack_for(
    session: Session, *, by: Identity, tenure: Tenure, last_day: Day, confidential_until: date | None, on: date
) -> HandoverPack:
    """Open the pack of a tenure that ends."""
    pack = HandoverPack(
        authority_id=tenure.authority_id,
        post_id=tenure.post_id,
        tenure_id=tenure.id,
        last_day=last_day.on,
        last_day_precision=last_day.precision,
        confidential_until=confidential_until,
        opened_on=on,
        recorded_by_id=by.account_id,
        on_behalf=False,
    )
    record_event(session, by=by, pack=pack, deed=Deed.OPENED)
    send_after_commit(session, TELL, str(pack.id))
    return pack


def set_aside(session: Session, *, by: Identity, pack: HandoverPack) -> HandoverPack:
    """Close a pack that nobody needs: whoever was to leave stays, or nobody is to follow.

    Raises ClosedError when it is closed already.
    """
    lock(session, pack)
    if not State(pack.state).closed:
        pack.closed_at, pack.closed_by_id = func.clock_timestamp(), by.account_id
    record_event(session, by=by, pack=pack, deed=Deed.SET_ASIDE)
    return pack


def _move(session: Session, by: Identity, pack: HandoverPack, event: SuccessionEvent) -> None:
    """The announcement was corrected, or the departure recorded: that ends its confidence."""
    lock(session, pack)
    last_day = _last_day(event)
    until = event.confidential_until if event.kind == EventKind.DEPARTURE_ANNOUNCED else None
    moved = (pack.last_day, pack.last_day_precision) != (last_day.on, last_day.precision)
    if until is not None and until != pack.confidential_until:
        # Whoever records the confidence may go on seeing what it covers, as with the event.
        pack.recorded_by_id = by.account_id
    pack.confidential_until = until
    pack.last_day, pack.last_day_precision = last_day.on, last_day.precision
    if event.tenure_id is not None:
        pack.tenure_id = event.tenure_id
    if moved:
        record_event(session, by=by, pack=pack, deed=Deed.MOVED)


def _packs_of(session: Session, history: History, tenure_id: UUID) -> list[HandoverPack]:
    return list(
        session.scalars(
            select(HandoverPack)
            .where(
                HandoverPack.authority_id == history.post.authority_id,
                HandoverPack.tenure_id.in_(history.versions(tenure_id)),
            )
            .order_by(HandoverPack.recorded_at.desc())
        )
    )


def _only_one(session: Session, by: Identity, unfinished: list[HandoverPack]) -> HandoverPack | None:
    """The unfinished pack of a tenure.

    Somebody who did not know of a confidential one has opened a public one beside it: whoever sees both goes on with
    the public one, and what was written into the other can still be read.
    """
    kept = min(unfinished, key=lambda pack: pack.confidential_until is not None, default=None)
    for pack in unfinished:
        if pack is not kept:
            set_aside(session, by=by, pack=pack)
    return kept


def _has_to_be_handed_over(packs: list[HandoverPack], event: SuccessionEvent, on: date) -> bool:
    """Not twice, and not what was over long ago, as when somebody records who held a post years before."""
    handed_over = any(State(pack.state) is State.HANDED_OVER for pack in packs)
    return not handed_over and event.effective_on >= on - LONG_AGO


def _set_aside_by_hand(history: History, packs: list[HandoverPack], event: SuccessionEvent, on: date) -> bool:
    """Whether somebody has said of this very departure that nobody needs its pack; not of one that was withdrawn."""
    if not packs or event.tenure_id is None:
        return False
    versions = history.versions(event.tenure_id)
    return not any(
        each.kind == EventKind.DEPARTURE_WITHDRAWN
        and each.tenure_id in versions
        and each.recorded_at >= packs[0].recorded_at
        for each in history.events_as_known(on)
    )


def _last_day(event: SuccessionEvent) -> Day:
    """The last day in post: an announcement names it, a departure names the day after."""
    day = Day.known_to(event.effective_precision, event.effective_on)
    if event.kind == EventKind.DEPARTURE_ANNOUNCED or day.precision != "day":
        return day
    return Day(day.on - timedelta(days=1))


def _settle_twins(session: Session, by: Identity, history: History) -> None:
    packs = session.scalars(
        select(HandoverPack).where(
            HandoverPack.authority_id == history.post.authority_id,
            HandoverPack.post_id == history.post.id,
            HandoverPack.state.in_(UNFINISHED),
        )
    ).all()
    for tenure_id in {pack.tenure_id for pack in packs}:
        _only_one(session, by, [pack for pack in packs if pack.tenure_id == tenure_id])


def _posts_with_departures(session: Session, on: date) -> set[UUID]:
    announced = select(SuccessionEvent.post_id).where(
        SuccessionEvent.kind == EventKind.DEPARTURE_ANNOUNCED, SuccessionEvent.superseded_at.is_(None)
    )
    ended = select(Tenure.post_id).where(Tenure.superseded_at.is_(None), Tenure.ended_on > on - LONG_AGO)
    return set(session.scalars(select(Post.id).where(Post.id.in_(announced) | Post.id.in_(ended))))


def _leaves(history: History, tenure: KnownTenure, on: date) -> tuple[Day, date | None] | None:
    """The last day of somebody who is known to leave, and until when that is confidential."""
    if not tenure.came_about or tenure.end_reason is EndReason.CONFIRMED:
        return None
    if tenure.ended is not None:
        last = Day(tenure.ended.on - timedelta(days=1)) if tenure.ended.precision == "day" else tenure.ended
        return (last, None) if tenure.ended.on > on - LONG_AGO else None
    announced = standing_announcement(history, tenure, on)
    if announced is None or announced.effective_on < on - LONG_AGO:
        return None
    day = Day.known_to(announced.effective_precision, announced.effective_on)
    return day, announced.confidential_until
