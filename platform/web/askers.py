"""Joins accounts to exports: who asked, what they may do now, and where a letter reaches them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.memberships import list_memberships
from accounts.models import Account
from core.access import Identity
from outcomes.collection.export.askers import Asker


def find_account_asking(session: Session, account_id: int) -> Asker | None:
    """The account with the roles it holds at this moment; None when it is disabled or holds none."""
    account = session.scalar(select(Account).where(Account.id == account_id, Account.disabled_at.is_(None)))
    if account is None:
        return None
    memberships = frozenset(list_memberships(session, account_id=account_id))
    if not memberships:
        return None
    return Asker(Identity(account.id, account.name, memberships), account.email)
