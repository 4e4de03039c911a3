"""Whom a letter about an authority may go to. Domains know no accounts: the wiring hands in who reads them.

With each comes who they are and what they may see now, so that a letter about a record can be held to what its page
would show them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from core.access import Identity, Role


@dataclass(frozen=True)
class Addressee:
    """An active account: who they are, and where a letter reaches them."""

    account_id: int
    identity: Identity
    email: str = field(repr=False)


ReadAddressees = Callable[[Session, int, frozenset[Role], date], Sequence[Addressee]]

_readers: list[ReadAddressees] = []


def use_addressees(read: ReadAddressees) -> None:
    """Let letters find accounts through this reader; the latest one counts."""
    _readers[:] = [read]


def list_addressees(session: Session, *, authority_id: int, roles: frozenset[Role], on: date) -> Sequence[Addressee]:
    """Who holds one of the roles for the authority on a day, each once; only a session over everything sees them."""
    return _readers[0](session, authority_id, roles, on) if _readers else ()


def find_addressee(
    session: Session, *, authority_id: int, roles: frozenset[Role], account_id: int, on: date
) -> Addressee | None:
    """That account, if it still holds one of the roles for the authority."""
    found = list_addressees(session, authority_id=authority_id, roles=roles, on=on)
    return next((each for each in found if each.account_id == account_id), None)
