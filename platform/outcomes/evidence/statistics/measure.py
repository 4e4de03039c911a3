"""Fourth step: rows become figures, and every row and every figure is accounted for.

A row is stored (at least one figure of it), ignored (a breakdown, level or year that is not kept) or rejected. What
is counted here is what reconcile.py adds up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from outcomes.catalogue.indicators import Unit, get_indicator
from outcomes.catalogue.status import Status, combined
from outcomes.evidence.statistics.cells import BadCell, Cell, read_cell
from outcomes.evidence.statistics.geography import Area, Gazetteer, NoArea
from outcomes.evidence.statistics.header import Header
from outcomes.evidence.statistics.measures import Measure
from outcomes.evidence.statistics.open import Table
from outcomes.evidence.statistics.periods import (
    BadPeriod,
    Period,
    PeriodKind,
    financial_quarter,
    long_date,
    read_period,
)
from outcomes.evidence.statistics.recognise import Match, Recognition

STEP = 1000
BOUNDED = {Unit.PERCENT, Unit.SCORE, Unit.CASES}
ABSENT = {Status.NOT_APPLICABLE, Status.NOT_AVAILABLE}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one area and period, with the line and column it stands in.

    `derived` marks a sum of several columns of the row (`column` names them all).
    """

    indicator: str
    measure: Measure
    area: Area
    period: Period
    cell: Cell
    line: int
    column: str
    derived: bool

    @property
    def key(self) -> tuple[str, Measure, Area, Period]:
        """What the figure is of: two figures with one key say the same thing, or contradict each other."""
        return (self.indicator, self.measure, self.area, self.period)


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that was rejected: where it stands and why."""

    line: int
    column: str
    reason: str


@dataclass
class Harvest:
    """Everything taken from the rows of one file; `ignored` and `rejected` are (reason, line) of whole rows."""

    rows: int = 0
    figures: list[Figure] = field(default_factory=list)
    ignored: list[tuple[str, int]] = field(default_factory=list)
    rejected: list[tuple[str, int]] = field(default_factory=list)
    bad_cells: list[Problem] = field(default_factory=list)
    notices: dict[str, int] = field(default_factory=dict)


Progress = Callable[[int, int], None]


def measure_rows(
    table: Table,
    header: Header,
    recognition: Recognition,
    gazetteer: Gazetteer,
    *,
    on: date,
    progress: Progress | None = None,
) -> Harvest:
    """Read every row; `on` is today, `progress` is told (rows done, rows in all) now and then."""
    reader = _Reader(header, recognition, gazetteer, on, Harvest())
    harvest = reader.harvest
    for line, row in table.rows:
        harvest.rows += 1
        reader.read_row(line, row)
        if progress is not None and harvest.rows % STEP == 0:
            progress(harvest.rows, len(table.rows))
    if progress is not None:
        progress(harvest.rows, len(table.rows))
    return harvest


@dataclass
class _Reader:
    """What stays the same from row to row, and the harvest that grows."""

    header: Header
    recognition: Recognition
    gazetteer: Gazetteer
    on: date
    harvest: Harvest

    def read_row(self, line: int, row: tuple[str, ...]) -> None:
        """Put the row's figures into the harvest, or the row among the ignored or rejected with its reason."""
        width = len(self.header.names)
        if len(row) != width:
            reason = f"the row has {len(row)} cells and the header {width}: put quotes around text with commas"
            self.harvest.rejected.append((reason, line))
            return
        matches = [match for match in self.recognition.matches if match.takes(row)]
        if not matches:
            self.harvest.ignored.append((self.recognition.describe(row), line))
            return
        area = self.gazetteer.find_area(self.header, row)
        if isinstance(area, NoArea):
            (self.harvest.ignored if area.outside else self.harvest.rejected).append((area.reason, line))
            return
        period = self._period(row, matches)
        if isinstance(period, BadPeriod):
            self.harvest.rejected.append((period.reason, line))
            return
        self._take(line, row, matches, area, period)

    def _period(self, row: tuple[str, ...], matches: list[Match]) -> Period | BadPeriod:
        identifier, text = self.header.cell(row, "time_identifier"), self.header.cell(row, "time_period")
        period = read_period(identifier, text, matches[0].rule.publication.year_ends)
        if isinstance(period, Period) and period.end > self.on:
            return BadPeriod(f"{identifier} {text} ends on {long_date(period.end)}, which has not come yet")
        return period

    def _take(self, line: int, row: tuple[str, ...], matches: list[Match], area: Area, period: Period) -> None:
        figures: list[Figure] = []
        problems: list[Problem] = []
        taken: set[tuple[str, Measure, int | None]] = set()
        for match in matches:
            rule = match.rule
            part = (rule.indicator, rule.measure, rule.quarter)
            own = period if rule.quarter is None else _quarter_of(period, rule.quarter)
            if part in taken or own is None:
                continue
            taken.add(part)
            columns = " + ".join(self.header.names[at] for at in match.columns)
            cell = self._cell(match, row)
            if isinstance(cell, BadCell):
                problems.append(Problem(line, columns, cell.reason))
            else:
                derived = len(match.columns) > 1
                figures.append(Figure(rule.indicator, rule.measure, area, own, cell, line, columns, derived))
        absent = figures and not problems and all(figure.cell.status in ABSENT for figure in figures)
        if absent and not self.gazetteer.existed(area, period.end):
            self.harvest.ignored.append(("printed for a time when the authority did not exist, without numbers", line))
            return
        never = None if absent else self.gazetteer.outside(area, period.start, period.end)
        if never is not None:
            self.harvest.rejected.append((f"authority {area.code} in {period.label()}: {never}", line))
            return
        self.harvest.bad_cells += problems
        self.harvest.figures += figures
        if not figures:
            self.harvest.rejected.append(("no cell of the row could be read", line))

    def _cell(self, match: Match, row: tuple[str, ...]) -> Cell | BadCell:
        cells: list[Cell] = []
        for at in match.columns:
            read = read_cell(row[at])
            if isinstance(read, BadCell):
                return read if len(match.columns) == 1 else BadCell(f"{read.reason} ({self.header.names[at]})")
            if read.notice:
                self.harvest.notices[read.notice] = self.harvest.notices.get(read.notice, 0) + 1
            cells.append(read)
        return _within_limits(match, cells[0] if len(cells) == 1 else _sum(cells))


