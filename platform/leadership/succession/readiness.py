"""The readiness index of a post: six items, each 0, a half or 1, stale ones at half (section 9). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from charts.words import day_in_words
from leadership.risk.months import add_months
from leadership.succession.kinds import Item, Ready

STALE_MONTHS = 12
STALE_COUNTS = 0.5
READY_VALUES = {Ready.NOW: 1.0, Ready.WITHIN_12: 0.5, Ready.FROM_12_TO_24: 0.0, Ready.OVER_24: 0.0}


@dataclass(frozen=True)
class Reading:
    """One item as it was known: its value, the day it is of, and what that rests on. No value: nothing is recorded."""

    item: Item
    value: float | None = None
    of: date | None = None
    owner: str | None = None
    evidence: str | None = None
    # What the product worked out by itself, in words; None where somebody judged it.
    derived: str | None = None

    def is_stale(self, on: date) -> bool:
        """Whether it is older than twelve months, so that it counts half."""
        return self.of is not None and self.of < add_months(on, -STALE_MONTHS)

    def counts(self, on: date) -> float:
        """What it adds to the index."""
        if self.value is None:
            return 0.0
        return self.value * STALE_COUNTS if self.is_stale(on) else self.value


@dataclass(frozen=True)
class Readiness:
    """The six items of a post on a day."""

    items: tuple[Reading, ...]
    on: date

    @property
    def total(self) -> float:
        """Out of six."""
        return sum(item.counts(self.on) for item in self.items)

    @property
    def index(self) -> float:
        """The mean of the items, 0 to 1."""
        return self.total / len(self.items)

    @property
    def words(self) -> str:
        """As a card prints it: `3.5 out of 6`."""
        return f"{self.total:g} out of {len(self.items)}"

    @property
    def stale(self) -> tuple[Reading, ...]:
        """The items that count half because of their age."""
        return tuple(item for item in self.items if item.value and item.is_stale(self.on))

    @property
    def missing(self) -> tuple[Reading, ...]:
        """The items of which nothing is recorded."""
        return tuple(item for item in self.items if item.value is None)

    def of(self, item: Item) -> Reading:
        return next(each for each in self.items if each.item == item)


def readiness_of(readings: Mapping[Item, Reading], on: date) -> Readiness:
    """The index from what is known of each item; one that nobody recorded counts nothing and is shown."""
    return Readiness(tuple(readings.get(item, Reading(item)) for item in Item), on)


class Plan(Protocol):
    """What is known of a written plan."""

    @property
    def written(self) -> bool: ...
    @property
    def approved_on(self) -> date | None: ...
    @property
    def reviewed_on(self) -> date | None: ...
    @property
    def known_on(self) -> date: ...
    @property
    def evidence(self) -> str | None: ...
    @property
    def owner(self) -> str: ...


def plan_reading(plan: Plan | None) -> Reading:
    """Written and approved is the whole item, written alone half of it; its day is that of the last review."""
    if plan is None:
        return Reading(Item.PLAN)
    if not plan.written:
        return Reading(Item.PLAN, 0.0, plan.known_on, plan.owner, None, "There is no written plan")
    if plan.approved_on is None:
        return Reading(Item.PLAN, 0.5, plan.known_on, plan.owner, plan.evidence, "Written, not approved yet")
    of = max(filter(None, (plan.reviewed_on, plan.approved_on)))
    return Reading(Item.PLAN, 1.0, of, plan.owner, plan.evidence, f"Approved {day_in_words(plan.approved_on)}")


@dataclass(frozen=True)
class Seen:
    """A successor as everybody who reads plans may see them: without a name."""

    place: int
    ready: Ready
    assessed_on: date


def successor_reading(bench: tuple[Seen, ...]) -> Reading:
    """Somebody ready now is the whole item, somebody ready within twelve months half of it."""
    if not bench:
        return Reading(Item.SUCCESSOR, derived="Nobody is named")
    best = max(bench, key=lambda seen: (READY_VALUES[seen.ready], seen.assessed_on))
    return Reading(Item.SUCCESSOR, READY_VALUES[best.ready], best.assessed_on, derived=bench_words(bench))


def bench_words(bench: tuple[Seen, ...]) -> str:
    """How many successors there are and how soon each could take over, without a name."""
    if not bench:
        return "Nobody is named"
    counted = [(ready, sum(seen.ready is ready for seen in bench)) for ready in Ready]
    return ", ".join(f"{number} {ready.words.lower()}" for ready, number in counted if number)
