"""Third step: which rules of measures.toml fit this table, by its columns and by what its filters hold.

A row belongs to an indicator only if every filter that the rule does not name is at its total (or has one value in
the whole file): a count of boys is not the count of children. The name of the file plays no part.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from outcomes.evidence.statistics.cells import DURATION, BadCell, read_cell
from outcomes.evidence.statistics.columns import Columns
from outcomes.evidence.statistics.header import Header, listed
from outcomes.evidence.statistics.measures import Measure, Rule, Where, list_rules
from outcomes.evidence.statistics.open import Table
from outcomes.evidence.statistics.refusal import FileRefusedError

TOTALS = frozenset(
    {"total", "totals", "all", "total children", "all children", "total pupils", "all pupils", "total all ages"}
    | {"all ages", "all schools", "all school types", "persons", "total persons"}
)
DASHES = re.compile("[\u2010-\u2015]")
TOTAL_LIKE = re.compile(r"all (?!other)[a-z]+|total [a-z]+|[a-z]+ total")
ANY = "*"
MAX_FILTER_VALUES = 25_000
SHOWN_VALUES = 5
MAX_SHOWN = 60


def plain_value(text: str) -> str:
    """A filter value for comparison: case, spaces, curly quotes and long dashes evened out."""
    return DASHES.sub("-", " ".join(text.split()).casefold().replace("\u2019", "'"))


@dataclass(frozen=True)
class Match:
    """A rule that fits: the positions of its columns, and the values each filter of the row may have."""

    rule: Rule
    columns: tuple[int, ...]
    allowed: tuple[tuple[int, frozenset[str]], ...]

    def takes(self, row: tuple[str, ...]) -> bool:
        """Whether the row is one of this rule's."""
        return all(row[at] in values for at, values in self.allowed)


@dataclass(frozen=True)
class Recognition:
    """The rules that fit, the filters that vary (position by name) and the columns that no rule uses."""

    matches: tuple[Match, ...]
    filters: Mapping[str, int]
    unused: tuple[str, ...]

    def describe(self, row: tuple[str, ...]) -> str:
        """The breakdown of a row that no rule takes, for the reconciliation."""
        cells = ", ".join(f"{name} = {row[at].strip() or '(blank)'}" for name, at in self.filters.items())
        return f"a breakdown that no indicator uses: {cells}" if cells else "no indicator uses this row"


def recognise(table: Table, header: Header) -> Recognition:
    """Find the rules that fit; FileRefusedError when none does, naming the columns seen."""
    width = len(header.names)
    values = {name: {row[at] for _, row in table.rows if len(row) == width} for name, at in header.others.items()}
    figures = {name for rule in list_rules() for columns in rule.columns for name in columns if name in header.others}
    filters = {name for name in header.others if name not in figures and _is_filter(values[name])}
    for name in sorted(filters):
        if len(values[name]) > MAX_FILTER_VALUES:
            raise FileRefusedError(
                f"Column '{header.names[header.others[name]]}' has {len(values[name]):,} different texts: "
                "this looks like a list of persons, not statistics. Nothing was kept."
            )
    matches = _matches(
        table, header, Seen(Columns(header.others), Columns(set(header.others) - filters), values, frozenset(filters))
    )
    if not matches:
        raise FileRefusedError(_nothing_known(header, values, filters))
    used = {at for match in matches for at in match.columns} | {at for m in matches for at, _ in m.allowed}
    return Recognition(
        matches=matches,
        filters={header.names[header.others[n]]: header.others[n] for n in sorted(filters) if len(values[n]) > 1},
        unused=tuple(header.names[at] for name, at in header.others.items() if at not in used and name not in filters),
    )


