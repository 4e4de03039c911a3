"""Who can be tried out: the personas, and what each must find when they sign in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from accounts.memberships import grant_membership
from accounts.personas import DESCRIPTIONS, Persona, PersonaLink, find_persona, make_personas, persona_links
from accounts.role_held import RoleHeld
from authorities.programme.members import list_members
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now, today
from core.embedded import EmbeddedError
from core.scope import Scope
from core.transaction import transaction
from leadership.register.models import Person, Post, Tenure
from reports.publication.publish import find_published, list_drafts, publish
from reports.publication.views import ROLE_OF_PUBLISHER


def prepare_personas() -> None:
    """Make the personas of the invented programme: lead and leader belong to one authority of it."""
    with transaction(Scope.EVERYTHING) as session:
        for authority in list_members(session, on=today()):
            leader = _find_leader(session, authority.id)
            if leader is not None:
                make_personas(
                    session,
                    by=SYSTEM,
                    lead_authority_id=authority.id,
                    leader_authority_id=authority.id,
                    leader_id=leader.id,
                    leader_name=leader.name,
                    at=now(),
                )
                return
    raise EmbeddedError("No authority of the demonstration has a director in post: start again with --fresh.")


def prepare_real_personas() -> None:
    """With the real register nobody is a leader yet: the support team, who fill it, a lead of a member, a viewer."""
    with transaction(Scope.EVERYTHING) as session:
        held = {Persona.SUPPORT: RoleHeld(Role.SUPPORT), Persona.DFE_VIEWER: RoleHeld(Role.DFE_VIEWER)}
        members = list_members(session, on=today())
        if members:
            held[Persona.LEAD] = RoleHeld(Role.LEAD, members[0].id)
        for persona, role in held.items():
            if find_persona(session, persona) is None:
                name = DESCRIPTIONS[persona].name
                account = make_account(session, by=SYSTEM, email=persona.email, name=name, at=now())
                grant_membership(session, by=SYSTEM, account=account, held=role, at=now())


def _find_leader(session: Session, authority_id: int) -> Person | None:
    """The director of children's services, if the post is filled."""
    return session.scalars(
        select(Person)
        .join(Tenure, Tenure.person_id == Person.id)
        .join(Post, (Post.authority_id == Tenure.authority_id) & (Post.id == Tenure.post_id))
        .where(
            Tenure.authority_id == authority_id,
            Tenure.superseded_at.is_(None),
            Tenure.ended_on.is_(None),
            Post.role_code == "dcs",
            Post.closed_on.is_(None),
        )
        .order_by(Tenure.started_on)
        .limit(1)
    ).one_or_none()


def publish_first_summary() -> None:
    """Sign the first summary off as the support team's persona does on screen, so that the DfE viewer finds one.

    Call within `product()` of the web process: the database lets no worker publish.
    """
    with transaction(Scope.EVERYTHING) as session:
        account = find_persona(session, Persona.SUPPORT)
    if account is None:
        raise EmbeddedError("The demonstration has no persona of the support team: start again with --fresh.")
    by = Identity(account.id, account.name, frozenset({Membership(Role.SUPPORT)}))
    with transaction(by.scope()) as session:
        drafts = list_drafts(session)
        if drafts and find_published(session) is None:
            publish(session, by=by, publication_id=drafts[0].id, published_as=ROLE_OF_PUBLISHER, at=now())


def make_links(base_url: str) -> list[PersonaLink]:
    """A fresh single-use link for each persona."""
    with transaction(Scope.EVERYTHING) as session:
        return persona_links(session, base_url)
