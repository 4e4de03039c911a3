"""When a handover pack is written about, to whom, and in which words.

No letter names anybody, a post or a day: whoever reads over a shoulder learns that something is handed over in that
authority. While the departure is confidential nobody is written to, not even those who see the pack (decision 55).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from core.access import Identity, Role
from leadership.handover.find import Handover, own_records
from leadership.handover.open import LONG_AGO
from leadership.handover.states import State

NEAR = timedelta(days=14)
ROLES = frozenset({Role.LEAD, Role.LEADER})


class Occasion(StrEnum):
    OPENED = "opened"
    NEAR = "near"
    FOLLOWS = "follows"


@dataclass(frozen=True)
class Words:
    """A letter without its reader."""

    subject: str
    body: str


def occasions_for(session: Session, *, by: Identity, handover: Handover, on: date) -> list[Occasion]:
    """What of a pack concerns this reader on a day, whether they have been told or not.

    A lead of the authority, and whoever leaves, hear that it opened and that the last day comes near while parts are
    open; whoever takes over hears that it is there for them.
    """
    until = handover.pack.confidential_until
    if handover.state.closed or (until is not None and until > on):
        return []
    mine = own_records(session, by)
    leaves = handover.leaving is not None and handover.leaving.person_id in mine
    found = []
    if leaves or _leads(by, handover.pack.authority_id):
        if handover.last_day.last >= on - LONG_AGO:
            found.append(Occasion.OPENED)
        if handover.state is State.OPEN and handover.last_day.first - NEAR <= on <= handover.last_day.last:
            found.append(Occasion.NEAR)
    if not leaves and handover.following is not None and handover.following.person_id in mine:
        found.append(Occasion.FOLLOWS)
    return found


def key_of(handover: Handover, account_id: int, occasion: Occasion) -> str:
    """What makes asking twice ask once. A last day that has moved may come near again."""
    near = f"|{handover.pack.last_day}" if occasion is Occasion.NEAR else ""
    return f"handover-letter:{occasion}|{handover.pack.id}|{account_id}{near}"


def words_of(occasion: Occasion, *, authority_name: str, authority_code: str, pack_id: UUID, public_url: str) -> Words:
    """The letter for an occasion: the authority, what is asked of the reader, and where."""
    subject, said = {
        Occasion.OPENED: (
            f"A handover is open in {authority_name}",
            "A pack for whoever follows in a post is open: nine parts to write, each beside what is known already.",
        ),
        Occasion.NEAR: (
            f"A handover in {authority_name} has parts that are still open",
            "As far as it is known, the last day is at most 14 days away, and not all nine parts are done.",
        ),
        Occasion.FOLLOWS: (
            f"A handover in {authority_name} is there for you",
            "A pack holds what is handed over to you. Once you have started and have what you need, confirm it there.",
        ),
    }[occasion]
    address = f"{public_url}/authorities/{authority_code}/handovers/{pack_id}"
    return Words(subject, f"Hello,\n\n{said}\n\nSign in to open it:\n{address}\n")


def _leads(by: Identity, authority_id: int) -> bool:
    return any(held.role is Role.LEAD and held.authority_id == authority_id for held in by.memberships)
