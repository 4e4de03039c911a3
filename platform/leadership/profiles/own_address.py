"""The address with which a leader signs in: the reader of accounts is connected by web/wiring.py."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from core.access import Identity

Reader = Callable[[Session, int], str | None]
_readers: list[Reader] = []


def use_own_address(read: Reader) -> None:
    """Connect what reads the address of an account; the last one that was connected counts."""
    _readers[:] = [read]


def read_own_address(session: Session, by: Identity) -> str | None:
    """Their address; None for whoever has no account."""
    return _readers[0](session, by.account_id) if _readers and by.account_id is not None else None
