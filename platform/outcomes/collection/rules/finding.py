"""What checking a return finds: findings, the ledger of rules, counts that reconcile. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The two words that statutory users know: an error blocks, a query needs an explanation."""

    ERROR = "error"
    QUERY = "query"


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to explain. Findings that say the very same stand together, their cells sorted (W2).

    `rule` and `version` name the rule; `cells` are the file's own; `found` is what stood there; `message` and `remedy`
    are whole sentences. `indicator` is set where the finding is about one indicator: queries always have it.
    """

    rule: str
    version: int
    severity: Severity
    sheet: str | None
    cells: tuple[str, ...]
    column: str
    found: str
    message: str
    remedy: str
    indicator: str | None = None


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    QUERIED = "queried"
    NOT_RUN = "not_run"
    CRASHED = "crashed"


@dataclass(frozen=True)
class LedgerLine:
    """What became of one rule (W4): how many findings, why it did not run, or the reference of its crash."""

    rule: str
    version: int
    title: str
    outcome: Outcome
    count: int = 0
    why: str = ""
    required: bool = True


@dataclass(frozen=True)
class Counts:
    """What became of the cells (W1): rows_read = entries; entries = new + changed + unchanged + cleared + rejected."""

    rows_read: int
    blank_rows: int
    entries: int
    new: int
    changed: int
    unchanged: int
    cleared: int
    rejected: int

    @property
    def reconcile(self) -> bool:
        """Whether every entry is accounted for, once."""
        return self.entries == self.new + self.changed + self.unchanged + self.cleared + self.rejected
