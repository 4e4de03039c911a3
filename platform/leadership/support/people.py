"""The names of those who recorded something. Leadership knows no accounts: the wiring hands in who does."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy.orm import Session

ReadNames = Callable[[Session, frozenset[int]], Mapping[int, str]]

_readers: list[ReadNames] = []


def use_support_names(read: ReadNames) -> None:
    """Let names be looked up through this reader; the latest one counts."""
    _readers[:] = [read]


def names_of(session: Session, account_ids: Iterable[int | None]) -> Mapping[int | None, str]:
    """The names of these accounts; whoever is not known any more is left out."""
    wanted = frozenset(number for number in account_ids if number is not None)
    return dict(_readers[0](session, wanted).items()) if wanted and _readers else {}
