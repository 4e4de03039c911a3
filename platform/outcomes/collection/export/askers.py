"""Who asked for an export, with the rights they have now. Outcomes know no accounts: the wiring hands in who does.

`web/wiring.py` calls `use_askers` once with the reader of accounts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.access import Identity, Permission
from core.errors import NotFoundError

NOT_YOURS = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class Asker:
    """An account that may still sign in: what it may do at this moment, and where letters reach it."""

    identity: Identity
    email: str


FindAsker = Callable[[Session, int], Asker | None]

_readers: list[FindAsker] = []


def use_askers(find: FindAsker) -> None:
    """Let exports look people up through this reader; the latest one counts."""
    _readers[:] = [find]


def find_asker(session: Session, account_id: int) -> Asker | None:
    """The account; None when it may no longer sign in. A session over everything is needed to see all."""
    return _readers[0](session, account_id) if _readers else None


def may_have(identity: Identity, authority_id: int | None) -> bool:
    """Whether somebody may have the figures of that authority, or (None) of the programme."""
    if authority_id is None:
        return identity.may(Permission.RETURN_REVIEW)
    return identity.may(Permission.FIGURES_READ, authority_id)


def require_having(identity: Identity, authority_id: int | None) -> None:
    """Answer as if there were nothing where somebody may not have the figures."""
    if not may_have(identity, authority_id):
        raise NotFoundError(NOT_YOURS)
