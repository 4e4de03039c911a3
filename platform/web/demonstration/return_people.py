"""Who returns figures in the demonstration: a lead for each authority, and the persona that reviews."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.add_account import find_account, make_account
from accounts.memberships import grant_membership, list_memberships
from accounts.models import Account
from accounts.personas import ADDRESSES, Persona, find_persona
from accounts.role_held import RoleHeld
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Role
from core.embedded import EmbeddedError

# Invented, as everybody here; seventeen authorities get seventeen different names.
FIRST = ("Amara", "Callum", "Bethan", "Dev", "Eilidh", "Farah", "Gwen", "Harun", "Isla", "Joel")
LAST = ("Pembury", "Okonjo", "Thistlewood", "Varma", "Ashcombe", "Lindqvist", "Marrow")


def reviewer_of(session: Session) -> Identity:
    """The support team's persona."""
    account = find_persona(session, Persona.SUPPORT)
    if account is None:
        raise EmbeddedError("The demonstration has no persona of the support team: start again with --fresh.")
    return identity_of(session, account)


def persona_authority(session: Session) -> int | None:
    """The id of the authority whose lead can be tried out."""
    account = find_persona(session, Persona.LEAD)
    held = list_memberships(session, account_id=account.id) if account else []
    return next((each.authority_id for each in held if each.role is Role.LEAD), None)


def lead_of(session: Session, authority: Authority, place: int, at: datetime) -> Identity:
    """The lead of an authority: the persona for its own, somebody invented for every other."""
    if authority.id == persona_authority(session):
        account = find_persona(session, Persona.LEAD)
    else:
        email = f"lead-{authority.code.lower()}@{ADDRESSES}"
        account = find_account(session, email=email) or _make_lead(session, authority, email, place, at)
    if account is None:
        raise EmbeddedError("The demonstration has no persona of a lead: start again with --fresh.")
    return identity_of(session, account)


def _make_lead(session: Session, authority: Authority, email: str, place: int, at: datetime) -> Account:
    name = f"{FIRST[place % len(FIRST)]} {LAST[place % len(LAST)]}"
    account = make_account(session, by=SYSTEM, email=email, name=name, at=at)
    grant_membership(session, by=SYSTEM, account=account, held=RoleHeld(Role.LEAD, authority.id), at=at)
    return account


def identity_of(session: Session, account: Account) -> Identity:
    """The account with its roles, as if signed in."""
    return Identity(account.id, account.name, frozenset(list_memberships(session, account_id=account.id)))
