"""Who may sign in, as the support team sees it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accounts.models import Account, AccountMembership
from authorities.register.models import Authority
from core.access import Role
from core.errors import NotFoundError

MOST_SHOWN = 500
# Roles without which a return stops; the others end when somebody ends them.
WITH_A_LAST_DAY = frozenset({Role.LEAD, Role.SIGNATORY})


@dataclass(frozen=True)
class HeldRole:
    """A role that an account holds, with the authority's name if it is for one."""

    membership_id: UUID
    role: Role
    authority: str | None
    granted_at: datetime
    leaves_on: date | None = None

    @property
    def may_leave(self) -> bool:
        """Whether a last day can be said for it beforehand."""
        return self.role in WITH_A_LAST_DAY


@dataclass(frozen=True)
class AccountLine:
    """An account with the roles it holds now."""

    account: Account
    roles: list[HeldRole] = field(default_factory=list)


def list_accounts(session: Session, *, search: str = "") -> list[AccountLine]:
    """Accounts by name, with their roles of now; `search` looks in names and e-mail addresses."""
    wanted = select(Account).order_by(Account.name, Account.id).limit(MOST_SHOWN)
    if search.strip():
        pattern = f"%{_plain(search.strip())}%"
        wanted = wanted.where(or_(Account.name.ilike(pattern, escape="\\"), Account.email.ilike(pattern, escape="\\")))
    lines = {account.id: AccountLine(account) for account in session.scalars(wanted)}
    for account_id, role in _roles(session, list(lines)):
        lines[account_id].roles.append(role)
    return list(lines.values())


def get_account(session: Session, *, public_id: UUID) -> AccountLine:
    """One account with its roles of now; raises NotFoundError."""
    account = session.scalar(select(Account).where(Account.public_id == public_id))
    if account is None:
        raise NotFoundError("There is no such account.")
    return AccountLine(account, [role for _, role in _roles(session, [account.id])])


def _roles(session: Session, account_ids: list[int]) -> list[tuple[int, HeldRole]]:
    rows = session.execute(
        select(
            AccountMembership.account_id,
            AccountMembership.id,
            AccountMembership.role,
            Authority.name,
            AccountMembership.granted_at,
            AccountMembership.leaves_on,
        )
        .outerjoin(Authority, Authority.id == AccountMembership.authority_id)
        .where(AccountMembership.account_id.in_(account_ids), AccountMembership.ended_at.is_(None))
        .order_by(AccountMembership.granted_at, AccountMembership.id)
    )
    return [
        (account_id, HeldRole(number, Role(role), name, at, leaves_on))
        for account_id, number, role, name, at, leaves_on in rows
    ]


def _plain(text: str) -> str:
    """The text with LIKE's own signs taken as they stand."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
