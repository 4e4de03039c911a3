"""`throughline check FILE`: the rules of the server without a server, so that a file is right before it is sent.

Exit codes: 0 nothing blocks the return, 1 there are errors, 2 the file was refused or the command not understood.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from core.clock import today
from core.quarters import Quarter
from outcomes.collection.check.codec import to_json
from outcomes.collection.check.context import CheckContext, History
from outcomes.collection.check.earlier import HistoryRefusedError, read_earlier
from outcomes.collection.check.offline import (
    INNOVATIONS,
    Place,
    UnknownAuthorityError,
    find_place,
    offline_context,
)
from outcomes.collection.check.result import Change, Checked
from outcomes.collection.check.run import check_file
from outcomes.collection.figure import Figure, plain
from outcomes.collection.intake.limits import MAX_BYTES
from outcomes.collection.layout.quarters import read_quarter
from outcomes.collection.rules.finding import Finding, LedgerLine, Outcome
from web.commands.plain_usage import PlainCommand, a_file, a_number, write_what_can_be_written

CODES = {"clean": 0, "queries": 0, "errors": 1, "refused": 2}
SHOWN_CELLS = 20
LARGEST_HISTORY = 50 * 1024 * 1024


@click.command("check", cls=PlainCommand)
@click.argument("file", callback=a_file)
@click.option("--authority", required=True, help="Code of the authority: three digits, or Z and digits if invented.")
@click.option("--quarter", required=True, help='Quarter of the return, such as "2025-26 Q1".')
@click.option(
    "--history",
    metavar="FILE",
    callback=a_file,
    help="Earlier figures, so that changes are checked too: the tidy CSV of your approved figures, or a figures.csv.",
)
@click.option(
    "--innovation",
    "innovations",
    multiple=True,
    type=click.Choice(INNOVATIONS),
    help="What the authority has taken on, if the shipped tables do not know: decides which indicators are required.",
)
@click.option(
    "--children", metavar="NUMBER", callback=a_number, help="Children aged 0 to 17, if other than the shipped estimate."
)
@click.option("--json", "as_json", is_flag=True, help="Write the whole result as JSON.")
def command(
    file: Path,
    authority: str,
    quarter: str,
    history: Path | None,
    innovations: tuple[str, ...],
    children: int | None,
    as_json: bool,
) -> None:
    """Check a return before it is uploaded: same rules, nothing sent, nothing stored.

    Exits with 0 if nothing blocks the return, with 1 if there are errors, with 2 if the file was refused or the
    command was not understood.
    """
    context = _context(authority, quarter, history, innovations, children)
    checked = check_file(_read(file, MAX_BYTES), file.name, context)
    if as_json:
        click.echo(json.dumps(_json(checked, context), indent=2))
    else:
        write_what_can_be_written()
        _tell(checked, context, file.name)
    sys.exit(CODES[checked.outcome])


def _context(
    authority: str, quarter: str, history: Path | None, innovations: tuple[str, ...], children: int | None
) -> CheckContext:
    try:
        place, wanted = find_place(authority), read_quarter(quarter) or Quarter.parse(quarter)
        earlier = _history(history, place, wanted)
    except (UnknownAuthorityError, ValueError, HistoryRefusedError) as error:
        raise click.UsageError(str(error)) from error
    return offline_context(place, wanted, on=today(), innovations=innovations, children=children, history=earlier)


def _history(path: Path | None, place: Place, quarter: Quarter) -> History | None:
    if path is None:
        return None
    content = _read(path, LARGEST_HISTORY)
    if len(content) > LARGEST_HISTORY:
        raise ValueError(f"{path.name} is larger than {LARGEST_HISTORY // 1024 // 1024} MB.")
    return read_earlier(content, path.name, place, quarter)


def _read(path: Path, most: int) -> bytes:
    """One byte more than is allowed tells that there is too much, however much there is."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _json(checked: Checked, context: CheckContext) -> dict[str, Any]:
    told = {"outcome": checked.outcome, "authority": context.authority_code, "quarter": str(context.quarter)}
    return told | to_json(checked)


