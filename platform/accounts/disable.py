"""Somebody leaves: the account is disabled, its sessions end, its links open nothing. It can be enabled again."""

from datetime import datetime

from sqlalchemy.orm import Session

from accounts.memberships import keep_a_support_team
from accounts.models import Account
from accounts.sessions import end_all_sessions
from core import audit
from core.access import Identity


def disable_account(session: Session, *, by: Identity, account: Account, at: datetime) -> None:
    """Refuse the account from its next request on; raises LastSupportMemberError for the last of the support team."""
    if account.disabled_at is not None:
        return
    account.disabled_at, account.disabled_by_id = at, by.account_id
    session.flush()  # the count below must see it
    keep_a_support_team(session)
    end_all_sessions(session, by=by, account=account, at=at)
    audit.record(session, by=by, deed="account.disabled", subject=f"account:{account.public_id}", authority_id=None)


def enable_account(session: Session, *, by: Identity, account: Account) -> None:
    """Let the account sign in again, with the roles it still has."""
    if account.disabled_at is None:
        return
    account.disabled_at, account.disabled_by_id = None, None
    audit.record(session, by=by, deed="account.enabled", subject=f"account:{account.public_id}", authority_id=None)
