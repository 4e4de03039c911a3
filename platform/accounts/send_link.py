"""A worker sends the letter with the link: at most three tries, never once more after it has gone."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from accounts.ask_for_link import SEND
from accounts.models import Account, SignInToken
from core import audit
from core.access import SYSTEM
from core.outbox import send_after_commit

MAX_ATTEMPTS = 3
WAITED_TOO_LONG = timedelta(minutes=1)


def begin_sending(session: Session, *, token_id: UUID, at: datetime) -> tuple[Account, SignInToken] | None:
    """Count an attempt and return what to send; None when it is sent, used, stale, or for nobody."""
    taken = session.execute(
        update(SignInToken)
        .where(
            SignInToken.id == token_id,
            SignInToken.account_id.is_not(None),
            SignInToken.sent_at.is_(None),
            SignInToken.used_at.is_(None),
            SignInToken.expires_at > at,
            SignInToken.attempts < MAX_ATTEMPTS,
        )
        .values(attempts=SignInToken.attempts + 1)
        .execution_options(synchronize_session=False)
        .returning(SignInToken.account_id)
    ).one_or_none()
    if taken is None:
        return None
    account = session.get_one(Account, taken.account_id)
    return None if account.disabled_at is not None else (account, session.get_one(SignInToken, token_id))


def mark_sent(session: Session, *, token_id: UUID, at: datetime) -> None:
    """Write down that the letter has gone."""
    token = session.get_one(SignInToken, token_id)
    token.sent_at = at
    audit.record(
        session,
        by=SYSTEM,
        deed="sign_in_link.sent",
        subject=f"account:{session.get_one(Account, token.account_id).public_id}",
        authority_id=None,
        after={"attempts": token.attempts},
    )


def send_waiting(session: Session, *, at: datetime) -> int:
    """Ask again for letters that have not gone for a minute, and return how many.

    Their message was lost with the queue, their worker died, or the mail server was away.
    """
    waiting = session.scalars(
        select(SignInToken.id).where(
            SignInToken.account_id.is_not(None),
            SignInToken.sent_at.is_(None),
            SignInToken.used_at.is_(None),
            SignInToken.expires_at > at,
            SignInToken.created_at < at - WAITED_TOO_LONG,
            SignInToken.attempts < MAX_ATTEMPTS,
        )
    ).all()
    for token_id in waiting:
        send_after_commit(session, SEND, str(token_id))
    return len(waiting)


def count_unsent(session: Session) -> int:
    """How many letters have been given up, for those who watch over the service."""
    return (
        session.scalar(
            select(func.count()).where(
                SignInToken.account_id.is_not(None),
                SignInToken.sent_at.is_(None),
                SignInToken.attempts >= MAX_ATTEMPTS,
            )
        )
        or 0
    )
