"""`throughline import leadership DIR`: posts, people, tenures, events and dated facts out of a folder."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from core.access import SYSTEM
from core.clock import today
from core.csv_problems import FilesRefusedError
from core.scope import Scope
from core.transaction import transaction
from leadership.register.exchange.import_folder import import_folder
from leadership.register.exchange.on_disk import FolderError, read_files
from leadership.register.exchange.store import Progress as Told
from leadership.register.files.plan import Tally
from web.commands import make_application

AFTERWARDS = "Predictions follow with the next risk run; `throughline risk run` makes one now."


@click.command("leadership")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--problems", type=click.Path(dir_okay=False, path_type=Path), help="Write every problem into this CSV.")
def command(folder: Path, problems: Path | None) -> None:
    """Import a leadership folder, whole or not at all; every problem is named with its file, line and column."""
    console = Console(soft_wrap=True, highlight=False)
    files = read_files(folder)
    with (
        make_application().app_context(),
        problems_written(problems),
        progress_bars(console) as progress,
        transaction(Scope.EVERYTHING) as session,
    ):
        tallies = import_folder(session, by=SYSTEM, files=files, on=today(), progress=progress)
    print_tallies(tallies, console)
    if any(tally.new or tally.added_to for tally in tallies):
        console.print(AFTERWARDS, markup=False)


@contextmanager
def problems_written(path: Path | None) -> Iterator[None]:
    """Write the whole list of problems into a file, for a folder that is refused with more than a screen can hold.

    Raises:
        FilesRefusedError: as it came from within.
        FolderError: the file cannot be written; the problems of the screen come with it.
    """
    try:
        yield
    except FilesRefusedError as refusal:
        if path is not None:
            try:
                path.write_bytes(refusal.problems.table())
            except OSError as error:
                unwritten = f"{path} cannot be written ({error.strerror}): give another file."
                raise FolderError(f"{refusal.sentence}\n{unwritten}") from error
        raise


@contextmanager
def progress_bars(console: Console) -> Iterator[Told]:
    """A bar for each kind of row on a terminal; nothing in a log."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("rows"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done, total=of)

        yield told


def print_tallies(tallies: Iterable[Tally], console: Console) -> None:
    """What became of each kind of row; kinds without any are left out."""
    for tally in tallies:
        counts = {"new": tally.new, "added to": tally.added_to, "unchanged": tally.unchanged}
        told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
        if told:
            console.print(f"{tally.name}: {told}", markup=False)
