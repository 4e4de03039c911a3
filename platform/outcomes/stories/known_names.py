"""The names of an authority's leaders, for the check of stories. Outcomes know no leaders: the wiring does.

`web/wiring.py` calls `use_leaders` once with the reader of the register.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

ReadLeaders = Callable[[Session, int], Sequence[str]]

_readers: list[ReadLeaders] = []


def use_leaders(read: ReadLeaders) -> None:
    """Let stories look leaders' names up through this reader; the latest one counts."""
    _readers[:] = [read]


def leaders_of(session: Session, authority_id: int) -> Sequence[str]:
    """The names of those who hold or held a post of the authority; none when nobody knows them."""
    return _readers[0](session, authority_id) if _readers else ()
