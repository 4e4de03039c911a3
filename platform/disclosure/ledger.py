"""What released sums give away together: a ledger of releases by linear algebra (risk-and-analysis 14.2, rule 3).

A released mean with its count is a sum over a set: a row of zeros and ones over columns (raters, or rounds of
leaders). Whoever has several may add and subtract them at will, so they have every combination: the row space. A new
release is refused if any vector of that space stood on the columns of one or two owners alone, or if the new set
differs from an earlier one by one or two. Two, because one of two who knows their own part knows the other's.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Generic, TypeVar

import numpy as np

from disclosure.solutions import any_dependent

Column = TypeVar("Column", bound=Hashable)
Owners = frozenset[Hashable]
TOO_FEW = 2


class Refusal(StrEnum):
    """Why a release would tell too much; no more is said, for the columns concerned are the secret."""

    TOO_SMALL = "too_small"
    DIFFERS_BY_FEW = "differs_by_few"
    TELLS_OF_FEW = "tells_of_few"


class Ledger(Generic[Column]):
    """All that was released of one attribute.

    Args:
        owner: whose column it is, where several belong to one (the rounds of one leader); by default each its own.
        disclosed: columns whose value the reader has anyway and by consent, such as a line manager's who was told.
    """

    def __init__(
        self, *, owner: Mapping[Column, Hashable] | None = None, disclosed: Collection[Column] = frozenset()
    ) -> None:
        self._owner = owner or {}
        self._disclosed = frozenset(disclosed)
        self._released: dict[frozenset[Column], None] = {}

    @property
    def released(self) -> Sequence[frozenset[Column]]:
        """The sets that were released, in order, without what is disclosed."""
        return tuple(self._released)

    def holds(self, columns: Iterable[Column]) -> bool:
        """Whether exactly this set was released before: saying it again tells nothing."""
        return frozenset(columns) - self._disclosed in self._released

    def refusal(self, columns: Iterable[Column]) -> Refusal | None:
        """Why the sum over these columns must not be released, or None if it may."""
        new = frozenset(columns) - self._disclosed
        if not new or new in self._released:
            return None
        if len(self._owners(new)) <= TOO_FEW:
            return Refusal.TOO_SMALL
        if any(len(self._owners(new ^ earlier)) <= TOO_FEW for earlier in self._released):
            return Refusal.DIFFERS_BY_FEW
        if self._tells_of_few((*self._released, new)):
            return Refusal.TELLS_OF_FEW
        return None

    def record(self, columns: Iterable[Column]) -> None:
        """Note a release, whatever it tells: history is what it is."""
        new = frozenset(columns) - self._disclosed
        if new:
            self._released.setdefault(new)

    def release(self, columns: Iterable[Column]) -> Refusal | None:
        """Record the release unless it must be refused; return why it was."""
        held = frozenset(columns)
        refusal = self.refusal(held)
        if refusal is None:
            self.record(held)
        return refusal

    def _owners(self, columns: Iterable[Column]) -> Owners:
        return frozenset(self._owner.get(column, column) for column in columns)

    def _tells_of_few(self, sets: Sequence[frozenset[Column]]) -> bool:
        """Whether any vector of the row space stands on the columns of one or two owners."""
        classes = _classes(sets)
        rows = np.array([[members <= released for members in classes] for released in sets])
        return any_dependent(rows, _suspects([self._owners(members) for members in classes]))


def _classes(sets: Sequence[frozenset[Column]]) -> list[frozenset[Column]]:
    """The columns, together where no released set tells them apart: every vector of the row space is level on them.

    A rater among three who were always released together is safe, and so most columns fall away at once.
    """
    seen: dict[Column, list[int]] = defaultdict(list)
    for number, released in enumerate(sets):
        for column in released:
            seen[column].append(number)
    together: dict[tuple[int, ...], set[Column]] = defaultdict(set)
    for column, numbers in seen.items():
        together[tuple(numbers)].add(column)
    return [frozenset(members) for members in together.values()]


def _suspects(owners: Sequence[Owners]) -> list[list[int]]:
    """For each owner or two the classes that are theirs alone."""
    places: dict[Hashable, set[int]] = defaultdict(set)
    for place, held in enumerate(owners):
        for owner in held if len(held) <= TOO_FEW else ():
            places[owner].add(place)
    # What one owner has alone is part of what they have with a second; alone it is tried only if there is no other.
    groups = combinations(places, TOO_FEW) if len(places) > 1 else ((owner,) for owner in places)
    found = []
    for group in groups:
        shared = set().union(*(places[owner] for owner in group))
        inside = [place for place in shared if owners[place] <= set(group)]
        if inside:
            found.append(inside)
    return found
