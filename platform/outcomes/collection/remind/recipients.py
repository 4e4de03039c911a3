"""Who gets letters about returns. Outcomes know no accounts: the wiring hands in who does.

`web/wiring.py` calls `use_recipients` once with a reader over accounts. Only active accounts are ever named (I6).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from outcomes.collection.remind.kinds import Audience


@dataclass(frozen=True)
class Recipient:
    """One active account; `leaves_on` is the last day on which it holds the role, if one is known."""

    account_id: int
    name: str
    email: str
    leaves_on: date | None = None


# No authority has this number: what is said to the support team about none.
NO_AUTHORITY = 0

ReadRecipients = Callable[[Session, Audience, frozenset[int], date], Mapping[int, tuple[Recipient, ...]]]

_readers: list[ReadRecipients] = []


def use_recipients(read: ReadRecipients) -> None:
    """Let reminders look people up through this reader; the latest one counts."""
    _readers[:] = [read]


def recipients_of(
    session: Session, audience: Audience, authority_ids: frozenset[int], on: date
) -> Mapping[int, tuple[Recipient, ...]]:
    """The audience of each of these authorities on a day, by name; a session over everything is needed to see all."""
    return _readers[0](session, audience, authority_ids, on) if _readers else {}


def support_team(session: Session, on: date) -> tuple[Recipient, ...]:
    """The programme support team, whichever authority it is about."""
    return recipients_of(session, Audience.SUPPORT, frozenset({NO_AUTHORITY}), on).get(NO_AUTHORITY, ())


def leads_of(session: Session, authority_id: int, on: date) -> list[int]:
    """The account ids of an authority's active leads."""
    found = recipients_of(session, Audience.LEADS, frozenset({authority_id}), on)
    return [each.account_id for each in found.get(authority_id, ())]
