"""Names those who might follow in a post, orders them and takes them off the list (features B5).

The session must be one of somebody who leads the authority: the database keeps identities from everybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.errors import NotFoundError
from leadership.register.log import audit_post
from leadership.register.models import Person, Post
from leadership.succession.errors import SuccessionError
from leadership.succession.kinds import Ready
from leadership.succession.models import Successor, SuccessorIdentity, SuccessorStanding
from leadership.succession.versions import store, supersede

NOT_THERE = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class Named:
    """One successor with their standing and who they are; for those who lead the authority."""

    successor: Successor
    standing: SuccessorStanding
    who: str
    note: str | None

    @property
    def ready(self) -> Ready:
        return Ready(self.standing.ready)


def name_successor(
    session: Session,
    *,
    by: Identity,
    post: Post,
    ready: Ready,
    place: int | None,
    on: date,
    person: Person | None = None,
    name: str | None = None,
    note: str | None = None,
) -> Successor:
    """Put somebody on the list of a post: a person of the register, or a name.

    Args:
        session: of somebody who leads the authority.
        by: who does it.
        post: for which post.
        ready: when they could take over.
        place: where in the order, counted from one; None is the end.
        on: today.
        person: of the register; or else
        name: of somebody who holds no post on record.
        note: what is to be done for their development.

    Raises:
        SuccessionError: the person, or somebody of this name, is on the list already; as when a form is sent twice.
    """
    _lock(session, post)
    named = list_named(session, post=post)
    if name is not None and any(_same(each.who, name) for each in named):
        raise SuccessionError("Somebody of this name is on the list already. Change their entry instead.", field="name")
    if person is not None and any(_person_of(session, each) == person.id for each in named):
        raise SuccessionError("This person is on the list already. Change their entry instead.", field="person")
    successor = Successor(
        id=uuid4(), authority_id=post.authority_id, post_id=post.id, named_on=on, recorded_by_id=by.account_id
    )
    session.add(successor)
    store(session)
    session.add(
        SuccessorIdentity(
            authority_id=post.authority_id,
            successor_id=successor.id,
            person_id=person.id if person else None,
            name=None if person else name,
            note=note,
        )
    )
    order = [each.successor for each in named]
    order.insert(len(order) if place is None else max(place - 1, 0), successor)
    _put_in_order(session, by, order, {successor.id: ready}, on)
    audit_post(session, by=by, deed="successor.named", post=post, after={"successor": str(successor.id)})
    return successor


def change_successor(
    session: Session,
    *,
    by: Identity,
    post: Post,
    successor_id: UUID,
    ready: Ready,
    place: int,
    note: str | None,
    on: date,
) -> None:
    """Change how soon somebody could take over, or their place in the order; the list as it was stays on record."""
    _lock(session, post)
    named = list_named(session, post=post)
    mine = _of(named, successor_id)
    order = [each.successor for each in named if each.successor.id != successor_id]
    order.insert(max(place - 1, 0), mine.successor)
    session.get_one(SuccessorIdentity, successor_id).note = note
    _put_in_order(session, by, order, {successor_id: ready}, on)
    audit_post(session, by=by, deed="successor.changed", post=post, after={"successor": str(successor_id)})


def withdraw_successor(session: Session, *, by: Identity, post: Post, successor_id: UUID, on: date) -> None:
    """Take somebody off the list: the name is deleted, that there was somebody stays on record."""
    _lock(session, post)
    named = list_named(session, post=post)
    mine = _of(named, successor_id)
    mine.successor.withdrawn_on = on
    mine.successor.withdrawn_at = func.clock_timestamp()
    mine.successor.withdrawn_by_id = by.account_id
    identity = session.get_one(SuccessorIdentity, successor_id)
    identity.person_id = identity.name = identity.note = None
    _put_in_order(session, by, [each.successor for each in named if each is not mine], {}, on)
    audit_post(session, by=by, deed="successor.withdrawn", post=post, after={"successor": str(successor_id)})


def list_named(session: Session, *, post: Post) -> list[Named]:
    """Those on the list today in their order, with their names; nobody for a reader who does not lead the authority."""
    rows = session.execute(
        select(Successor, SuccessorStanding, SuccessorIdentity, Person.name)
        .join(SuccessorStanding, SuccessorStanding.successor_id == Successor.id)
        .join(SuccessorIdentity, SuccessorIdentity.successor_id == Successor.id)
        .outerjoin(Person, Person.id == SuccessorIdentity.person_id)
        .where(
            Successor.authority_id == post.authority_id,
            Successor.post_id == post.id,
            Successor.withdrawn_on.is_(None),
            SuccessorStanding.superseded_at.is_(None),
        )
        .order_by(SuccessorStanding.place, Successor.recorded_at)
    )
    return [
        Named(successor, standing, identity.name or name or "Somebody", identity.note)
        for successor, standing, identity, name in rows
    ]


def _lock(session: Session, post: Post) -> None:
    """Two deeds on one list at once: the second reads the list as the first left it."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"successors:{post.id}"))))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _of(named: Sequence[Named], successor_id: UUID) -> Named:
    found = next((each for each in named if each.successor.id == successor_id), None)
    if found is None:
        raise NotFoundError(NOT_THERE)
    return found


def _person_of(session: Session, named: Named) -> UUID | None:
    return session.get_one(SuccessorIdentity, named.successor.id).person_id


def _put_in_order(
    session: Session, by: Identity, order: Sequence[Successor], ready: dict[UUID, Ready], on: date
) -> None:
    """Number the list anew; a standing that changes gets a new version."""
    for place, successor in enumerate(order, start=1):
        current = session.scalars(
            select(SuccessorStanding).where(
                SuccessorStanding.authority_id == successor.authority_id,
                SuccessorStanding.successor_id == successor.id,
                SuccessorStanding.superseded_at.is_(None),
            )
        ).one_or_none()
        judged = ready.get(successor.id)
        when = judged or Ready(current.ready if current else Ready.OVER_24)
        if current is not None and judged is None and current.place == place:
            continue
        new = SuccessorStanding(
            authority_id=successor.authority_id,
            successor_id=successor.id,
            place=place,
            ready=when.value,
            assessed_on=on if current is None or judged else current.assessed_on,
            known_on=on,
            recorded_by_id=by.account_id,
        )
        supersede(session, current, new)
