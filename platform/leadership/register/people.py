"""People of the register. A lead sees those of their authority; only the support team sees that two are one."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import ForbiddenError, NotFoundError
from leadership.register.errors import AlreadyRecordedError, LeadershipError, NothingToChangeError
from leadership.register.log import new_reference
from leadership.register.models import Person, Tenure
from leadership.register.storing import store
from leadership.register.told import Told

MOST_FOUND = 50
NOBODY = "There is no such person, or it is not yours to see."


def record_person(session: Session, *, by: Identity, authority: Authority, name: str) -> Person:
    """Add a person, first met in this authority. Two people may have the same name."""
    number, ref = new_reference("person")
    person = Person(
        id=number, ref=ref, name=" ".join(name.split()), recorded_for_id=authority.id, recorded_by_id=by.account_id
    )
    session.add(person)
    store(session)
    record(session, by=by, deed="person.recorded", subject=f"person:{number}", authority_id=authority.id)
    return person


def list_people(session: Session, *, authority_id: int) -> list[Person]:
    """Everybody who holds or held a post in the authority or was recorded there, by name; second records left out."""
    return list(
        session.scalars(
            select(Person).where(_known_in(authority_id), Person.same_as_id.is_(None)).order_by(Person.name, Person.ref)
        )
    )


def find_people(session: Session, *, by: Identity, name: str) -> list[Person]:
    """People of any authority whose name contains this, by name, fifty at most. For the support team only."""
    _need_support(by)
    words = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return list(
        session.scalars(
            select(Person)
            .where(Person.name.ilike(f"%{words}%", escape="\\"), Person.same_as_id.is_(None))
            .order_by(Person.name, Person.ref)
            .limit(MOST_FOUND)
        )
    )


def get_person(session: Session, *, by: Identity, person_id: UUID, authority_id: int) -> Person:
    """The person, whom the support team may bring from anywhere and a lead only from their own authority.

    Raises NotFoundError for anybody else, as if there were no such person.
    """
    if by.scope().authorities is not None:
        return get_person_here(session, person_id=person_id, authority_id=authority_id)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError(NOBODY)
    return person


def get_person_here(session: Session, *, person_id: UUID, authority_id: int) -> Person:
    """The person, if they are known in this authority; NotFoundError else, whoever asks."""
    person = session.scalars(select(Person).where(Person.id == person_id, _known_in(authority_id))).one_or_none()
    if person is None:
        raise NotFoundError(NOBODY)
    return person


def first_record(session: Session, person: Person) -> Person:
    """The record that stands for the person, itself or another."""
    return session.get_one(Person, person.same_as_id) if person.same_as_id else person


def list_open_tenures(session: Session, *, person: Person, on: date) -> list[Tenure]:
    """The tenures of the person, under any of their records, that have not ended, in every authority in scope."""
    records = select(Person.id).where(or_(Person.id == person.id, Person.same_as_id == person.id))
    return list(
        session.scalars(
            select(Tenure)
            .where(
                Tenure.person_id.in_(records),
                Tenure.superseded_at.is_(None),
                or_(Tenure.ended_on.is_(None), Tenure.ended_on > on),
            )
            .order_by(Tenure.started_on, Tenure.ref)
        )
    )


def same_person(session: Session, *, by: Identity, person: Person, same_as: Person, told: Told, on: date) -> Person:
    """Say that two records are of one person: the first stands for both from `told.known_on` on, and both stay.

    Raises:
        ForbiddenError: only the support team sees people of several authorities.
        AlreadyRecordedError: the record has been joined to another already.
        LeadershipError: a record cannot be joined to itself.
    """
    _need_support(by)
    told.need_by(on)
    first = first_record(session, same_as)
    if person.same_as_id is not None:
        raise AlreadyRecordedError(f"{person.name} is on record as the same person as another already.")
    if first.id == person.id:
        raise LeadershipError("These are one record already.", field="same_as")
    if session.scalar(select(exists().where(Person.same_as_id == person.id))):
        raise LeadershipError(
            f"Other records point to {person.name}. Join {first.name} to {person.name} instead.", field="same_as"
        )
    person.same_as_id, person.same_as_known_on = first.id, told.known_on
    store(session)
    record(
        session,
        by=by,
        deed="person.joined",
        subject=f"person:{person.id}",
        authority_id=None,
        after={"same_as": str(first.id), "known_on": told.known_on.isoformat()},
    )
    return first


def correct_name(
    session: Session, *, by: Identity, authority: Authority, person: Person, name: str, told: Told, on: date
) -> Person:
    """Give a person the name that is right: a new record stands for them from `told.known_on` on, and both stay.

    A page of an earlier day shows the name that was believed then. Whatever pointed to the old record points to the
    new one, and the old one does so from the same day at the latest, or the two would look like different people on
    the days between.

    Returns:
        The new record.

    Raises:
        AlreadyRecordedError: another record stands for the person already.
        NothingToChangeError: that is the name on record.
    """
    told.need_by(on)
    if person.same_as_id is not None:
        raise AlreadyRecordedError("Another record stands for this person by now. Correct that one.")
    if " ".join(name.split()) == person.name:
        raise NothingToChangeError(f"{person.name} is the name on record.", field="name")
    right = record_person(session, by=by, authority=authority, name=name)
    known_on = told.known_on
    for second in session.scalars(select(Person).where(Person.same_as_id == person.id)):
        second.same_as_id, known_on = right.id, min(known_on, second.same_as_known_on or known_on)
    person.same_as_id, person.same_as_known_on = right.id, known_on
    store(session)
    record(
        session,
        by=by,
        deed="person.name_corrected",
        subject=f"person:{person.id}",
        authority_id=authority.id,
        after={"same_as": str(right.id), "known_on": known_on.isoformat()},
    )
    return right


def _known_in(authority_id: int) -> ColumnElement[bool]:
    """The person is known in this authority, themselves or by a second record."""
    second = select(Person.same_as_id).where(
        Person.same_as_id.is_not(None),
        or_(
            Person.recorded_for_id == authority_id,
            Person.id.in_(select(Tenure.person_id).where(Tenure.authority_id == authority_id)),
        ),
    )
    return or_(
        Person.recorded_for_id == authority_id,
        Person.id.in_(select(Tenure.person_id).where(Tenure.authority_id == authority_id)),
        Person.id.in_(second),
    )


def _need_support(by: Identity) -> None:
    if by.scope().authorities is not None:
        raise ForbiddenError("Only the support team sees people of several authorities.")


def names_of(session: Session, ids: Collection[UUID]) -> dict[str, str]:
    """Names by id as text, for lines and reports that know people by the record that stands for them.

    A first record of another authority may not be seen: then the person goes by the name of the record here.
    """
    rows = session.execute(
        select(Person.id, Person.name, Person.same_as_id)
        .where(or_(Person.id.in_(ids), Person.same_as_id.in_(ids)))
        .order_by(Person.recorded_at, Person.ref)
    ).all()
    here = {str(row.same_as_id): row.name for row in rows if row.same_as_id is not None}
    return {**here, **{str(row.id): row.name for row in rows}}
