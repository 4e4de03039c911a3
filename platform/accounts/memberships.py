"""What an account may do: roles are granted and ended, and every grant stays on record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from accounts.errors import AlreadyAddedError, LastSupportMemberError
from accounts.models import Account, AccountMembership
from accounts.role_held import RoleHeld
from accounts.sessions import end_all_sessions
from authorities.register.models import Authority
from core import audit
from core.access import Identity, Membership, Role
from core.errors import NotFoundError

# Two people who end each other's roles at once must not leave nobody: they take this lock in turn.
SUPPORT_TEAM_LOCK = 7_461_002


def grant_membership(session: Session, *, by: Identity, account: Account, held: RoleHeld, at: datetime) -> UUID:
    """Give the account a role from its next request on and return the membership's id; raises AlreadyAddedError."""
    made = session.execute(
        insert(AccountMembership)
        .values(
            account_id=account.id,
            role=held.role.value,
            authority_id=held.authority_id,
            person_id=held.person_id,
            granted_at=at,
            granted_by_id=by.account_id,
        )
        .on_conflict_do_nothing()
        .returning(AccountMembership.id)
    ).scalar_one_or_none()
    if made is None:
        raise AlreadyAddedError(f"{account.name} has this role already.", "role")
    audit.record(
        session,
        by=by,
        deed="membership.granted",
        subject=f"account:{account.public_id}",
        authority_id=held.authority_id,
        after={
            "membership": str(made),
            "role": held.role.value,
            "person": str(held.person_id) if held.person_id else None,
        },
    )
    return made


def end_membership(session: Session, *, by: Identity, account: Account, membership_id: UUID, at: datetime) -> None:
    """End a role from the account's next request on; with its last role its sessions end too.

    Raises NotFoundError when the account holds no such role, LastSupportMemberError when nobody would be left who
    may manage accounts.
    """
    ended = session.execute(
        update(AccountMembership)
        .where(
            AccountMembership.id == membership_id,
            AccountMembership.account_id == account.id,
            AccountMembership.ended_at.is_(None),
        )
        .values(ended_at=at, ended_by_id=by.account_id)
        .execution_options(synchronize_session=False)
        .returning(AccountMembership.role, AccountMembership.authority_id)
    ).one_or_none()
    if ended is None:
        raise NotFoundError("This role has ended already, or there is no such role.")
    if ended.role == Role.SUPPORT:
        keep_a_support_team(session)
    audit.record(
        session,
        by=by,
        deed="membership.ended",
        subject=f"account:{account.public_id}",
        authority_id=ended.authority_id,
        before={"membership": str(membership_id), "role": ended.role},
    )
    if not list_memberships(session, account_id=account.id):
        end_all_sessions(session, by=by, account=account, at=at)


def keep_a_support_team(session: Session) -> None:
    """Raise LastSupportMemberError if this transaction would leave no account that may manage accounts."""
    session.execute(select(func.pg_advisory_xact_lock(SUPPORT_TEAM_LOCK)))
    left = session.scalar(
        select(func.count())
        .select_from(AccountMembership)
        .join(Account, Account.id == AccountMembership.account_id)
        .where(
            AccountMembership.role == Role.SUPPORT,
            AccountMembership.ended_at.is_(None),
            Account.disabled_at.is_(None),
        )
    )
    if not left:
        raise LastSupportMemberError


def list_memberships(session: Session, *, account_id: int) -> list[Membership]:
    """The roles that the account holds now, in the order they were granted."""
    rows = session.execute(
        select(AccountMembership.role, AccountMembership.authority_id, Authority.code, AccountMembership.person_id)
        .outerjoin(Authority, Authority.id == AccountMembership.authority_id)
        .where(AccountMembership.account_id == account_id, AccountMembership.ended_at.is_(None))
        .order_by(AccountMembership.granted_at, AccountMembership.id)
    )
    return [Membership(Role(role), authority_id, code, person_id) for role, authority_id, code, person_id in rows]
