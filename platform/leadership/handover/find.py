"""Reads packs. Who may read which: the authority's own people and the support team all, a leader their own two.

A leader's are those of a post that they leave or take over (design 5.4). What the reader may not know of is absent,
never marked as hidden.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from core.access import Identity, Permission
from core.errors import NotFoundError
from leadership.handover.models import HandoverAction, HandoverEntry, HandoverEvent, HandoverPack
from leadership.handover.parts import Part
from leadership.handover.states import UNFINISHED, State
from leadership.register.days import Day
from leadership.register.history import History, list_histories_of
from leadership.register.known import KnownTenure
from leadership.register.models import Person

NOT_YOURS = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class Handover:
    """A pack with its post: who leaves, and who has come or is to come in their place."""

    pack: HandoverPack
    history: History
    leaving: KnownTenure | None
    following: KnownTenure | None

    @property
    def state(self) -> State:
        return State(self.pack.state)

    @property
    def last_day(self) -> Day:
        return Day.known_to(self.pack.last_day_precision, self.pack.last_day)

    @property
    def who_leaves(self) -> str:
        """The name of whoever leaves the post."""
        return self.history.name(self.leaving.person_id) if self.leaving else "somebody"

    @property
    def who_follows(self) -> str | None:
        """The name of whoever takes over, if somebody is appointed."""
        return self.history.name(self.following.person_id) if self.following else None

    def taken_over(self, on: date) -> bool:
        """Whether the next holder has started."""
        return self.following is not None and self.following.started.on <= on


def find_handover(session: Session, *, by: Identity, authority_id: int, pack_id: UUID, on: date) -> Handover | None:
    """The pack of this authority, if the reader may see it."""
    pack = session.scalars(
        select(HandoverPack).where(
            HandoverPack.authority_id == authority_id, HandoverPack.id == pack_id, _visible(by, [authority_id], on)
        )
    ).one_or_none()
    found = _with_posts(session, by, [pack] if pack else [], on)
    return found[0] if found else None


def get_handover(session: Session, *, by: Identity, authority_id: int, pack_id: UUID, on: date) -> Handover:
    """The pack of this authority; NotFoundError when there is none of that id that the reader may see."""
    found = find_handover(session, by=by, authority_id=authority_id, pack_id=pack_id, on=on)
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def list_handovers(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority_id: int | None = None,
    post_id: UUID | None = None,
    unfinished: bool = False,
) -> list[Handover]:
    """The packs that the reader may see: unfinished ones, the soonest last day first; then closed ones, the latest."""
    query = select(HandoverPack)
    if authority_id is not None:
        query = query.where(HandoverPack.authority_id == authority_id)
    if post_id is not None:
        query = query.where(HandoverPack.post_id == post_id)
    if unfinished:
        query = query.where(HandoverPack.state.in_(UNFINISHED))
    entitled = [held.authority_id for held in by.memberships_for(Permission.CONFIDENTIAL_READ)]
    numbers = [number for number in entitled if number is not None]
    query = query.where(_visible(by, numbers, on))
    packs = session.scalars(query.order_by(HandoverPack.last_day, HandoverPack.id)).all()
    found = _with_posts(session, by, packs, on)
    closed = [each for each in found if each.state.closed]
    return [each for each in found if not each.state.closed] + closed[::-1]


def list_parts(session: Session, pack: HandoverPack) -> Mapping[Part, HandoverEntry]:
    """What stands in each part now; a part that nobody has written is missing."""
    entries = session.scalars(
        select(HandoverEntry)
        .where(HandoverEntry.authority_id == pack.authority_id, HandoverEntry.pack_id == pack.id)
        .order_by(HandoverEntry.version)
    )
    return {Part(entry.part): entry for entry in entries}


def list_versions(session: Session, pack: HandoverPack, part: Part) -> list[HandoverEntry]:
    """Every version of a part, the newest first."""
    return list(
        session.scalars(
            select(HandoverEntry)
            .where(
                HandoverEntry.authority_id == pack.authority_id,
                HandoverEntry.pack_id == pack.id,
                HandoverEntry.part == part,
            )
            .order_by(HandoverEntry.version.desc())
        )
    )


def list_actions(session: Session, pack: HandoverPack) -> list[HandoverAction]:
    """What is to be done, what is still open first, then by the day it is due."""
    actions = session.scalars(
        select(HandoverAction).where(
            HandoverAction.authority_id == pack.authority_id, HandoverAction.pack_id == pack.id
        )
    )
    return sorted(
        actions, key=lambda each: (each.done_at is not None, each.due_on or date.max, each.added_at, str(each.id))
    )


def list_events(session: Session, pack: HandoverPack) -> list[HandoverEvent]:
    """What happened to the pack, the first first."""
    return list(
        session.scalars(
            select(HandoverEvent)
            .where(HandoverEvent.authority_id == pack.authority_id, HandoverEvent.pack_id == pack.id)
            .order_by(HandoverEvent.at, HandoverEvent.id)
        )
    )


def following_of(history: History, pack: HandoverPack, on: date) -> KnownTenure | None:
    """Who has taken over or is to: of those who start after whoever leaves, the one in post, else the next to come.

    Somebody in a shared post who was there before the last day is no successor of the one who leaves. Whoever leaves
    and comes back follows themselves, so that their pack can be closed.
    """
    leaving = leaving_of(history, pack, on)
    if leaving is None:
        return None
    others = [
        tenure
        for tenure in history.tenures_as_known(on)
        if tenure.came_about
        and (tenure.person_id != leaving.person_id or tenure.started.on > pack.last_day)
        and tenure.started.on > leaving.started.on
        and not (history.post.job_share and tenure.started.last < pack.last_day)
    ]
    there = [tenure for tenure in others if tenure.covers(on)]
    ahead = [tenure for tenure in others if tenure.started.on > on]
    return there[-1] if there else ahead[0] if ahead else None


def leaving_of(history: History, pack: HandoverPack, on: date) -> KnownTenure | None:
    """The tenure that ends, as it is known: a correction may have put another row in its place."""
    return next(
        (tenure for tenure in history.tenures_as_known(on) if pack.tenure_id in history.versions(tenure.id)), None
    )


def own_records(session: Session, by: Identity) -> frozenset[UUID]:
    """The records of the register that stand for the reader."""
    if not by.person_ids:
        return frozenset()
    first = select(func.coalesce(Person.same_as_id, Person.id)).where(Person.id.in_(by.person_ids))
    return by.person_ids | frozenset(session.scalars(first))


def _visible(by: Identity, authorities: Collection[int], on: date) -> ColumnElement[bool]:
    """What the policy of the database says of confidential packs, also where that policy does not bind."""
    public = or_(HandoverPack.confidential_until.is_(None), HandoverPack.confidential_until <= on)
    if by.scope().authorities is None:
        return true()
    entitled = [number for number in authorities if by.may(Permission.CONFIDENTIAL_READ, number)]
    mine = [HandoverPack.recorded_by_id == by.account_id] if by.account_id is not None else []
    return or_(public, HandoverPack.authority_id.in_(entitled), *mine)


def _with_posts(session: Session, by: Identity, packs: Sequence[HandoverPack], on: date) -> list[Handover]:
    histories = {
        history.post.id: history
        for history in list_histories_of(session, by=by, post_ids={pack.post_id for pack in packs}, on=on)
    }
    mine = own_records(session, by)
    found = []
    for pack in packs:
        history = histories[pack.post_id]
        each = Handover(pack, history, leaving_of(history, pack, on), _follows(history, pack, on))
        if _may_read(by, each, mine):
            found.append(each)
    return found


def _follows(history: History, pack: HandoverPack, on: date) -> KnownTenure | None:
    """Whoever confirmed stays the one who took over, whoever holds the post since."""
    if pack.next_tenure_id is None:
        return following_of(history, pack, on)
    tenures = history.tenures_as_known(on)
    return next((tenure for tenure in tenures if pack.next_tenure_id in history.versions(tenure.id)), None)


def _may_read(by: Identity, handover: Handover, mine: frozenset[UUID]) -> bool:
    authority_id = handover.pack.authority_id
    if by.may(Permission.LEADERSHIP_READ, authority_id):
        return True
    if not by.may(Permission.HANDOVER_READ, authority_id):
        return False
    concerned = [tenure for tenure in (handover.leaving, handover.following) if tenure is not None]
    return any(tenure.person_id in mine for tenure in concerned)