def _quarter_of(period: Period, number: int) -> Period | None:
    return financial_quarter(period, number) if period.kind is PeriodKind.FINANCIAL_YEAR else None


def _sum(cells: list[Cell]) -> Cell:
    """The sum of several columns: a number only if every one is a number (a suppressed part suppresses the sum)."""
    status = combined(cell.status for cell in cells)
    if status is not Status.OK:
        return Cell(None, status)
    total = sum((cell.value for cell in cells if cell.value is not None), Decimal(0))
    return Cell(total, Status.OK, max(cell.decimals for cell in cells))


def _within_limits(match: Match, cell: Cell) -> Cell | BadCell:
    """Refuse what cannot be: a negative count, a percentage of 130, a score of 50, a caseload of 400.

    A rate has no such ceiling: City of London has published 419 starters for 10,000 children, from a handful of both.
    One above what is expected is kept and said (settle.py).
    """
    if cell.value is None:
        return cell
    indicator = get_indicator(match.rule.indicator)
    if cell.value < 0:
        return BadCell(f"holds {cell.value}, and nothing counted here can be below 0")
    if match.rule.measure is not Measure.VALUE or indicator.unit not in BOUNDED:
        return cell
    if cell.value > indicator.limits.hard_max:
        return BadCell(f"holds {cell.value}, above {indicator.limits.hard_max}, the most {indicator.name!r} can be")
    return cell
