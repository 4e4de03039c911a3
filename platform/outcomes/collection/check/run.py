"""Checks a return from its bytes or its entries: one pass, every finding, nothing stored (W1, E4). Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from core.logs import logger
from outcomes.collection.check.context import CheckContext
from outcomes.collection.check.preview import changes
from outcomes.collection.check.result import Change, Checked, Refusal
from outcomes.collection.intake.cell_names import cell_order
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.entries import Entries
from outcomes.collection.layout.recognise import read_entries
from outcomes.collection.rules.assemble import cell_of
from outcomes.collection.rules.book import book, rules, rules_version
from outcomes.collection.rules.engine import Crash, OnCrash, Ran, is_rejected, run_rules
from outcomes.collection.rules.finding import Counts, Finding, Severity

CELLS_NAMED = 3
ONE_ROW_EACH = frozenset({"template", "programme_return"})
NOWHERE = (1 << 31, 0)


def _log_crash(crash: Crash) -> None:
    """The reference leads from the page to the log, which holds no cell's value."""
    logger().error("check.rule_crashed", rule=crash.rule, reference=crash.reference, exc_info=crash.error)


def check_file(content: bytes, file_name: str, context: CheckContext, on_crash: OnCrash = _log_crash) -> Checked:
    """Read and check a file; one that is refused before its content is looked at says so in `refusal`."""
    try:
        entries = read_entries(read_grid(content, file_name), context)
    except RefusedError as refused:
        refusal = Refusal(refused.code, str(refused), refused.cells, refused.keep)
        return Checked(rules_version(), refusal=refusal)
    return check_entries(entries, context, on_crash)


def check_entries(entries: Entries, context: CheckContext, on_crash: OnCrash = _log_crash) -> Checked:
    """Check what a file or a form says, by the rules that hold in its quarter.

    `figures` of the result are those of this file alone: figures that are stored and not in it stay as they are.
    """
    ran = run_rules(entries, context, rules(context.quarter), on_crash)
    accepted = [line for line in ran.case.lines if not is_rejected(line)]
    proposed = {line.indicator.code: line.figure for line in accepted if line.indicator is not None}
    rejected = len(ran.case.lines) - len(accepted)
    found = changes(context.stored, proposed, context.asked)
    return Checked(
        rules_version=rules_version(),
        layout=entries.layout,
        notices=(*entries.notices, *_notices(ran)),
        findings=tuple(sorted(ran.findings, key=_order)) if ran.findings else (),
        ledger=ran.ledger,
        counts=_counts(entries, found, rejected),
        changes=found,
        figures=tuple(change.after for change in found if change.after is not None),
    )


def _order(finding: Finding) -> tuple[bool, int, int, str, str]:
    """Errors first, then as one reads the sheet."""
    row, column = cell_order(finding.cells[0]) if finding.cells else NOWHERE
    return finding.severity is not Severity.ERROR, row, column, finding.rule, finding.message


def _counts(entries: Entries, found: tuple[Change, ...], rejected: int) -> Counts:
    """Every entry once: what the preview lists, and the rest is rejected."""
    kinds = Counter(change.kind for change in found)
    return Counts(
        rows_read=_rows_read(entries),
        blank_rows=entries.grid.blank_rows,
        entries=len(entries.entries),
        new=kinds["new"],
        changed=kinds["changed"],
        unchanged=kinds["unchanged"],
        cleared=kinds["cleared"],
        rejected=rejected,
    )


def _rows_read(entries: Entries) -> int:
    """Rows below the header where a row is one entry; a row of the tidy layout holds many, and each counts."""
    if entries.layout in ONE_ROW_EACH and entries.grid.rows:
        return len(entries.grid.rows) - 1
    return len(entries.entries)


def _notices(ran: Ran) -> Iterable[Notice]:
    sentences: Mapping[str, str] = book().notices
    for code, places in ran.case.notices.items():
        cells = [cell_of(line, name) for line, name in places[:CELLS_NAMED]]
        yield Notice(code, f"{sentences[code]}: {_named(cells, len(places))}.")
    there = {indicator.code for _, indicator in ran.case.known}
    stays = [code for code in ran.case.context.stored if code not in there]
    if stays and ran.case.entries.layout != "form":
        yield Notice("STAYS_AS_STORED", f"{sentences['STAYS_AS_STORED']}: {_named(stays, len(stays))}.")


def _named(places: list[str], number: int) -> str:
    shown = ", ".join(places[:CELLS_NAMED])
    more = number - CELLS_NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown
