"""The names of those who did something to a return. Outcomes know no accounts: the wiring hands in who does.

`web/wiring.py` calls `use_names` once with the reader of accounts.
"""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.orm import Session

ReadNames = Callable[[Session, frozenset[int]], Mapping[int, str]]

_readers: list[ReadNames] = []


def use_names(read: ReadNames) -> None:
    """Let collection look names up through this reader; the latest one counts."""
    _readers[:] = [read]


def names_of(session: Session, account_ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """The names of these accounts; whoever is not known any more, and the product itself, is left out."""
    wanted = frozenset(number for number in account_ids if number is not None)
    if not wanted or not _readers:
        return {}
    return dict(_readers[0](session, wanted).items())
