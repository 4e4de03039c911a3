"""Joins accounts to what knows none: which person of the register a leader's account is, and whose an account is."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Account
from leadership.register.models import Person


def find_person_id(session: Session, ref: str) -> UUID | None:
    """The person with this reference; one found to be the same as another counts as that other."""
    found = session.execute(select(Person.id, Person.same_as_id).where(Person.ref == ref)).one_or_none()
    return None if found is None else found.same_as_id or found.id


def read_address(session: Session, account_id: int) -> str | None:
    """The address with which an account signs in."""
    return session.scalar(select(Account.email).where(Account.id == account_id))


def read_names(session: Session, account_ids: frozenset[int]) -> Mapping[int, str]:
    """The names of these accounts."""
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows}
