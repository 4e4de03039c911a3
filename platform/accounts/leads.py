"""Who holds a role for an authority on a day: active accounts only. What others write letters by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accounts.models import Account, AccountMembership
from core.access import Role


@dataclass(frozen=True)
class Holder:
    """One active account in a role; `leaves_on` is the last day on which it holds it, if one is known."""

    account_id: int
    name: str
    email: str
    authority_id: int | None
    leaves_on: date | None


def list_holders(session: Session, role: Role, on: date, *, authority_ids: Iterable[int] | None = None) -> list[Holder]:
    """Who holds the role on a day, by name; for these authorities, if they are named.

    A session sees the memberships of its own account and, over everything, all of them.
    """
    wanted = (
        select(Account.id, Account.name, Account.email, AccountMembership.authority_id, AccountMembership.leaves_on)
        .join(AccountMembership, AccountMembership.account_id == Account.id)
        .where(
            AccountMembership.role == role.value,
            AccountMembership.ended_at.is_(None),
            Account.disabled_at.is_(None),
            or_(AccountMembership.leaves_on.is_(None), AccountMembership.leaves_on >= on),
        )
        .order_by(Account.name, Account.id)
    )
    if authority_ids is not None:
        wanted = wanted.where(AccountMembership.authority_id.in_(sorted(authority_ids)))
    return [Holder(*row) for row in session.execute(wanted)]


def list_lead_accounts(session: Session, authority_id: int, on: date) -> list[Holder]:
    """The active leads of an authority on a day, by name."""
    return list_holders(session, Role.LEAD, on, authority_ids=[authority_id])