def _tell(checked: Checked, context: CheckContext, name: str) -> None:
    """Errors first, then questions, what would change, and what became of the rules."""
    console = Console(soft_wrap=not sys.stdout.isatty(), highlight=False)
    say = _Say(console)
    say(f"{name}: return of {context.authority_name} for {context.quarter}")
    if checked.refusal is not None:
        say(f"Refused. {checked.refusal.sentence}")
        return
    for notice in checked.notices:
        say(f"Note: {notice.text}")
    _tell_findings(say, "Errors, which block the return", checked.errors)
    _tell_findings(say, "Queries, which need an explanation each", checked.queries)
    _tell_changes(say, checked)
    _tell_ledger(say, checked)
    say(verdict(checked))


class _Say:
    """Prints text as it is: what stands in a cell is never taken for markup."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def __call__(self, text: str) -> None:
        self.console.print(text, markup=False)

    def table(self, title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        """A table on a terminal, lines with tabs in a log or a pipe."""
        self(f"\n{title}: {len(rows):,}")
        if not self.console.is_terminal:
            for row in rows:
                self("\t".join(row))
        elif rows:
            drawn = Table(*columns)
            for row in rows:
                drawn.add_row(*(cell.replace("[", r"\[") for cell in row))
            self.console.print(drawn)


def _tell_findings(say: _Say, title: str, findings: tuple[Finding, ...]) -> None:
    rows = [
        (_cells(each), each.column, _printable(each.found), f"{each.message} {each.remedy}", each.rule)
        for each in findings
    ]
    say.table(title, ("cells", "column", "found", "what is wrong and how to mend it", "rule"), rows)


def _cells(finding: Finding) -> str:
    shown = ", ".join(finding.cells[:SHOWN_CELLS])
    more = len(finding.cells) - SHOWN_CELLS
    where = f"{shown} and {more:,} more" if more > 0 else shown
    return f"{finding.sheet}: {where}" if finding.sheet and where else where or "-"


def _printable(text: str) -> str:
    """A control character in a cell shall not reach the terminal as one."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _tell_changes(say: _Say, checked: Checked) -> None:
    say.table("Figures", ("indicator", "", "value"), [_change(each) for each in checked.changes])


def _change(change: Change) -> tuple[str, ...]:
    return change.indicator, change.kind, _said(change.after)


def _said(figure: Figure | None) -> str:
    if figure is None:
        return ""
    if figure.value is None:
        return figure.status.value
    counts = "" if figure.numerator is None else f" ({plain(figure.numerator)} of {plain(figure.denominator)})"
    return f"{plain(figure.value)}{counts}"


def _tell_ledger(say: _Say, checked: Checked) -> None:
    became = {outcome: [line for line in checked.ledger if line.outcome is outcome] for outcome in Outcome}
    counts = checked.counts
    say(
        f"\nRows read {counts.rows_read:,}, blank rows {counts.blank_rows:,}. Of {counts.entries:,} entries:"
        f" {counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged, {counts.cleared:,} cleared,"
        f" {counts.rejected:,} rejected."
    )
    told = ", ".join(f"{len(lines)} {outcome.value.replace('_', ' ')}" for outcome, lines in became.items() if lines)
    say(f"Rules ({checked.rules_version}): {told}.")
    for line in (*became[Outcome.CRASHED], *became[Outcome.NOT_RUN]):
        say(f"  {_why(line)}")


def _why(line: LedgerLine) -> str:
    if line.outcome is Outcome.CRASHED:
        return f"{line.rule} could not be run. Quote {line.why} to the support team."
    return f"{line.rule} not run: {line.why}"


def verdict(checked: Checked) -> str:
    """What to do next, in a sentence."""
    if checked.crashed and not checked.errors:
        return "The check could not be finished, and the fault is ours: quote the reference above to the support team."
    if checked.blocked:
        return "The return cannot be uploaded yet: mend the errors above."
    if checked.queries:
        return "Nothing blocks the return; each query needs an explanation when it is uploaded."
    if checked.incomplete:
        return "Nothing was found, but rules that are required could not be run."
    return "Nothing was found: the return can be uploaded."
