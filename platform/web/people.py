"""Joins accounts and leadership: which person of the register a leader's account is."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.register.models import Person


def find_person_id(session: Session, ref: str) -> UUID | None:
    """The person with this reference; one found to be the same as another counts as that other."""
    found = session.execute(select(Person.id, Person.same_as_id).where(Person.ref == ref)).one_or_none()
    return None if found is None else found.same_as_id or found.id
