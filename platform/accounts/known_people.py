"""Who in the leadership register a leader's account is. Accounts know nothing of leadership: the wiring tells them.

`web/wiring.py` calls `use_people` once with the register's own reader.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from accounts.errors import AccountError

FindPerson = Callable[[Session, str], UUID | None]

_readers: list[FindPerson] = []


def use_people(find_person: FindPerson) -> None:
    """Let accounts look people up by reference through this reader; the latest one counts."""
    _readers[:] = [find_person]


def get_person_id(session: Session, ref: str) -> UUID:
    """The person with this reference; raises AccountError saying where to find one."""
    found = _readers[0](session, ref.strip()) if _readers and ref.strip() else None
    if found is None:
        raise AccountError(
            "Enter the reference of a person in the leadership register: it stands beside their name under "
            "Our leaders, People on record.",
            "person_ref",
        )
    return found
