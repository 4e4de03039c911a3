"""Sessions live on the server: opened at sign-in, listed for their owner, ended from anywhere (reliability 6.17)."""

import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.browser import browser_in_words
from accounts.models import Account, SignedInSession
from accounts.session_limits import has_run_out
from core import audit
from core.access import Identity, Role
from core.errors import NotFoundError

SECRET_BYTES = 32


def hash_of(secret: str) -> str:
    """What is stored of a cookie's value. It has 256 bits of chance, so no slow hash is needed."""
    return sha256(secret.encode()).hexdigest()


def open_session(session: Session, *, account: Account, user_agent: str, at: datetime) -> tuple[SignedInSession, str]:
    """A new session with a new secret, whatever came before; the secret goes into the cookie and is not kept."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    opened = SignedInSession(
        account_id=account.id,
        secret_hash=hash_of(secret),
        browser=browser_in_words(user_agent),
        created_at=at,
        last_seen_at=at,
    )
    session.add(opened)
    session.flush()  # its id goes into the audit event
    audit.record(
        session,
        by=Identity(account.id, account.name, frozenset(), opened.id),
        deed="session.opened",
        subject=f"account:{account.public_id}",
        authority_id=None,
        after={"session": str(opened.id), "browser": opened.browser},
    )
    return opened, secret


def list_sessions(session: Session, *, account_id: int, roles: frozenset[Role], at: datetime) -> list[SignedInSession]:
    """The account's sessions that are still good, the most recently seen first."""
    rows = session.scalars(
        select(SignedInSession)
        .where(SignedInSession.account_id == account_id, SignedInSession.ended_at.is_(None))
        .order_by(SignedInSession.last_seen_at.desc(), SignedInSession.id)
    )
    return [
        row
        for row in rows
        if not has_run_out(created_at=row.created_at, last_seen_at=row.last_seen_at, roles=roles, at=at)
    ]


def end_session(session: Session, *, by: Identity, session_id: UUID, at: datetime) -> None:
    """End one session of one's own; raises NotFoundError for another account's, as for an unknown one."""
    ended = session.execute(
        update(SignedInSession)
        .where(
            SignedInSession.id == session_id,
            SignedInSession.account_id == by.account_id,
            SignedInSession.ended_at.is_(None),
        )
        .values(ended_at=at, ended_by_id=by.account_id)
        .execution_options(synchronize_session=False)
        .returning(SignedInSession.id)
    ).scalar_one_or_none()
    if ended is None:
        raise NotFoundError("This session has ended already, or there is no such session.")
    audit.record(
        session,
        by=by,
        deed="session.ended",
        subject=f"account:{_public_id(session, by.account_id)}",
        authority_id=None,
        before={"session": str(session_id)},
    )


def end_other_sessions(session: Session, *, by: Identity, at: datetime) -> int:
    """End every session of one's own but the one that asks, and return how many."""
    account = session.get_one(Account, by.account_id)
    return _end(session, by=by, account=account, keep=by.session_id, at=at)


def end_all_sessions(session: Session, *, by: Identity, account: Account, at: datetime) -> int:
    """End every session of the account and return how many: for the support team, and when somebody leaves."""
    return _end(session, by=by, account=account, keep=None, at=at)


def _end(session: Session, *, by: Identity, account: Account, keep: UUID | None, at: datetime) -> int:
    ended = session.scalars(
        update(SignedInSession)
        .where(
            SignedInSession.account_id == account.id,
            SignedInSession.ended_at.is_(None),
            SignedInSession.id.is_distinct_from(keep),
        )
        .values(ended_at=at, ended_by_id=by.account_id)
        .execution_options(synchronize_session=False)
        .returning(SignedInSession.id)
    ).all()
    if ended:
        audit.record(
            session,
            by=by,
            deed="session.all_ended",
            subject=f"account:{account.public_id}",
            authority_id=None,
            before={"sessions": len(ended)},
        )
    return len(ended)


def _public_id(session: Session, account_id: int | None) -> UUID:
    return session.scalars(select(Account.public_id).where(Account.id == account_id)).one()
