"""`throughline import returns FILE`: many past returns in one file, checked by the rules of returns, as history."""

from pathlib import Path

import click
from rich.console import Console

from core.access import SYSTEM
from core.clock import now, today
from core.scope import Scope
from core.transaction import transaction
from outcomes.collection.export.findings import findings_csv
from outcomes.collection.intake.limits import MAX_BYTES
from outcomes.collection.observation.import_returns import Found, Imported, ReturnsRefusedError, import_returns
from web.commands import make_application


@click.command("returns")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--findings", type=click.Path(dir_okay=False, path_type=Path), help="Write every error and question into this CSV."
)
def command(file: Path, findings: Path | None) -> None:
    """Import past returns of any authorities and quarters: CSV or XLSX in the layout of the template.

    Each return is checked by the rules of its quarter. One error, and nothing is stored; questions are counted, since
    of the past nobody is left to ask. The figures count as approved, from ten weeks after their quarter.
    """
    try:
        with make_application().app_context(), transaction(Scope.EVERYTHING) as session:
            imported = import_returns(
                session, by=SYSTEM, content=_bytes_of(file), file_name=file.name, at=now(), on=today()
            )
    except ReturnsRefusedError as refused:
        _write(findings, refused.found)
        raise
    _write(findings, imported.found)
    _tell(imported)


def _bytes_of(file: Path) -> bytes:
    """One byte more than is allowed is enough to refuse it."""
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _write(path: Path | None, found: Found) -> None:
    if path is not None:
        path.write_bytes(findings_csv(found.checked))


def _tell(imported: Imported) -> None:
    console = Console(soft_wrap=True, highlight=False)
    parts, merged = imported.found.parts, imported.merged
    rows = sum(part.checked.counts.rows_read for part in parts)
    for notice in imported.found.checked.notices:
        console.print(notice.text, markup=False)
    console.print(
        f"{len(parts):,} returns, {rows:,} rows: {merged.new:,} figures new, {merged.unchanged:,} stored already;"
        f" {len(imported.found.checked.queries):,} questions.",
        markup=False,
    )
