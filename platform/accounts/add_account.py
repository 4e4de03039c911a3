"""Somebody new takes part: an account, its first role, and a letter that says how to sign in."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from accounts.email_address import normal_address
from accounts.errors import AccountError, AlreadyAddedError
from accounts.memberships import grant_membership
from accounts.models import Account
from accounts.role_held import RoleHeld
from core import audit
from core.access import Identity
from core.outbox import send_after_commit

WELCOME = "accounts.send_welcome"
LONGEST_NAME = 120


def add_account(
    session: Session,
    *,
    by: Identity,
    email: str,
    name: str,
    held: RoleHeld,
    at: datetime,
) -> Account:
    """Make an account with its first role and ask for its letter.

    Raises AccountError for an address or a name that cannot be used, AlreadyAddedError when the address has an account.
    """
    account = make_account(session, by=by, email=email, name=name, at=at)
    grant_membership(session, by=by, account=account, held=held, at=at)
    send_after_commit(session, WELCOME, str(account.public_id))
    return account


def make_account(session: Session, *, by: Identity, email: str, name: str, at: datetime) -> Account:
    """An account without a role and without a letter; raises as `add_account` does."""
    address = normal_address(email)
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or not called.isprintable():
        raise AccountError(f"Enter a name of {LONGEST_NAME} characters or fewer.", "name")
    made = session.execute(
        insert(Account)
        .values(email=address, name=called, created_at=at)
        .on_conflict_do_nothing(index_elements=[Account.email])
        .returning(Account.id)
    ).scalar_one_or_none()
    if made is None:
        raise AlreadyAddedError(
            "This email address has an account already: open that account and add the role there.", "email"
        )
    account = session.get_one(Account, made)
    # No name and no address: the audit outlives the account.
    audit.record(session, by=by, deed="account.added", subject=f"account:{account.public_id}", authority_id=None)
    return account


def find_account(session: Session, *, email: str) -> Account | None:
    """The account with this address, if there is one."""
    return session.scalar(select(Account).where(Account.email == normal_address(email)))
