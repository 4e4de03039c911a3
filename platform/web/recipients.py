"""Joins accounts to letters: who holds a role for an authority, who is of the support team, where a leader signs in."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accounts.leads import Holder, list_holders
from accounts.memberships import list_memberships
from accounts.models import Account, AccountMembership
from core.access import Identity, Role
from core.addressees import Addressee
from leadership.profiles.comments.readers import TeamMember
from leadership.register.models import Person
from leadership.succession.told import Reader
from outcomes.collection.remind.kinds import Audience
from outcomes.collection.remind.recipients import Recipient

ROLES = {Audience.LEADS: Role.LEAD, Audience.SIGNATORIES: Role.SIGNATORY}


def read_recipients(
    session: Session, audience: Audience, authority_ids: frozenset[int], on: date
) -> Mapping[int, tuple[Recipient, ...]]:
    """The audience of each of these authorities; the support team is everybody's."""
    if audience is Audience.SUPPORT:
        team = tuple(_recipient(each) for each in list_holders(session, Role.SUPPORT, on))
        return dict.fromkeys(authority_ids, team)
    found: defaultdict[int, list[Recipient]] = defaultdict(list)
    for holder in list_holders(session, ROLES[audience], on, authority_ids=authority_ids):
        if holder.authority_id is not None:
            found[holder.authority_id].append(_recipient(holder))
    return {number: tuple(readers) for number, readers in found.items()}


def read_team(session: Session, on: date) -> list[Reader]:
    """The support team, for letters about posts."""
    return [Reader(each.account_id, each.email) for each in list_holders(session, Role.SUPPORT, on)]


def read_comment_team(session: Session, on: date) -> list[TeamMember]:
    """The support team, for reading comments of raters: with whom of the register each of them is."""
    team = list_holders(session, Role.SUPPORT, on)
    people: defaultdict[int, set[UUID]] = defaultdict(set)
    rows = session.execute(
        select(AccountMembership.account_id, AccountMembership.person_id).where(
            AccountMembership.account_id.in_([each.account_id for each in team]),
            AccountMembership.person_id.is_not(None),
        )
    )
    for row in rows:
        people[row.account_id].add(row.person_id)
    return [TeamMember(each.account_id, each.email, frozenset(people[each.account_id])) for each in team]


def read_leader_addresses(session: Session, person_id: UUID, on: date) -> list[str]:
    """The addresses with which a person of the register signs in as a leader, however many records were joined."""
    records = select(Person.id).where(or_(Person.id == person_id, Person.same_as_id == person_id))
    return list(
        session.scalars(
            select(Account.email)
            .distinct()
            .join(AccountMembership, AccountMembership.account_id == Account.id)
            .where(
                AccountMembership.role == Role.LEADER.value,
                AccountMembership.person_id.in_(records),
                AccountMembership.ended_at.is_(None),
                Account.disabled_at.is_(None),
                or_(AccountMembership.leaves_on.is_(None), AccountMembership.leaves_on >= on),
            )
            .order_by(Account.email)
        )
    )


def read_addressees(session: Session, authority_id: int, roles: frozenset[Role], on: date) -> list[Addressee]:
    """Who holds one of the roles for the authority, by name, each with all that they may see."""
    held = {
        each.account_id: each
        for role in sorted(roles)
        for each in list_holders(session, role, on, authority_ids=[authority_id])
    }
    return [
        Addressee(
            each.account_id,
            Identity(each.account_id, each.name, frozenset(list_memberships(session, account_id=each.account_id))),
            each.email,
        )
        for each in sorted(held.values(), key=lambda each: (each.name, each.account_id))
    ]


def read_named_records(session: Session, records: Collection[UUID]) -> set[UUID]:
    """Which of these records of the register an account of a leader names."""
    rows = session.scalars(
        select(AccountMembership.person_id).where(
            AccountMembership.role == Role.LEADER.value,
            AccountMembership.person_id.in_(records),
            AccountMembership.ended_at.is_(None),
        )
    )
    return {each for each in rows if each is not None}


def _recipient(holder: Holder) -> Recipient:
    return Recipient(holder.account_id, holder.name, holder.email, holder.leaves_on)
