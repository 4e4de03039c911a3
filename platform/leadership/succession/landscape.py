"""The landscape: consistency of performance by political stability, and the four categories (15.3, 15.4). Pure.

The axes come from a study of eight authorities in 2010. They are a prompt for discussion and predict nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from leadership.risk.months import add_months
from leadership.succession.kinds import Consistency, Statement

GRADES = ("inadequate", "requires_improvement", "good", "outstanding")
GOOD = GRADES.index("good")
JUDGED_APART = ("impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers")
FACTS_NEEDED = 0.6
ENGAGEMENT_NEEDED = 0.5
ENGAGEMENT_MONTHS = 6
HALF = 0.5


class Inspected(Protocol):
    """One inspection with its judgements."""

    @property
    def inspected_on(self) -> date: ...
    @property
    def overall(self) -> str | None: ...


@dataclass(frozen=True)
class Compared:
    """How alike two inspections were, and by which judgements that was seen."""

    consistency: Consistency
    last_on: date | None = None
    before_on: date | None = None
    by_overall: bool = True


def compare(inspections: Sequence[Inspected]) -> Compared:
    """Compare the last two inspections by their overall grades, or where one has none by the judgements both have.

    Alike and good or better is high; everything else is low. Fewer than two, or none in common, is too little to say.
    """
    ordered = sorted(inspections, key=lambda each: each.inspected_on)[-2:]
    if len(ordered) < 2:  # noqa: PLR2004  (a comparison takes two)
        return Compared(Consistency.INSUFFICIENT, ordered[-1].inspected_on if ordered else None)
    before, last = ordered
    by_overall = before.overall is not None and last.overall is not None
    names = ("overall",) if by_overall else JUDGED_APART
    pairs = [
        (GRADES.index(earlier), GRADES.index(later))
        for name in names
        if (earlier := getattr(before, name)) is not None and (later := getattr(last, name)) is not None
    ]
    found = _consistency(pairs)
    return Compared(found, last.inspected_on, before.inspected_on, by_overall)


def _consistency(pairs: Sequence[tuple[int, int]]) -> Consistency:
    if not pairs:
        return Consistency.INSUFFICIENT
    change = sum(later - earlier for earlier, later in pairs)
    if all(earlier == later for earlier, later in pairs):
        return Consistency.HIGH if all(later >= GOOD for _, later in pairs) else Consistency.FLAT
    if change == 0:
        return Consistency.FLAT
    return Consistency.IMPROVING if change > 0 else Consistency.DECLINING


@dataclass(frozen=True)
class Fact:
    """One of the six political facts; `holds` is None where the record does not tell."""

    words: str
    holds: bool | None
    because: str


@dataclass(frozen=True)
class Stability:
    """Both halves of political stability: what is on record, and what the authority says of itself."""

    facts: tuple[Fact, ...]
    engagement: Mapping[Statement, bool] | None
    stated_on: date | None = None
    expired_on: date | None = None

    @property
    def known(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.holds is not None)

    @property
    def facts_share(self) -> float | None:
        """The share of the known facts that hold; None where none is known."""
        return sum(bool(fact.holds) for fact in self.known) / len(self.known) if self.known else None

    @property
    def facts_range(self) -> tuple[float, float]:
        """The share if every unknown fact failed, and if every one held."""
        true = sum(bool(fact.holds) for fact in self.known)
        return true / len(self.facts), (true + len(self.facts) - len(self.known)) / len(self.facts)

    @property
    def engagement_share(self) -> float | None:
        """The share of the five statements that hold; None where none is made, or it has expired."""
        return None if self.engagement is None else sum(self.engagement.values()) / len(Statement)

    @property
    def facts_only(self) -> bool:
        """Whether nothing is said of engagement, so that the picture is hatched."""
        return self.engagement is None

    @property
    def is_high(self) -> bool | None:
        """High or low; facts alone decide where engagement is not known, None where they are not known either.

        High takes both halves: too little engagement is low whatever the facts would say.
        """
        if self.engagement_share is not None and self.engagement_share < ENGAGEMENT_NEEDED:
            return False
        share = self.facts_share
        return None if share is None else share >= FACTS_NEEDED


@dataclass(frozen=True)
class Place:
    """A stretch of one axis, 0 to 1, with the point in it; a half is the border of high."""

    point: float
    low: float
    high: float


def stability_place(stability: Stability) -> Place:
    """Where political stability stands on its axis: the weaker of both halves, each against its own limit."""
    low, high = stability.facts_range
    engagement = stability.engagement_share
    lowest = 0.0 if engagement is None else engagement
    highest = 1.0 if engagement is None else engagement
    facts = stability.facts_share
    point = (
        HALF
        if facts is None
        else _against(facts, FACTS_NEEDED)
        if engagement is None
        else min(_against(facts, FACTS_NEEDED), _against(engagement, ENGAGEMENT_NEEDED))
    )
    ends = (
        min(_against(low, FACTS_NEEDED), _against(lowest, ENGAGEMENT_NEEDED)),
        min(_against(high, FACTS_NEEDED), _against(highest, ENGAGEMENT_NEEDED)),
    )
    return Place(point, min(point, *ends), max(point, *ends))


def _against(share: float, limit: float) -> float:
    """A share on a scale where its limit lies in the middle."""
    return share / limit * HALF if share < limit else HALF + (share - limit) / (1 - limit) * HALF


# Low consistency has three kinds, from left to right in equal parts: the order is known, distances are not.
CONSISTENCY_PLACES = {
    Consistency.DECLINING: Place(1 / 12, 0.0, 1 / 6),
    Consistency.FLAT: Place(3 / 12, 1 / 6, 2 / 6),
    Consistency.IMPROVING: Place(5 / 12, 2 / 6, 3 / 6),
    Consistency.HIGH: Place(0.75, 0.5, 1.0),
    Consistency.INSUFFICIENT: Place(0.5, 0.0, 1.0),
}
CALLED = {True: Place(0.75, 0.5, 1.0), False: Place(0.25, 0.0, 0.5)}


@dataclass(frozen=True)
class Landscape:
    """Where an authority stands, and what that rests on. `called` is the manual call, used where it is needed."""

    compared: Compared
    stability: Stability
    called: bool | None = None

    @property
    def consistent(self) -> bool | None:
        """High, low, or too little to say and nobody has called it."""
        found = self.compared.consistency.is_high
        return self.called if found is None else found

    @property
    def uses_call(self) -> bool:
        return self.compared.consistency.is_high is None and self.called is not None

    @property
    def across(self) -> Place:
        """The place on the axis of consistency."""
        if self.uses_call and self.called is not None:
            return CALLED[self.called]
        return CONSISTENCY_PLACES[self.compared.consistency]

    @property
    def up(self) -> Place:
        """The place on the axis of political stability."""
        return stability_place(self.stability)

    @property
    def categories(self) -> tuple[int, ...]:
        """The categories that are possible: one where both axes are known."""
        consistent = (self.consistent,) if self.consistent is not None else (False, True)
        stable = (self.stability.is_high,) if self.stability.is_high is not None else (False, True)
        return tuple(sorted(category_of(consistent=each, stable=other) for each in consistent for other in stable))

    @property
    def category(self) -> int | None:
        """The category, where there is one."""
        return self.categories[0] if len(self.categories) == 1 else None


def category_of(*, consistent: bool, stable: bool) -> int:
    """1 low and low, 2 high consistency and low stability, 3 low and high, 4 high and high (15.4).

    The study introduces one of its authorities, B, as category 2, though by its own definition (improving, with stable
    political leadership) it is category 3. The definition is followed.
    """
    return 1 + (consistent and 1) + (stable and 2)


def expires_on(stated_on: date) -> date:
    """The day from which a statement of engagement no longer counts."""
    return add_months(stated_on, ENGAGEMENT_MONTHS)
