"""Signing in: a link is spent, a session is opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.errors import LinkSpentError
from accounts.models import Account, SignInToken
from accounts.sessions import open_session


@dataclass(frozen=True)
class Entered:
    """A session that has just been opened: the cookie's secret, and where its owner wanted to go."""

    secret: str
    next_path: str | None


def is_good(session: Session, *, token_id: UUID, at: datetime) -> bool:
    """Whether the link could be used now; looking does not use it, since mail scanners follow links."""
    found = session.scalar(
        select(SignInToken.id)
        .join(Account, Account.id == SignInToken.account_id)
        .where(
            SignInToken.id == token_id,
            SignInToken.used_at.is_(None),
            SignInToken.expires_at > at,
            Account.disabled_at.is_(None),
        )
    )
    return found is not None


def enter_by_link(session: Session, *, token_id: UUID, user_agent: str, at: datetime) -> Entered:
    """Spend the link and open a session; raises LinkSpentError when it was used, has run out or never was.

    One statement spends it, so of two simultaneous clicks one finds it spent.
    """
    spent = session.execute(
        update(SignInToken)
        .where(SignInToken.id == token_id, SignInToken.used_at.is_(None), SignInToken.expires_at > at)
        .values(used_at=at)
        .execution_options(synchronize_session=False)
        .returning(SignInToken.account_id, SignInToken.next_path)
    ).one_or_none()
    if spent is None or spent.account_id is None:
        raise LinkSpentError
    account = session.get_one(Account, spent.account_id)
    if account.disabled_at is not None:
        raise LinkSpentError
    _, secret = open_session(session, account=account, user_agent=user_agent, at=at)
    return Entered(secret, spent.next_path)
