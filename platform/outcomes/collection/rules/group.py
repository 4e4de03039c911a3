"""Faults become findings: those that say the same stand together, cells sorted as a spreadsheet does (W2). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import Case, Fault, Line
from outcomes.collection.rules.finding import Finding, Severity

DIFFERENT_SHOWN = 5
# Thousands of findings that differ in a number would help nobody: the rest stand together, with every cell.
MOST_SAYINGS = 100
THE_REST = "More cells have the same fault, each with numbers of its own."
GENERAL_REMEDY = "Mend them as the ones that are named singly."
Key = tuple[str, str, str | None]
Cell = tuple[int, int]


@dataclass
class _Group:
    message: str
    remedy: str
    cells: set[Cell] = field(default_factory=set)
    columns: dict[str, None] = field(default_factory=dict)
    found: dict[str, None] = field(default_factory=dict)
    indicators: dict[str | None, None] = field(default_factory=dict)


def findings_of(case: Case, rule: Rule, faults: Iterable[Fault]) -> list[Finding]:
    """One finding for each thing to say, in the order in which it was met."""
    groups: dict[Key, _Group] = {}
    query = rule.severity is Severity.QUERY
    for fault in faults:
        cells = [_cell(line, name) for line, name in fault.places]
        indicator = fault.indicator or _only_indicator(fault)
        # Without cells (a form) or as a query, a finding is about one indicator and never about several.
        alone = indicator if query or None in cells else None
        group = _group(groups, rule, fault, alone)
        for (line, name), cell in zip(fault.places, cells, strict=True):
            group.columns[line.entry.columns.names.get(name, name)] = None
            if cell is not None:
                group.cells.add(cell)
        group.found[fault.found] = None
        group.indicators[indicator] = None
    return [_finding(case, rule, group) for group in groups.values()]


def _group(groups: dict[Key, _Group], rule: Rule, fault: Fault, alone: str | None) -> _Group:
    """The group of those that say the same; past so many, one for all that say something else."""
    key = (rule.message.format(**fault.words), rule.remedy.format(**fault.words), alone)
    found = groups.get(key)
    if found is None and len(groups) >= MOST_SAYINGS:
        key = (f"{rule.title}. {THE_REST}", GENERAL_REMEDY, None)
        found = groups.get(key)
    if found is None:
        found = groups[key] = _Group(key[0], key[1])
    return found


def _finding(case: Case, rule: Rule, group: _Group) -> Finding:
    indicators = list(group.indicators)
    return Finding(
        rule=rule.code,
        version=rule.version,
        severity=rule.severity,
        sheet=case.entries.grid.sheet,
        cells=tuple(f"{column_letters(column)}{row}" for row, column in sorted(group.cells)),
        column=_listed(list(group.columns)),
        found=_listed([text for text in group.found if text]),
        message=group.message,
        remedy=group.remedy,
        indicator=indicators[0] if len(indicators) == 1 else None,
    )


def _listed(texts: list[str]) -> str:
    shown = ", ".join(texts[:DIFFERENT_SHOWN])
    more = len(texts) - DIFFERENT_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown


def _cell(line: Line, name: str) -> Cell | None:
    numbers = line.entry.columns.numbers
    column = numbers.get(name) or numbers.get("value") or numbers.get("indicator")
    return (line.entry.row, column) if column else None


def _only_indicator(fault: Fault) -> str | None:
    """The indicator that all its cells are about, if it is one."""
    codes = [line.indicator.code for line, _ in fault.places if line.indicator is not None]
    return codes[0] if codes and codes.count(codes[0]) == len(codes) else None
