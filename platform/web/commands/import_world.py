"""`throughline import world DIR`: a whole invented country; its leaders, figures, neighbours, published statistics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.neighbours.record import Neighbours, record_neighbours
from authorities.register.models import Authority
from core.access import SYSTEM
from core.clock import now, today
from core.csv_problems import Problems
from core.csv_table import Table
from core.errors import DomainError
from core.scope import Scope
from core.transaction import transaction
from leadership.register.exchange.import_folder import Checked, check_folder, record_import, store_folder
from leadership.register.exchange.on_disk import read_files
from leadership.register.exchange.store import Progress
from leadership.register.files.layouts import NEIGHBOUR_TABLE
from leadership.register.files.neighbours import read_neighbours
from leadership.register.files.plan import Tally
from leadership.register.files.rows import NeighbourRow
from outcomes.collection.observation.figures_file import FIGURES, FigureRow, check_figures, read_figures
from outcomes.collection.observation.load_figures import load_figures
from outcomes.collection.observation.read import stored_figures
from outcomes.evidence.statistics.store import Outcome, import_statistics
from web.commands import make_application
from web.commands.import_leadership import AFTERWARDS, print_tallies, problems_written, progress_bars

PUBLISHED = "published"


@click.command("world")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--problems", type=click.Path(dir_okay=False, path_type=Path), help="Write every problem into this CSV.")
def command(folder: Path, problems: Path | None) -> None:
    """Import a world: leaders, neighbours and figures whole or not at all, then each file of published statistics."""
    console = Console(soft_wrap=True, highlight=False)
    files, published = read_files(folder), _published(folder)
    with make_application().app_context():
        with (
            problems_written(problems),
            progress_bars(console) as progress,
            transaction(Scope.EVERYTHING) as session,
        ):
            tallies = import_world(session, files=files, at=now(), on=today(), progress=progress)
        print_tallies(tallies, console)
        _import_published(published, console)
    console.print(AFTERWARDS, markup=False)


def import_world(
    session: Session, *, files: Mapping[str, bytes], at: datetime, on: date, progress: Progress
) -> list[Tally]:
    """Check the leadership folder, the neighbours and the figures in one pass, then store them all."""
    problems = Problems()
    checked = check_folder(session, files=files, on=on, problems=problems)
    authorities = _codes(session, checked)
    groups = _read_neighbours(files, authorities, problems)
    table = read_figures(files[FIGURES.file], problems) if FIGURES.file in files else Table[FigureRow]()
    new = check_figures(table, authorities, stored_figures(session), problems)
    problems.refuse()
    tallies = store_folder(session, by=SYSTEM, checked=checked, on=on, progress=progress)
    counted = record_neighbours(session, by=SYSTEM, groups=_groups(groups))
    stored = load_figures(session, by=SYSTEM, rows=new, at=at, on=on)
    tallies.append(Tally("groups of neighbours", counted["new"], 0, counted["unchanged"]))
    tallies.append(Tally("quarterly figures", stored, 0, len(table.rows) - stored))
    if any(tally.new or tally.added_to for tally in tallies):
        record_import(session, by=SYSTEM, files=files, tallies=tallies)
    return tallies


def _codes(session: Session, checked: Checked) -> frozenset[str]:
    known = set(session.scalars(select(Authority.code)))
    return frozenset(known | {item.row.code for item in checked.folder.authorities.rows})


def _read_neighbours(
    files: Mapping[str, bytes], authorities: frozenset[str], problems: Problems
) -> dict[tuple[int, str], list[NeighbourRow]]:
    content = files.get(NEIGHBOUR_TABLE.file)
    return {} if content is None else read_neighbours(content, authorities, problems)


def _groups(found: Mapping[tuple[int, str], list[NeighbourRow]]) -> list[Neighbours]:
    return [
        Neighbours(year, code, tuple(row.neighbour_code for row in rows), tuple(row.closeness for row in rows))
        for (year, code), rows in found.items()
    ]


@dataclass(frozen=True)
class Published:
    """A file of published statistics; the folder it lies in is named after the day of its release."""

    path: Path
    released: date | None


def _published(folder: Path) -> list[Published]:
    return [
        Published(path, _released(path.parent.name))
        for path in sorted([*(folder / PUBLISHED).rglob("*.csv"), *(folder / PUBLISHED).rglob("*.csv.gz")])
    ]


def _released(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _import_published(files: list[Published], console: Console) -> None:
    figures, refused = 0, []
    for file in files:
        try:
            with transaction(Scope.EVERYTHING) as session:
                imported = import_statistics(
                    session,
                    by=SYSTEM,
                    content=file.path.read_bytes(),
                    file_name=file.path.name,
                    on=today(),
                    released=file.released,
                )
        except DomainError as error:
            refused.append(f"{file.path.name}: {error.sentence}")
            continue
        if imported.outcome is Outcome.STORED:
            figures += len(imported.reading.figures)
    if files:
        console.print(f"published statistics: {len(files)} files, {figures:,} figures added", markup=False)
    if refused:
        raise DomainError("\n".join(["Some files of published statistics were refused:", *refused]))
