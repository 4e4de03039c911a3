"""The demonstration's personas: who can be tried out with one button, when and only when this is a demonstration."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from accounts.ask_for_link import make_token
from accounts.link import address_of_link
from accounts.memberships import grant_membership, list_memberships
from accounts.models import Account
from accounts.role_held import RoleHeld
from core.access import Identity, Role
from core.clock import now
from core.runtime import runtime

LINK_LIFE = timedelta(days=7)
"""A link that start.py prints is used when somebody gets round to it; it works once all the same."""

ADDRESSES = "demonstration.example"


class Persona(StrEnum):
    """Whom one may be; the value stands in addresses."""

    SUPPORT = "support-team"
    LEAD = "authority-lead"
    LEADER = "leader"
    DFE_VIEWER = "dfe-viewer"
    COACH = "coach"

    @property
    def email(self) -> str:
        return f"{self.value}@{ADDRESSES}"


@dataclass(frozen=True)
class Description:
    title: str
    name: str
    sees: str


DESCRIPTIONS = {
    Persona.SUPPORT: Description(
        "Programme support team", "Sam Okafor", "Every authority: what arrived, what is late, which posts may change."
    ),
    Persona.LEAD: Description(
        "Authority lead", "Alex Whitfield", "One authority: its posts, its figures and its risk of leadership change."
    ),
    Persona.LEADER: Description("Leader", "A leader", "Their own post, profile and notes, and nobody else's."),
    Persona.DFE_VIEWER: Description(
        "DfE viewer", "Jo Marlow", "The programme as a whole, without names or figures of a single post."
    ),
    Persona.COACH: Description("Coach", "Robin Tarrant", "What a leader shares with them, while it is shared."),
}


@dataclass(frozen=True)
class PersonaLink:
    """A single-use link for a persona, as it is printed."""

    persona: Persona
    title: str
    sees: str
    address: str


def make_personas(
    session: Session,
    *,
    by: Identity,
    lead_authority_id: int,
    leader_authority_id: int,
    leader_id: UUID,
    leader_name: str,
    at: datetime,
) -> None:
    """Make the personas' accounts; those that are there already stay as they are.

    The leader is a person of the (invented) register. The lead holds the risk permission too, which leads do not have
    of themselves (design 5.5).
    """
    names = {Persona.LEADER: leader_name}
    roles: dict[Persona, list[RoleHeld]] = {
        Persona.SUPPORT: [RoleHeld(Role.SUPPORT)],
        Persona.LEAD: [RoleHeld(Role.LEAD, lead_authority_id), RoleHeld(Role.RISK_READER, lead_authority_id)],
        Persona.LEADER: [RoleHeld(Role.LEADER, leader_authority_id, leader_id)],
        Persona.DFE_VIEWER: [RoleHeld(Role.DFE_VIEWER)],
        Persona.COACH: [RoleHeld(Role.COACH)],
    }
    for persona, roles_held in roles.items():
        if find_persona(session, persona) is not None:
            continue
        name = names.get(persona, DESCRIPTIONS[persona].name)
        account = make_account(session, by=by, email=persona.email, name=name, at=at)
        for held in roles_held:
            grant_membership(session, by=by, account=account, held=held, at=at)


def find_persona(session: Session, persona: Persona) -> Account | None:
    """The persona's account, if the demonstration has made it."""
    return session.scalar(select(Account).where(Account.email == persona.email, Account.disabled_at.is_(None)))


def list_personas(session: Session) -> list[Persona]:
    """The personas that can be tried out, in their order."""
    found = {persona: find_persona(session, persona) for persona in Persona}
    return [
        persona for persona, account in found.items() if account and list_memberships(session, account_id=account.id)
    ]


def persona_links(session: Session, base_url: str) -> list[PersonaLink]:
    """A fresh link for every persona, for the print-out of a start; called at the edge, within a transaction.

    Raises nothing when there are no personas: the list is empty.
    """
    at, keys = now(), runtime().settings.secret_keys
    links = []
    for persona in list_personas(session):
        account = find_persona(session, persona)
        if account is None:
            continue
        token = make_token(session, account_id=account.id, life=LINK_LIFE, next_path=None, at=at)
        token.sent_at = at  # printed, so no letter need go
        described = DESCRIPTIONS[persona]
        links.append(PersonaLink(persona, described.title, described.sees, address_of_link(base_url, token.id, keys)))
    return links
