"""What rules look at: the lines of a file with what their cells say, and what they say is wrong. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from outcomes.catalogue.indicators import Indicator
from outcomes.catalogue.status import Status
from outcomes.collection.check.context import CheckContext
from outcomes.collection.figure import Figure
from outcomes.collection.intake.grid import Mark
from outcomes.collection.layout.entries import Entries, Entry
from outcomes.collection.rules.book import Rule

NUMBERS = ("value", "numerator", "denominator")


class Says(StrEnum):
    BLANK = "blank"
    NUMBER = "number"
    SYMBOL = "symbol"
    ODD = "odd"  # neither: a rule of the stage "cell" says what it is


class Reading(NamedTuple):
    """What one cell says; `how` names what had to be read otherwise than it was written."""

    says: Says
    number: Decimal | None = None
    status: Status | None = None
    how: str = ""


BLANK = Reading(Says.BLANK)
ODD = Reading(Says.ODD)


@dataclass(slots=True, eq=False)
class Line:
    """One entry on its way to a figure. `faulty` once an error names it; `cleared` if it would take a value away."""

    entry: Entry
    indicator: Indicator | None = None
    value: Reading = BLANK
    numerator: Reading = BLANK
    denominator: Reading = BLANK
    figure: Figure | None = None
    faulty: bool = False
    cleared: bool = False
    twice: bool = False

    @property
    def numbers(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        return self.value.number, self.numerator.number, self.denominator.number

    def reading(self, name: str) -> Reading:
        return self.value if name == "value" else self.numerator if name == "numerator" else self.denominator


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell of a number that no number stands in."""

    line: Line
    field: str
    text: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a rule found: the cells (line and field), what stood there, the words for the sentences."""

    places: tuple[tuple[Line, str], ...]
    found: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    indicator: str | None = None


@dataclass
class Case:
    """One file under check. Stages fill it in; rules of later stages read what earlier ones left.

    `known` are the lines of a known indicator, `readable` those of them in which every cell could be read.
    """

    entries: Entries
    context: CheckContext
    lines: list[Line]
    asked: Mapping[str, bool]
    odd: list[Odd] = field(default_factory=list)
    known: list[tuple[Line, Indicator]] = field(default_factory=list)
    readable: list[tuple[Line, Indicator]] = field(default_factory=list)
    notices: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    looked: Counter[str] = field(default_factory=Counter)
    queried: set[str] = field(default_factory=set)

    def mark(self, line: Line, name: str) -> Mark | None:
        """The mark of a cell; most files have none at all."""
        return self.entries.mark(line.entry, name) if self.entries.grid.marks else None

    def sound(self) -> Iterable[tuple[Line, Indicator, Figure]]:
        """Lines that became a figure and that no error names."""
        for line in self.lines:
            if line.figure is not None and line.indicator is not None and not line.faulty:
                yield line, line.indicator, line.figure


Finder = Callable[[Case, Rule], Iterable[Fault]]
FINDERS: dict[str, Finder] = {}


def finds(family: str) -> Callable[[Finder], Finder]:
    """Registers the function that does the looking for a rule, or for a family of them."""

    def register(finder: Finder) -> Finder:
        FINDERS[family] = finder
        return finder

    return register
