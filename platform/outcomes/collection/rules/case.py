"""What rules look at: the lines of a file with what their cells say, and what they say is wrong. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from outcomes.catalogue.indicators import Indicator
from outcomes.catalogue.status import Status
from outcomes.collection.check.context import CheckContext
from outcomes.collection.figure import Figure
from outcomes.collection.intake.marks import Mark
from outcomes.collection.layout.entries import Entries, Entry
from outcomes.collection.rules.book import Rule

NUMBERS = ("value", "numerator", "denominator")


class Says(StrEnum):
    BLANK = "blank"
    NUMBER = "number"
    SYMBOL = "symbol"
    ODD = "odd"  # neither: a rule of the stage "cell" says what it is


class Reading(NamedTuple):
    """What one cell says; `how` names what had to be read otherwise than it was written, or that it could not be."""

    says: Says
    number: Decimal | None = None
    status: Status | None = None
    how: str = ""


BLANK = Reading(Says.BLANK)
ODD = Reading(Says.ODD, how="ODD")


@dataclass(slots=True, eq=False)
class Line:
    """One entry on its way to a figure.

    `odd` if a cell of a number could not be read, `faulty` once an error names it, `cleared` if it would take a stored
    value away, `twice` if another row is of the same indicator, `aside` if the row is a note:
    nothing in it is a number.
    """

    entry: Entry
    indicator: Indicator | None = None
    value: Reading = BLANK
    numerator: Reading = BLANK
    denominator: Reading = BLANK
    figure: Figure | None = None
    odd: bool = False
    faulty: bool = False
    cleared: bool = False
    twice: bool = False
    aside: bool = False

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

    The lines are sorted once by what rules look for, so that a rule need not go through all of them to find nothing:
    `nameless` have no known indicator, `known` have one, `unasked` one that the collection does not ask for, `remarked`
    say something beside their numbers. Of the known ones every cell of the `readable` could be read; `patchy` are those
    of them in which a count is missing or a symbol stands.
    """

    entries: Entries
    context: CheckContext
    lines: list[Line]
    asked: Mapping[str, bool]
    odd: list[Odd] = field(default_factory=list)
    readable: list[tuple[Line, Indicator]] = field(default_factory=list)
    patchy: list[tuple[Line, Indicator]] = field(default_factory=list)
    notices: defaultdict[str, list[tuple[Line, str]]] = field(default_factory=lambda: defaultdict(list))
    looked: Counter[str] = field(default_factory=Counter)
    queried: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.nameless = [line for line in self.lines if line.indicator is None]
        self.known = [(line, line.indicator) for line in self.lines if line.indicator is not None]
        self.unasked = [(line, indicator) for line, indicator in self.known if indicator.code not in self.asked]
        self.remarked = [line for line in self.lines if line.entry.comment or line.entry.follow_up]
        self._sound: list[tuple[Line, Indicator, Figure]] | None = None

    @cached_property
    def of_indicator(self) -> Mapping[str, Line]:
        """The one line of each indicator; those that have several have none. Known once codes were looked at."""
        return {indicator.code: line for line, indicator in self.known if not line.twice}

    def mark(self, line: Line, name: str) -> Mark | None:
        """The mark of a cell; most files have none at all."""
        return self.entries.mark(line.entry, name) if self.entries.grid.marks else None

    def sound(self) -> Iterable[tuple[Line, Indicator, Figure]]:
        """Lines that became a figure and that no error names."""
        if self._sound is None:
            self._sound = [
                (line, indicator, line.figure)
                for line, indicator in self.known
                if line.figure is not None and not line.faulty
            ]
        return self._sound

    def forget_sound(self) -> None:
        """After figures were made, or an error named lines."""
        self._sound = None


Finder = Callable[[Case, Rule], Iterable[Fault]]
FINDERS: dict[str, Finder] = {}
LOOKS_AT: dict[str, str] = {}


def finds(family: str, *, at: str = "") -> Callable[[Finder], Finder]:
    """Registers the function that does the looking for a rule, or for a family of them.

    `at` names the lines of the case that it goes through, if they are not all of them: while there are none, as in
    nearly every return, there is nothing to find and it is not asked.
    """

    def register(finder: Finder) -> Finder:
        FINDERS[family] = finder
        LOOKS_AT[family] = at
        return finder

    return register
