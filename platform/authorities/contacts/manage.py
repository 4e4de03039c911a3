"""Whom the programme writes to about an authority: adding somebody, and saying that they are no longer it (A5)."""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.contacts.models import ROLES, Contact
from authorities.errors import RegisterError
from authorities.refusals import refusing
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from core.scope import scope_of

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def add_contact(
    session: Session, *, by: Identity, authority: Authority, name: str, email: str, role: str, since: date
) -> Contact:
    """Add a contact. The audit says that one was added and in which role, never who: names stay in one place.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: something is missing, or the same person is a contact of that kind already.
    """
    scope_of(session).require(authority.id)
    address = email.strip().lower()
    if not name.strip():
        raise RegisterError("Enter the name of the contact.", field="name")
    if not ADDRESS.fullmatch(address):
        raise RegisterError("Enter an email address, such as name@council.gov.uk.", field="email")
    if role not in ROLES:
        raise RegisterError("Choose what kind of contact this is.", field="role")
    contact = Contact(
        authority_id=authority.id,
        name=name.strip(),
        email=address,
        role=role,
        since=since,
        recorded_by_id=by.account_id,
    )
    with refusing(session):
        session.add(contact)
    _tell(session, by, "contact.added", contact)
    return contact


def end_contact(session: Session, *, by: Identity, contact: Contact, until: date) -> Contact:
    """Say from which day on somebody is no longer the contact.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: they have ended already, or would end before they began.
    """
    scope_of(session).require(contact.authority_id)
    if contact.until is not None:
        raise RegisterError("This contact has ended already.", field="until")
    with refusing(session):
        contact.until = until
        contact.ended_at = func.clock_timestamp()
        contact.ended_by_id = by.account_id
    _tell(session, by, "contact.ended", contact)
    return contact


def list_contacts(session: Session, authority: Authority, *, on: date) -> list[Contact]:
    """The contacts of an authority on a day, leads first; nobody's in a session that does not cover it."""
    contacts = session.scalars(
        select(Contact).where(
            Contact.authority_id == authority.id,
            Contact.since <= on,
            (Contact.until.is_(None)) | (Contact.until > on),
        )
    )
    return sorted(contacts, key=lambda contact: (ROLES.index(contact.role), contact.name))


def get_contact(session: Session, authority: Authority, contact_id: UUID) -> Contact:
    """One contact of an authority; raises NotFoundError when it has none of that id."""
    scope_of(session).require(authority.id)
    contact = session.scalar(select(Contact).where(Contact.authority_id == authority.id, Contact.id == contact_id))
    if contact is None:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    return contact


def _tell(session: Session, by: Identity, deed: str, contact: Contact) -> None:
    record(
        session,
        by=by,
        deed=deed,
        subject=f"contact:{contact.id}",
        authority_id=contact.authority_id,
        after={"role": contact.role},
    )
