"""Sixth step: the account of a file. Rows read are rows stored, ignored and rejected; it adds up or it is an error."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from outcomes.catalogue.status import Status
from outcomes.evidence.statistics.measure import Harvest
from outcomes.evidence.statistics.settle import Settled

KEPT_LINES = 10


@dataclass(frozen=True)
class Tally:
    """How many rows or figures met one fate for one reason, and the first lines where that happened."""

    reason: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Reconciliation:
    """The account of one file: of its rows, and of the figures in the rows that were read."""

    rows_read: int
    rows_stored: int
    rows_ignored: tuple[Tally, ...]
    rows_rejected: tuple[Tally, ...]
    figures_read: int
    stored_by_status: dict[Status, int]
    figures_repeated: int
    figures_rejected: tuple[Tally, ...]

    @property
    def figures_stored(self) -> int:
        return sum(self.stored_by_status.values())

    def check(self) -> None:
        """Raise ArithmeticError unless every row and every figure is accounted for exactly once."""
        rows = self.rows_stored + _total(self.rows_ignored) + _total(self.rows_rejected)
        figures = self.figures_stored + self.figures_repeated + _total(self.figures_rejected)
        if rows != self.rows_read or figures != self.figures_read:
            raise ArithmeticError(
                f"The account does not add up: {self.rows_read} rows read and {rows} told of, "
                f"{self.figures_read} figures read and {figures} told of."
            )


def reconcile(harvest: Harvest, settled: Settled) -> Reconciliation:
    """Add up what became of every row and figure of the file."""
    stored = {figure.line for figure in settled.figures}
    contradicting = {problem.line for problem in settled.contradicting} - stored
    repeating = {figure.line for figure in settled.repeated} - stored - contradicting
    ignored = [*harvest.ignored, *(("repeats an earlier row", line) for line in sorted(repeating))]
    rejected = [
        *harvest.rejected,
        *(("contradicts another row of the same place, time and filters", line) for line in sorted(contradicting)),
    ]
    bad = [*harvest.bad_cells, *settled.contradicting]
    account = Reconciliation(
        rows_read=harvest.rows,
        rows_stored=len(stored),
        rows_ignored=_tallies(ignored),
        rows_rejected=_tallies(rejected),
        figures_read=len(harvest.figures) + len(harvest.bad_cells),
        stored_by_status=dict(sorted(Counter(figure.cell.status for figure in settled.figures).items())),
        figures_repeated=len(settled.repeated),
        figures_rejected=_tallies((f"column {problem.column} {problem.reason}", problem.line) for problem in bad),
    )
    account.check()
    return account


def _tallies(told: Iterable[tuple[str, int]]) -> tuple[Tally, ...]:
    """Group by reason, most frequent first."""
    lines: dict[str, list[int]] = {}
    for reason, line in told:
        lines.setdefault(reason, []).append(line)
    ordered = sorted(lines.items(), key=lambda item: (-len(item[1]), item[1][0]))
    return tuple(Tally(reason, len(found), tuple(found[:KEPT_LINES])) for reason, found in ordered)


def _total(tallies: tuple[Tally, ...]) -> int:
    return sum(tally.count for tally in tallies)
