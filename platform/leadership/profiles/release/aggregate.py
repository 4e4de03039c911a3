"""What may be said of several leaders together (risk-and-analysis 14.2, the last three rows of its table).

One decision for each aggregate and publication, over all five attributes at once: either all of it is released, or
what was released before stands. It rests on who took part, never on what they gave.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from disclosure.ledger import Ledger
from leadership.profiles.kinds import HIGHEST, PROTECTED, Attribute, Group
from leadership.profiles.release.precision import HALF, QUARTER, half_width, rounded

FEWEST_CHANGED: Final = 3


@dataclass(frozen=True)
class Minimum:
    """Who must stand behind an aggregate; `largest_share` is the most that one leader's raters may be of all."""

    leaders: int
    authorities: int
    raters: int
    largest_share: Fraction = Fraction(1)


AUTHORITY = Minimum(leaders=3, authorities=1, raters=10, largest_share=Fraction(2, 5))
PROGRAMME = Minimum(leaders=5, authorities=3, raters=15)
DFE = Minimum(leaders=8, authorities=3, raters=30)


@dataclass(frozen=True)
class Contribution:
    """What one frozen round of one leader brings to one attribute: the raters of groups that passed, and their sum.

    Neither the leader's own score nor the line manager's is in it: the first is no view of others, the second could
    be told apart.
    """

    round_id: UUID
    leader: UUID
    authority_id: int
    raters: Mapping[Group, frozenset[UUID]]
    total: int

    @property
    def count(self) -> int:
        return sum(len(raters) for raters in self.raters.values())


Brought = Mapping[Attribute, Sequence[Contribution]]


@dataclass(frozen=True)
class Aggregate:
    """One attribute of an aggregate as it was released."""

    attribute: Attribute
    value: Decimal
    leaders: int
    authorities: int
    raters: int
    half_width: Decimal


@dataclass(frozen=True)
class Sets:
    """Whose ratings stand in an aggregate, for one attribute: by rater, by rater and group, and by round."""

    raters: frozenset[UUID]
    by_group: Mapping[Group, frozenset[UUID]]
    rounds: frozenset[UUID]


def sets_of(contributions: Sequence[Contribution]) -> Sets:
    """The sets of these contributions, as the ledger keeps them."""
    by_group = {
        group: frozenset().union(*(each.raters.get(group, frozenset()) for each in contributions))
        for group in PROTECTED
    }
    return Sets(
        frozenset().union(*by_group.values()),
        by_group,
        frozenset(each.round_id for each in contributions if each.count),
    )


def enough(contributions: Sequence[Contribution], minimum: Minimum) -> bool:
    """Whether so many stand behind it that nobody stands out."""
    by_leader: dict[UUID, int] = defaultdict(int)
    for each in contributions:
        by_leader[each.leader] += each.count
    raters = sum(by_leader.values())
    return (
        len([count for count in by_leader.values() if count]) >= minimum.leaders
        and len({each.authority_id for each in contributions if each.count}) >= minimum.authorities
        and raters >= minimum.raters
        and max(by_leader.values()) <= minimum.largest_share * raters
    )


class Releases:
    """Everything released so far, of leaders' own profiles and of aggregates: the ledger by attribute.

    Args:
        leaders: whose round each round is, so that several rounds of one leader count as one leader.
        disclosed: raters whose scores are known by consent (line managers who were told).
    """

    def __init__(self, *, leaders: Mapping[UUID, UUID], disclosed: frozenset[UUID] = frozenset()) -> None:
        self._by_rater: dict[Attribute, Ledger[UUID]] = {each: Ledger(disclosed=disclosed) for each in Attribute}
        self._by_leader: dict[Attribute, Ledger[UUID]] = {each: Ledger(owner=leaders) for each in Attribute}
        self._earlier: dict[tuple[str, Attribute], list[Sets]] = defaultdict(list)

    def record_own(self, attribute: Attribute, raters: frozenset[UUID]) -> None:
        """A figure of somebody's own profile: known to that leader, and so to be reckoned with."""
        self._by_rater[attribute].record(raters)

    def record(self, name: str, attribute: Attribute, sets: Sets) -> None:
        """An aggregate that was released, under the name that its later versions have too."""
        self._by_rater[attribute].record(sets.raters)
        self._by_leader[attribute].record(sets.rounds)
        self._earlier[name, attribute].append(sets)

    def offer(self, name: str, brought: Brought, minimum: Minimum) -> tuple[Aggregate, ...] | None:
        """Release the aggregate and record it, or return None: it stays as it is, hidden or as released before."""
        if not all(self._passes(name, attribute, brought.get(attribute, ()), minimum) for attribute in Attribute):
            return None
        for attribute in Attribute:
            self.record(name, attribute, sets_of(brought[attribute]))
        return tuple(_summed(attribute, brought[attribute]) for attribute in Attribute)

    def _passes(self, name: str, attribute: Attribute, contributions: Sequence[Contribution], minimum: Minimum) -> bool:
        if not enough(contributions, minimum):
            return False
        new, earlier = sets_of(contributions), self._earlier[name, attribute]
        return (
            (not earlier or new.raters != earlier[-1].raters)
            and all(_apart(new, old) for old in earlier)
            and self._by_leader[attribute].refusal(new.rounds) is None
            and self._by_rater[attribute].refusal(new.raters) is None
        )


def _apart(new: Sets, old: Sets) -> bool:
    """Two published versions differ by nobody or by three or more, in every group (rule 1)."""
    changes = (len(new.by_group[group] ^ old.by_group[group]) for group in PROTECTED)
    return all(change == 0 or change >= FEWEST_CHANGED for change in changes)


def _summed(attribute: Attribute, contributions: Sequence[Contribution]) -> Aggregate:
    raters = sum(each.count for each in contributions)
    return Aggregate(
        attribute,
        rounded(sum(each.total for each in contributions), raters, QUARTER),
        len({each.leader for each in contributions if each.count}),
        len({each.authority_id for each in contributions if each.count}),
        raters,
        half_width(raters),
    )


def half_band(value: Decimal) -> tuple[Decimal, Decimal]:
    """The half point in which a released quarter lies: made of the released figure, so that both say no more together.

    Raises:
        ValueError: the value lies outside the scale.
    """
    if not 1 <= value <= HIGHEST:
        raise ValueError("a mean lies between 1 and 5")
    low = min(math.floor(value / HALF) * HALF, HIGHEST - HALF)
    return low, low + HALF
