"""Somebody asks for a sign-in link: a row and a message, whoever they are."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.email_address import normal_address
from accounts.models import Account, SignInToken
from core.outbox import send_after_commit

LINK_LIFE = timedelta(minutes=15)
SEND = "accounts.send_sign_in_link"


def ask_for_link(session: Session, *, email: str, next_path: str | None, at: datetime) -> SignInToken:
    """Store a link for the account with this address and ask for its letter.

    An address that nobody has costs the same statements, so that neither the answer nor its time tells whether an
    account exists (reliability 6, item 16). Raises AccountError when it is no address at all.
    """
    address = normal_address(email)
    account_id = session.scalar(select(Account.id).where(Account.email == address, Account.disabled_at.is_(None)))
    token = make_token(session, account_id=account_id, life=LINK_LIFE, next_path=next_path, at=at)
    send_after_commit(session, SEND, str(token.id))
    return token


def make_token(
    session: Session, *, account_id: int | None, life: timedelta, next_path: str | None, at: datetime
) -> SignInToken:
    """A link that can be used once until `at + life`."""
    token = SignInToken(account_id=account_id, created_at=at, expires_at=at + life, next_path=next_path)
    session.add(token)
    session.flush()  # its id goes into the message, or into the link
    return token
