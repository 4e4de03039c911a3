"""The book of rules: what is checked, how grave it is, and the words for it (E2, E7, E10). Pure.

The files `rules_of_*.toml` hold the rules as data; a function registered under the code (or family) of a rule does the
looking. A rule that changes gets a new version with the quarter from which it holds; the old one ends with the quarter
before and stays in the book, so that an old year is checked again by the rules of its time.
"""

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from core.quarters import Quarter
from outcomes.collection.rules.finding import LedgerLine, Outcome, Severity

# The order in which a file is looked at: each stage may rest on what the stages before have found.
STAGES = ("code", "cell", "text", "shape", "number", "relation", "query", "whole")
# Read one after another as one text.
PARTS = ("rules_of_rows", "rules_of_numbers", "rules_of_questions")
NEEDS = ("history", "published", "population")


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule in one version; each is itself alone.

    `needs` are inputs beside the file: without them the rule is not run. `required` means that no clean bill is given
    while it could not run (W4). `limits` are its numbers, `terms` what else its function reads from the book.
    """

    code: str
    version: int
    severity: Severity
    title: str
    message: str
    remedy: str
    stage: str
    needs: tuple[str, ...]
    required: bool
    family: str
    unless: str
    from_quarter: Quarter | None
    to_quarter: Quarter | None
    limits: Mapping[str, Decimal]
    terms: Mapping[str, str]

    def holds_in(self, quarter: Quarter) -> bool:
        """Whether this version is the one for that quarter."""
        return (self.from_quarter is None or self.from_quarter <= quarter) and (
            self.to_quarter is None or quarter <= self.to_quarter
        )

    @cached_property
    def passed(self) -> LedgerLine:
        """Its line in the ledger of nearly every return."""
        return LedgerLine(self.code, self.version, self.title, Outcome.PASSED, required=self.required)

    @cached_property
    def idle(self) -> LedgerLine:
        """Its line where there was nothing that it could look at."""
        return LedgerLine(self.code, self.version, self.title, Outcome.NOT_RUN, 0, self.unless, self.required)

    @property
    def words(self) -> frozenset[str]:
        """The names that its sentences fill in."""
        return frozenset(
            name for text in (self.message, self.remedy) for _, name, _, _ in string.Formatter().parse(text) if name
        )


@dataclass(frozen=True, eq=False)
class Book:
    """All rules in the order in which they run, and the sentences of notices (what was read otherwise than written)."""

    version: str
    rules: tuple[Rule, ...]
    notices: Mapping[str, str]


def rules(quarter: Quarter | None = None) -> tuple[Rule, ...]:
    """The rules that hold in a quarter, in the order in which they run; without one, every version of every rule."""
    return book().rules if quarter is None else _holding(book(), quarter)


@lru_cache(maxsize=128)
def _holding(told: Book, quarter: Quarter) -> tuple[Rule, ...]:
    return tuple(rule for rule in told.rules if rule.holds_in(quarter))


def rules_version() -> str:
    """Names exactly this book: the day it was last changed and a hash of all it says."""
    return book().version


@cache
def book() -> Book:
    """The book that ships with the product."""
    folder = files(__package__)
    return read_book("\n".join(folder.joinpath(f"{part}.toml").read_text(encoding="utf-8") for part in PARTS))


def read_book(text: str) -> Book:
    """Read and check a book; raises ValueError naming what is wrong with it."""
    told = tomllib.loads(text)
    order = {stage: place for place, stage in enumerate(STAGES)}
    found = [_rule(row) for row in told["rule"]]
    for rule in found:
        if rule.stage not in order:
            raise ValueError(f"{rule.code}: there is no stage {rule.stage}")
        if unknown := set(rule.needs) - set(NEEDS):
            raise ValueError(f"{rule.code}: nothing is known of {', '.join(sorted(unknown))}")
    _refuse_overlaps(found)
    found.sort(key=lambda rule: order[rule.stage])
    name = f"{told['changed_on']}.{sha256(text.encode()).hexdigest()[:8]}"
    return Book(name, tuple(found), dict(told["notice"]))


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        code=row["code"],
        version=row["version"],
        severity=Severity(row["severity"]),
        title=row["title"],
        message=row["message"],
        remedy=row["remedy"],
        stage=row["stage"],
        needs=tuple(row.get("needs", ())),
        required=row.get("required", True),
        family=row.get("family", row["code"]),
        unless=row.get("unless", ""),
        from_quarter=_quarter(row.get("from_quarter")),
        to_quarter=_quarter(row.get("to_quarter")),
        limits={name: Decimal(number) for name, number in row.get("limits", {}).items()},
        terms=dict(row.get("terms", {})),
    )


def _quarter(label: str | None) -> Quarter | None:
    return Quarter.parse(label) if label else None


def _refuse_overlaps(found: Iterable[Rule]) -> None:
    """Two versions of one rule never hold at once, and the later version is the later in time."""
    before: dict[str, Rule] = {}
    for rule in sorted(found, key=lambda each: (each.code, each.version)):
        earlier = before.get(rule.code)
        if earlier is not None and (
            earlier.version == rule.version
            or earlier.to_quarter is None
            or rule.from_quarter is None
            or rule.from_quarter <= earlier.to_quarter
        ):
            raise ValueError(f"{rule.code}: versions {earlier.version} and {rule.version} hold at the same time")
        before[rule.code] = rule
