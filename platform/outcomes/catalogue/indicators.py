"""What each indicator is: definition, unit, polarity, basis and limits, read from the table beside this file."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files

from core.errors import NotFoundError


class Kind(StrEnum):
    """An indicator is shown; a base is only divided by."""

    INDICATOR = "indicator"
    BASE = "base"


class Unit(StrEnum):
    PER_10000 = "per_10000"
    PERCENT = "percent"
    CASES = "cases"
    SCORE = "score"
    COUNT = "count"

    @property
    def words(self) -> str:
        """The unit as it stands after a number or on an axis."""
        return UNIT_WORDS[self]


UNIT_WORDS = {
    Unit.PER_10000: "per 10,000 children",
    Unit.PERCENT: "%",
    Unit.CASES: "cases per social worker",
    Unit.SCORE: "score, 0 to 40",
    Unit.COUNT: "children",
}


class Polarity(StrEnum):
    """Which direction is better. `neutral` and `context` measures get no colour, no rank and no quartile."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"
    CONTEXT = "context"

    @property
    def directed(self) -> bool:
        return self in {Polarity.HIGHER, Polarity.LOWER}


@dataclass(frozen=True)
class Limits:
    """Hard limits refuse a value; the others raise a question (sector C; None where nothing was measured).

    `warn` is the range of all authorities over five years; `change_p95` and `change_p99` are those percentiles of
    the absolute year-on-year change; `low`, `median` and `high` the 5th, 50th and 95th percentile of authorities.
    """

    hard_min: Decimal
    hard_max: Decimal
    warn_min: Decimal | None
    warn_max: Decimal | None
    change_p95: Decimal | None
    change_p99: Decimal | None
    low: Decimal | None
    median: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Indicator:
    """One row of the catalogue. `relevance` is by innovation: 1 primary, 2 secondary, 3 context.

    `version` counts its definitions: figures of different versions are never compared (versions.py).
    """

    code: str
    kind: Kind
    name: str
    group: str
    definition: str
    numerator: str
    denominator: str
    unit: Unit
    multiplier: int | None
    polarity: Polarity
    decimals: int
    basis: str
    frequency: str
    over_time: str
    relevance: Mapping[str, int]
    publication: str
    evaluator_outcome: str
    england: Decimal | None
    england_year: int | None
    limits: Limits
    share_suppressed: Decimal | None
    min_denominator: int | None
    note: str
    version: int = 1

    @property
    def is_snapshot(self) -> bool:
        """Whether a figure is the state of one day rather than a flow over the period."""
        return self.basis == "snapshot"

    @property
    def is_ratio(self) -> bool:
        """Whether the value is numerator over denominator, and may be recomputed from them."""
        return self.multiplier is not None

    @property
    def part_of_year(self) -> float:
        """How much of a year's limits a figure has: the rate of one quarter has a quarter of them."""
        return 0.25 if self.basis == "quarter" and self.unit is Unit.PER_10000 else 1.0

    @cached_property
    def usual(self) -> tuple[float, float] | None:
        """What all authorities had in five years, for one figure; None where that is not known."""
        low, high = self.limits.warn_min, self.limits.warn_max
        return (
            None if low is None or high is None else (float(low) * self.part_of_year, float(high) * self.part_of_year)
        )


@cache
def catalogue() -> Mapping[str, Indicator]:
    """Every row by its code, in the order of the table."""
    text = files(__package__).joinpath("indicators.csv").read_text(encoding="utf-8")
    return {row["code"]: _indicator(row) for row in csv.DictReader(io.StringIO(text))}


def list_indicators() -> list[Indicator]:
    """The 40 indicators, in the order of the table: what pages and templates list."""
    return [row for row in catalogue().values() if row.kind is Kind.INDICATOR]


def get_indicator(code: str) -> Indicator:
    """The row with this code; NotFoundError when the catalogue has none."""
    found = catalogue().get(code.upper())
    if found is None:
        raise NotFoundError(f"There is no indicator '{code}' in the catalogue.")
    return found


def get_shown_indicator(code: str) -> Indicator:
    """The same for a page: what is only divided by has none, and is no such page."""
    found = get_indicator(code)
    if found.kind is not Kind.INDICATOR:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    return found


def _indicator(row: Mapping[str, str]) -> Indicator:
    return Indicator(
        code=row["code"],
        kind=Kind(row["kind"]),
        name=row["name"],
        group=row["group"],
        definition=row["definition"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        unit=Unit(row["unit"]),
        multiplier=_whole(row["multiplier"]),
        polarity=Polarity(row["polarity"]),
        decimals=int(row["decimals"]),
        basis=row["basis"],
        frequency=row["frequency"],
        over_time=row["over_time"],
        relevance={
            innovation: int(row[f"relevance_{innovation}"])
            for innovation in ("family_safeguarding", "family_valued", "no_wrong_door")
            if row[f"relevance_{innovation}"]
        },
        publication=row["publication"],
        evaluator_outcome=row["evaluator_outcome"],
        england=_number(row["england_value"]),
        england_year=_whole(row["england_year"]),
        limits=_limits(row),
        share_suppressed=_number(row["share_suppressed"]),
        min_denominator=_whole(row["min_denominator"]),
        note=row["note"],
    )


def _limits(row: Mapping[str, str]) -> Limits:
    return Limits(
        hard_min=Decimal(row["hard_min"]),
        hard_max=Decimal(row["hard_max"]),
        warn_min=_number(row["warn_min"]),
        warn_max=_number(row["warn_max"]),
        change_p95=_number(row["change_p95"]),
        change_p99=_number(row["change_p99"]),
        low=_number(row["la_p5"]),
        median=_number(row["la_median"]),
        high=_number(row["la_p95"]),
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None