@dataclass(frozen=True)
class Seen:
    """What a file has: all its columns, those that may hold figures, the texts in each, and which are filters."""

    columns: Columns
    figures: Columns
    values: Mapping[str, set[str]]
    filters: frozenset[str]

    def find_filter(self, where: Where) -> str | None:
        """The column that a condition is about; `*` stands for the only other filter that holds one of its values."""
        name = self.columns.find_first(name for name in where.columns if name != ANY)
        if name is not None or ANY not in where.columns:
            return name
        holding = [
            name for name in sorted(self.filters) if any(_like(value, where.values) for value in self.values[name])
        ]
        return holding[0] if len(holding) == 1 else None


def _matches(table: Table, header: Header, seen: Seen) -> tuple[Match, ...]:
    """The rules that fit and take a row. A denominator alone says nothing: it is read beside a value or numerator."""
    fitting = [match for rule in list_rules() if (match := _fit(rule, header, seen)) is not None]
    whole = [row for _, row in table.rows if len(row) == len(header.names)]
    found = [match for match in fitting if any(match.takes(row) for row in whole)]
    told = {match.rule.indicator for match in found if match.rule.measure is not Measure.DENOMINATOR}
    return tuple(match for match in found if match.rule.indicator in told)


def _is_filter(values: set[str]) -> bool:
    """A filter holds words; a column of figures holds numbers and symbols."""
    told = [value for value in values if value.strip()]
    words = sum(isinstance(read_cell(value), BadCell) for value in told)
    return words * 2 > len(told)


def _fit(rule: Rule, header: Header, seen: Seen) -> Match | None:
    columns = next((found for names in rule.columns if (found := seen.figures.find_all(names)) is not None), None)
    if columns is None or not all(seen.figures.find_first(names) for names in rule.needs):
        return None
    if not all(_held(where, seen) for where in rule.table_has):
        return None
    allowed: dict[str, frozenset[str]] = {}
    for where in rule.where:
        name = seen.find_filter(where)
        if name is None and not where.optional:
            return None
        if name is not None:
            told = frozenset(value for value in seen.values[name] if _like(value, where.values))
            allowed[name] = allowed.get(name, told) & told
    for name in seen.filters - set(allowed):
        if len(seen.values[name]) > 1:
            allowed[name] = _totals(seen.values[name])
    if not all(allowed.values()):
        return None
    return Match(
        rule=rule,
        columns=tuple(header.others[name] for name in columns),
        allowed=tuple((header.others[name], told) for name, told in allowed.items()),
    )


def _totals(values: set[str]) -> frozenset[str]:
    """The total of a filter: one of the usual words, else its only value that begins or ends as a total does."""
    usual = frozenset(value for value in values if plain_value(value) in TOTALS)
    if usual:
        return usual
    like = frozenset(value for value in values if TOTAL_LIKE.fullmatch(plain_value(value)))
    return like if len(like) == 1 else frozenset()


def _held(where: Where, seen: Seen) -> bool:
    name = seen.find_filter(where)
    return name is not None and any(_like(value, where.values) for value in seen.values[name])


def _like(text: str, patterns: tuple[str, ...]) -> bool:
    plain = plain_value(text)
    return any(fnmatchcase(plain, pattern) for pattern in patterns)


def _nothing_known(header: Header, values: Mapping[str, set[str]], filters: set[str]) -> str:
    names = [header.names[at] for at in header.others.values()]
    sentence = "No column of this file is a figure of the catalogue, in any of its rows. "
    sentence += f"Columns seen: {listed(names) or 'none beside time and place'}."
    for name in sorted(filters):
        told = sorted(value.strip() for value in values[name])
        sentence += f" {header.names[header.others[name]]} holds {_quoted(told)}."
    durations = [
        header.names[header.others[name]]
        for name, told in values.items()
        if any(DURATION.fullmatch(value.strip()) for value in told)
    ]
    if durations:
        sentence += f" The cells of {listed(durations)} are lengths of time such as 00:10 (years and months)."
    return sentence


def _quoted(values: list[str]) -> str:
    shown = ", ".join(f"'{value[:MAX_SHOWN]}'" for value in values[:SHOWN_VALUES])
    return shown if len(values) <= SHOWN_VALUES else f"{shown} and {len(values) - SHOWN_VALUES} more"
