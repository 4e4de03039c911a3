"""The last day of somebody in a role: said beforehand so that another is found in time, ended by itself the day after.

Design 6, "who will submit next quarter?": recording it is announced, and the returns look whether anybody stays.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.errors import AccountError
from accounts.memberships import end_membership
from accounts.models import Account, AccountMembership
from accounts.overview import WITH_A_LAST_DAY
from core import audit
from core.access import SYSTEM, Identity, Role
from core.errors import NotFoundError
from core.events import announce


@dataclass(frozen=True)
class LeavingRecorded:
    """The last day of somebody who holds a role for an authority was set, moved or taken back."""

    authority_id: int
    role: Role
    leaves_on: date | None


def get_own_role(session: Session, *, account: Account, membership_id: UUID) -> AccountMembership:
    """A role that the account holds and that may have a last day; NotFoundError otherwise."""
    found = session.scalar(
        select(AccountMembership).where(
            AccountMembership.id == membership_id,
            AccountMembership.account_id == account.id,
            AccountMembership.ended_at.is_(None),
            AccountMembership.role.in_(sorted(WITH_A_LAST_DAY)),
        )
    )
    if found is None:
        raise NotFoundError("This role has ended already, or there is no such role.")
    return found


def record_leaving(
    session: Session, *, by: Identity, account: Account, membership_id: UUID, leaves_on: date | None, on: date
) -> AccountMembership:
    """Set the last day on which the account holds the role; None takes it back.

    Raises:
        NotFoundError: it holds no such role.
        AccountError: the day has passed.
    """
    held = get_own_role(session, account=account, membership_id=membership_id)
    if leaves_on is not None and leaves_on < on:
        raise AccountError("The last day must be today or a later day. To end the role now, end it.", "leaves_on")
    before = held.leaves_on
    if before == leaves_on:
        return held
    session.execute(
        update(AccountMembership)
        .where(AccountMembership.id == held.id, AccountMembership.ended_at.is_(None))
        .values(leaves_on=leaves_on)
    )
    audit.record(
        session,
        by=by,
        deed="membership.leaving_recorded",
        subject=f"account:{account.public_id}",
        authority_id=held.authority_id,
        before={"membership": str(held.id), "leaves_on": before.isoformat() if before else None},
        after={"membership": str(held.id), "leaves_on": leaves_on.isoformat() if leaves_on else None},
    )
    if held.authority_id is not None:
        announce(session, LeavingRecorded(held.authority_id, Role(held.role), leaves_on))
    return held


def end_left_roles(session: Session, *, at: datetime, on: date) -> int:
    """End every role whose last day has passed, and return how many; asked again, it finds none."""
    left = session.execute(
        select(AccountMembership.id, Account)
        .join(Account, Account.id == AccountMembership.account_id)
        .where(AccountMembership.leaves_on < on, AccountMembership.ended_at.is_(None))
        .order_by(AccountMembership.leaves_on)
        .with_for_update(of=AccountMembership, skip_locked=True)
    ).all()
    for membership_id, account in left:
        end_membership(session, by=SYSTEM, account=account, membership_id=membership_id, at=at)
    return len(left)
