"""Who is asking: the cookie's session, its account and the roles it holds at this very request."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.memberships import list_memberships
from accounts.models import Account, SignedInSession
from accounts.session_limits import WRITE_LAST_SEEN_AFTER, has_run_out
from accounts.sessions import hash_of
from core.access import Identity
from core.scope import Scope
from core.transaction import reading, transaction

LONGEST_COOKIE = 100


@dataclass(frozen=True)
class HeldSession:
    """A session that has not been ended, of an account that is not disabled."""

    id: UUID
    account_id: int
    name: str
    created_at: datetime
    last_seen_at: datetime


def identify(session_cookie: str | None, *, at: datetime) -> Identity | None:
    """Who the cookie's session belongs to, with the memberships of now; None when it is not, or no longer, good.

    Reads under the scope of that account alone. A session seen for the first time in a minute has that written down
    in a small transaction of its own: the one write that a GET may cause (decision 2).
    """
    if not session_cookie or len(session_cookie) > LONGEST_COOKIE:
        return None
    with reading(Scope.NOTHING) as session:
        held = find_held_session(session, secret_hash=hash_of(session_cookie))
    if held is None:
        return None
    with reading(Scope(frozenset(), held.account_id)) as session:
        memberships = frozenset(list_memberships(session, account_id=held.account_id))
    roles = {membership.role for membership in memberships}
    if not roles or has_run_out(created_at=held.created_at, last_seen_at=held.last_seen_at, roles=roles, at=at):
        return None
    if at - held.last_seen_at >= WRITE_LAST_SEEN_AFTER:
        with transaction(Scope.NOTHING) as session:
            mark_seen(session, session_id=held.id, at=at)
    return Identity(held.account_id, held.name, memberships, held.id)


def find_held_session(session: Session, *, secret_hash: str) -> HeldSession | None:
    """The session with this secret, if neither it nor its account has been ended."""
    row = session.execute(
        select(
            SignedInSession.id,
            SignedInSession.account_id,
            Account.name,
            SignedInSession.created_at,
            SignedInSession.last_seen_at,
        )
        .join(Account, Account.id == SignedInSession.account_id)
        .where(
            SignedInSession.secret_hash == secret_hash,
            SignedInSession.ended_at.is_(None),
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else HeldSession(*row)


def mark_seen(session: Session, *, session_id: UUID, at: datetime) -> None:
    """Write down that the session was used; the moment never moves back."""
    session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == session_id, SignedInSession.last_seen_at < at)
        .values(last_seen_at=at)
        .execution_options(synchronize_session=False)
    )
