"""Items that another part of the product can work out: the handover pack's parts, the recruitment pack's ticks.

Succession does not know those parts; `web/wiring.py` hands in a reader for each. Where a reader knows a post, its
answer counts instead of what somebody recorded by hand.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from leadership.succession.kinds import Item
from leadership.succession.readiness import Reading


@dataclass(frozen=True)
class Derived:
    """The value of an item, 0 to 1, the day it is of, and in words what it was worked out from."""

    value: float
    of: date
    words: str


ReadDerived = Callable[[Session, Collection[UUID], date], Mapping[UUID, Derived]]

_readers: dict[Item, ReadDerived] = {}


def use_derived(item: Item, read: ReadDerived) -> None:
    """Let the item be worked out by this reader, for the posts that it knows, as known on the day; the latest counts.

    Args:
        item: the handover pack or the recruitment.
        read: from the posts asked for, what is known of them on the day. It must not look at what became known later.
    """
    _readers[item] = read


def read_derived(session: Session, post_ids: Collection[UUID], on: date) -> Mapping[UUID, Mapping[Item, Reading]]:
    """Everything that can be worked out of these posts."""
    found: dict[UUID, dict[Item, Reading]] = {}
    for item, read in _readers.items():
        for post_id, derived in read(session, post_ids, on).items():
            reading = Reading(item, derived.value, derived.of, derived=derived.words)
            found.setdefault(post_id, {})[item] = reading
    return found
