"""The result of a check, as it is shown, stored as JSON and confirmed. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from outcomes.collection.figure import Figure
from outcomes.collection.intake.grid import Notice
from outcomes.collection.rules.finding import Counts, Finding, LedgerLine, Outcome, Severity


@dataclass(frozen=True)
class Refusal:
    """Why the file was not checked at all: a stable code, a sentence with the remedy, the cells if it is about some.

    `keep` is False for a file that must not be kept at all (RefusedError.keep).
    """

    code: str
    sentence: str
    cells: tuple[str, ...] = ()
    keep: bool = True


class Change(NamedTuple):
    """One line of the preview: what is stored and what would be; `kind` is new, changed, unchanged or cleared (D7)."""

    indicator: str
    kind: str
    before: Figure | None
    after: Figure | None


# A person mends by hand; more rows than that are worked through with the list of findings.
MOST_ROWS_MARKED = 2_000
NOTHING_READ = Counts(0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Checked:
    """All that one check found. Nothing can be confirmed while `blocked`."""

    rules_version: str
    layout: str | None = None
    refusal: Refusal | None = None
    notices: tuple[Notice, ...] = ()
    findings: tuple[Finding, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    counts: Counts = NOTHING_READ
    changes: tuple[Change, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def queries(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.QUERY)

    @property
    def cleared(self) -> tuple[Change, ...]:
        """Stored values that this file would take away: each needs a tick (W1)."""
        return tuple(change for change in self.changes if change.kind == "cleared")

    @property
    def crashed(self) -> tuple[LedgerLine, ...]:
        return tuple(line for line in self.ledger if line.outcome is Outcome.CRASHED)

    @property
    def incomplete(self) -> tuple[LedgerLine, ...]:
        """Required rules that could not run: no clean bill is given while there are any (W4)."""
        return tuple(line for line in self.ledger if line.required and line.outcome is Outcome.NOT_RUN)

    @property
    def markable(self) -> bool:
        """Whether a copy of the file can show its errors: it was read, and somebody may go through its rows."""
        return self.refusal is None and self.counts.rows_read <= MOST_ROWS_MARKED

    @property
    def blocked(self) -> bool:
        return bool(self.refusal or self.errors or self.crashed)

    @property
    def outcome(self) -> str:
        """As FigureCheck stores it: refused, errors, queries or clean."""
        if self.refusal is not None:
            return "refused"
        if self.errors or self.crashed:
            return "errors"
        return "queries" if self.queries else "clean"
