"""One person has one profile, however many records of them the register holds.

Two records may be found to be of one person, and a corrected name makes a new one. Neither may part a leader from their
rounds, count one person as two in an aggregate, or let a second round follow at once (risk-and-analysis 14.2). So a
round is kept under the record that the leader's account names, and compared over all of them. A session sees no more
by it: what was joined by mistake still shows nobody another's profile.
"""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.models import Person

ReadNamed = Callable[[Session, Collection[UUID]], Collection[UUID]]
_readers: list[ReadNamed] = []


def use_named_records(read: ReadNamed) -> None:
    """Connect what tells which of some records the accounts of leaders name; the last one that was connected counts."""
    _readers[:] = [read]


def records_of(session: Session, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Every record of these people that the session sees, with those that were given."""
    held = frozenset(person_ids)
    standing = select(func.coalesce(Person.same_as_id, Person.id)).where(Person.id.in_(held))
    first = held | frozenset(session.scalars(standing))
    return first | frozenset(
        session.scalars(select(Person.id).where(or_(Person.id.in_(first), Person.same_as_id.in_(first))))
    )


def read_firsts(session: Session) -> Mapping[UUID, UUID]:
    """For every second record of somebody the first. For a worker, who sees everybody."""
    rows = session.execute(select(Person.id, Person.same_as_id).where(Person.same_as_id.is_not(None)))
    return {row.id: row.same_as_id for row in rows}


def records_to_keep(session: Session, *, by: Identity, person_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Under which record a round of each person is kept: the one with which they sign in, else the one given.

    Args:
        session: of a leader, or of whoever opens rounds for leaders.
        by: whose session it is.
        person_ids: the records that stand for these people.
    """
    rows = session.execute(select(Person.id, Person.same_as_id).where(Person.id.in_(records_of(session, person_ids))))
    first = {row.id: row.same_as_id or row.id for row in rows}
    named = by.person_ids | frozenset(_readers[0](session, first.keys()) if _readers else ())
    kept = {first[record]: record for record in sorted(named & first.keys())}
    return {person: person if person in named else kept.get(person, person) for person in person_ids}
