"""Suppression of small counts where figures overlap in any way: rows, columns, several totals, quarters, versions.

Every published count is a sum over smallest parts. Whatever a reader has seen, in this publication or an earlier one,
is an equation in those parts; a hidden figure is known to be 1 or more, since zero is shown as zero (14.3, case 13).
Hidden are counts from 1 to `largest_hidden`, and then as many others as it takes, smallest first, until every hidden
small count could still be any number from 1 to `largest_hidden` (risk-and-analysis 14.1). One decision for each
publication: its outcome is stored, and is history for the next.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from disclosure.counts import OUTCOMES_LARGEST_HIDDEN

Part = TypeVar("Part", bound=Hashable)
Parts = frozenset[Part]
FEASIBLE = 0


@dataclass(frozen=True)
class Figure(Generic[Part]):
    """A published count: the sum over `parts`. A count that was revised is another part than before."""

    name: str
    parts: Parts[Part]


@dataclass(frozen=True)
class Earlier(Generic[Part]):
    """A figure of an earlier publication, and whether it was hidden there."""

    parts: Parts[Part]
    hidden: bool


class CannotBeProtectedError(Exception):
    """Whatever is hidden now, earlier publications give a small count away: nothing of this one may go out as it is."""


@dataclass(frozen=True)
class Decision(Generic[Part]):
    """What of a publication is shown. `history` is what the next publication must reckon with."""

    shown: Mapping[str, int | None]
    history: tuple[Earlier[Part], ...]


def decide(
    figures: Sequence[Figure[Part]],
    counts: Mapping[Part, int],
    *,
    earlier: Iterable[Earlier[Part]] = (),
    largest_hidden: int = OUTCOMES_LARGEST_HIDDEN,
) -> Decision[Part]:
    """Decide once which figures of a publication are hidden.

    Args:
        figures: everything that is to be published, totals among them, by distinct names.
        counts: whole numbers of 0 or more, of every part of these and of earlier figures.
        earlier: the figures of all publications before.
        largest_hidden: counts from 1 to this are hidden.

    Raises:
        CannotBeProtectedError: a small count can be worked out although everything that may be is hidden.
    """
    reader = _Reader(counts, tuple(earlier), largest_hidden)
    totals = {figure.name: sum(counts[part] for part in figure.parts) for figure in figures}
    small = [figure for figure in figures if 1 <= totals[figure.name] <= largest_hidden]
    hidden = {figure.name for figure in small}
    secret = [*small, *reader.secrets()]
    while (exposed := reader.exposed(figures, hidden, secret)) is not None:
        free = [each for each in figures if each.name not in hidden and totals[each.name] and not reader.knows(each)]
        if not free:
            raise CannotBeProtectedError("a small count can be worked out from what was published before")
        hidden.add(min(free, key=lambda each: _distance(each, exposed, figures, totals)).name)
    # What was hidden on the way and is not needed any more is said after all, the greatest first.
    for each in sorted(figures, key=lambda each: (-totals[each.name], each.name)):
        fewer = hidden - {each.name}
        if each.name in hidden and each not in small and reader.exposed(figures, fewer, secret) is None:
            hidden = fewer
    return Decision(
        {name: None if name in hidden else total for name, total in totals.items()},
        (*reader.earlier, *(Earlier(figure.parts, figure.name in hidden) for figure in figures)),
    )


def _distance(
    each: Figure[Part], exposed: Figure[Part], figures: Sequence[Figure[Part]], totals: Mapping[str, int]
) -> tuple[bool, bool, int, int, str]:
    """Which to hide first: no total that holds the exposed, in a total with it, of few parts, small."""
    around = any(exposed.parts < other.parts and each.parts < other.parts for other in figures)
    return (exposed.parts < each.parts, not around, len(each.parts), totals[each.name], each.name)


@dataclass(frozen=True)
class _View(Generic[Part]):
    """What is known at one point: which sums, which of them exactly, and what was found out about secrets so far."""

    rows: Sequence[Parts[Part]]
    known: frozenset[Parts[Part]]
    bindings: LinearConstraint
    found: dict[Hashable, bool]

    def alike(self, parts: Parts[Part]) -> Hashable:
        """The same for two hidden single parts of which every other sum holds both or neither: they may swap."""
        if len(parts) > 1 or parts not in self.rows:
            return parts
        return tuple(place for place, row in enumerate(self.rows) if parts < row)


class _Reader(Generic[Part]):
    """Somebody who has seen every publication and reckons with all of them."""

    def __init__(self, counts: Mapping[Part, int], earlier: tuple[Earlier[Part], ...], largest_hidden: int) -> None:
        self.earlier = earlier
        self._counts = counts
        self._largest = largest_hidden
        self._places = {part: place for place, part in enumerate(counts)}
        self._seen = {each.parts for each in earlier if not each.hidden}

    def knows(self, figure: Figure[Part]) -> bool:
        """Whether the figure itself was shown before: hiding it now hides nothing."""
        return figure.parts in self._seen

    def secrets(self) -> list[Figure[Part]]:
        """Small counts that were hidden before and that nobody could work out so far: they stay to be protected."""
        small = [
            Figure("", each.parts)
            for each in self.earlier
            if each.hidden and 1 <= sum(self._counts[part] for part in each.parts) <= self._largest
        ]
        if not small:
            return []
        view = self._view((), set())
        return [figure for figure in dict.fromkeys(small) if self._held(figure, view, [figure])]

    def exposed(
        self, figures: Sequence[Figure[Part]], hidden: set[str], small: Sequence[Figure[Part]]
    ) -> Figure[Part] | None:
        """The first small figure that cannot be every number from 1 to the largest hidden.

        A total need only stay possibly larger than small: two hidden counts of 1 or more make it 2 or more. What was
        shown before is no secret any more.
        """
        if not small:
            return None
        view = self._view(figures, hidden)
        return next((figure for figure in small if not self._held(figure, view, small)), None)

    def _view(self, figures: Sequence[Figure[Part]], hidden: set[str]) -> "_View[Part]":
        """Everything the reader would know, as bindings of the parts."""
        equal = [each.parts for each in figures if each.name not in hidden] + list(self._seen)
        positive = [each.parts for each in figures if each.name in hidden]
        positive += [each.parts for each in self.earlier if each.hidden]
        rows = _unique([*equal, *positive])
        known = frozenset(equal)
        sums = [float(sum(self._counts[part] for part in parts)) for parts in rows]
        least = np.array([total if parts in known else 1.0 for parts, total in zip(rows, sums, strict=True)])
        most = np.array([total if parts in known else np.inf for parts, total in zip(rows, sums, strict=True)])
        return _View(rows, known, LinearConstraint(np.array([self._row(parts) for parts in rows]), least, most), {})

    def _held(self, figure: Figure[Part], view: "_View[Part]", small: Sequence[Figure[Part]]) -> bool:
        """Whether it is known anyway or still open; of single parts that stand in the same sums one tells for all."""
        if figure.parts in view.known:
            return True
        alike = view.alike(figure.parts)
        if alike not in view.found:
            view.found[alike] = self._open(figure, view.bindings, small)
        return view.found[alike]

    def _open(self, figure: Figure[Part], bindings: LinearConstraint, small: Sequence[Figure[Part]]) -> bool:
        """Ends by linear bounds first, which are quick; then every whole number in turn."""
        row = self._row(figure.parts)
        if any(other.parts < figure.parts for other in small):
            return self._end(row, bindings, -1) > self._largest
        if self._end(row, bindings, 1) > 1 or self._end(row, bindings, -1) < self._largest:
            return False
        return all(self._possible(row, value, bindings) for value in range(1, self._largest + 1))

    def _end(self, row: NDArray[np.float64], bindings: LinearConstraint, direction: int) -> float:
        """The least or the greatest that it can be; infinite where nothing bounds it."""
        found = milp(direction * row, constraints=bindings, bounds=Bounds(0, np.inf))
        return float(np.inf) if found.fun is None else round(direction * float(found.fun), 6)

    def _possible(self, row: NDArray[np.float64], value: int, bindings: LinearConstraint) -> bool:
        here = LinearConstraint(row[None, :], value, value)
        found = milp(
            np.zeros_like(row),
            constraints=[bindings, here],
            bounds=Bounds(0, np.inf),
            integrality=np.ones(row.size, dtype=int),
        )
        return bool(found.status == FEASIBLE)

    def _row(self, parts: Parts[Part]) -> NDArray[np.float64]:
        row = np.zeros(len(self._places))
        row[[self._places[part] for part in parts]] = 1
        return row


def _unique(parts: Iterable[Parts[Part]]) -> list[Parts[Part]]:
    return list(dict.fromkeys(parts))
