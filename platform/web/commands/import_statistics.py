"""`throughline import statistics FILE... [--released YYYY-MM-DD]`: DfE's tidy files into the database."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from core.access.identity import SYSTEM
from core.clock import today
from core.runtime import runtime
from core.scope import Scope
from core.transaction import transaction
from outcomes.evidence.statistics.measure import Progress as Told
from outcomes.evidence.statistics.open import MAX_BYTES
from outcomes.evidence.statistics.read import Reading
from outcomes.evidence.statistics.refusal import FileRefusedError
from outcomes.evidence.statistics.store import Imported, Outcome, import_statistics
from outcomes.evidence.statistics.tell import tell_figures, tell_reasons, tell_release, tell_rows
from web.commands import make_application

WORDS = {
    Outcome.STORED: "stored",
    Outcome.UNCHANGED: "nothing new: this file is stored already",
    Outcome.DATED: "stored already; its estimated date of release is replaced by the one given",
}


@click.command("statistics")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--released",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the files were published. Without it the day is estimated from their latest period, and marked so.",
)
def command(files: tuple[Path, ...], released: datetime | None) -> None:
    """Import published statistics: DfE's tidy CSV files, plain or gzip, unedited.

    Each file is stored whole or refused with its reason, and its rows and figures are accounted for.
    """
    console = Console(soft_wrap=True, highlight=False)
    results: Counter[str] = Counter()
    figures = 0
    with _application():
        for path in files:
            try:
                imported = _import(path, released.date() if released else None, console)
            except FileRefusedError as refusal:
                results["refused"] += 1
                console.print(f"{path.name}: refused. {refusal.sentence}", markup=False)
                continue
            results["stored" if imported.outcome is Outcome.STORED else "stored already"] += 1
            figures += len(imported.reading.figures) if imported.outcome is Outcome.STORED else 0
            _print(imported, console)
    told = ", ".join(f"{count} {what}" for what, count in sorted(results.items()))
    console.print(f"{len(files)} file{'s' * (len(files) > 1)}: {told}; {figures:,} figures added.", markup=False)
    if results["refused"]:
        sys.exit(1)


@contextmanager
def _application() -> Iterator[None]:
    with make_application().app_context():
        try:
            yield
        finally:
            runtime().engine.dispose()


def _import(path: Path, released: date | None, console: Console) -> Imported:
    content = _read(path)
    with _progress(path.name, console) as progress, transaction(Scope.EVERYTHING) as session:
        return import_statistics(
            session,
            by=SYSTEM,
            content=content,
            file_name=path.name,
            on=today(),
            released=released,
            progress=progress,
        )


def _read(path: Path) -> bytes:
    if not path.exists():
        raise FileRefusedError("There is no such file: check the name and the folder.")
    if path.is_dir():
        raise FileRefusedError("This is a folder: name the files in it, for example with *.csv.")
    if path.stat().st_size > MAX_BYTES:
        raise FileRefusedError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB: split it by year.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileRefusedError(f"The file cannot be read ({error.strerror}).") from error


@contextmanager
def _progress(name: str, console: Console) -> Iterator[Told]:
    """A bar on a terminal; nothing in a log."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("rows"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _print(imported: Imported, console: Console) -> None:
    reading = imported.reading
    console.print(f"{reading.file_name}: {WORDS[imported.outcome]}", markup=False)
    console.print(f"  {tell_release(reading)}", markup=False)
    console.print(f"  {tell_rows(reading.reconciliation)}", markup=False)
    console.print(f"  {tell_figures(reading.reconciliation)}", markup=False)
    _print_reasons(reading, console)
    for notice in reading.notices:
        console.print(f"  note: {notice}", markup=False)


def _print_reasons(reading: Reading, console: Console) -> None:
    reasons = list(tell_reasons(reading.reconciliation))
    if not console.is_terminal:
        for count, reason, lines in reasons:
            console.print(f"  {count}: {reason}{f' ({lines})' if lines else ''}", markup=False)
    elif reasons:
        table = Table("how many", "why", "where", pad_edge=True)
        for row in reasons:
            table.add_row(*(cell.replace("[", r"\[") for cell in row))
        console.print(table)
