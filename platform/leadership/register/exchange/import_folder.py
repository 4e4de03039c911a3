"""Imports a leadership folder: read and checked as a whole, then stored in the caller's one transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.csv_problems import Problems
from core.events import announce
from leadership.register.exchange.snapshot import read_register
from leadership.register.exchange.store import Progress, store_leadership
from leadership.register.exchange.surroundings import store_surroundings
from leadership.register.files.folder import Folder, read_folder
from leadership.register.files.plan import Plan, Tally, plan_import


@dataclass(frozen=True)
class LeadershipImported:
    """Leadership was imported in bulk, past the verbs: what follows from events has to look for them."""

    by: Identity
    on: date


@dataclass(frozen=True)
class Checked:
    """A folder that has been read, and what is to be stored of it."""

    folder: Folder
    plan: Plan


def check_folder(session: Session, *, files: Mapping[str, bytes], on: date, problems: Problems) -> Checked:
    """Read the files and compare them with the register; what is wrong is added to `problems`."""
    # One import at a time: two of the same folder at once would both find it missing.
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('leadership_import'))"))
    folder = read_folder(files, problems)
    return Checked(folder, plan_import(folder, read_register(session), on, problems))


def store_folder(session: Session, *, by: Identity, checked: Checked, on: date, progress: Progress) -> list[Tally]:
    """Store what was checked; nothing is written if it changes nothing."""
    tallies = list(checked.plan.tallies())
    if not checked.plan.changes:
        return tallies
    store_surroundings(session, by=by, plan=checked.plan, on=on)
    # Bulk statements go past the unit of work: what the verbs have added must be in the database before them.
    session.flush()
    store_leadership(session, by=by, plan=checked.plan, progress=progress)
    announce(session, LeadershipImported(by, on))
    return tallies


def import_folder(
    session: Session, *, by: Identity, files: Mapping[str, bytes], on: date, progress: Progress
) -> list[Tally]:
    """Import a folder given as its files by name.

    Args:
        session: must see every authority.
        by: who imports; recorded with every row.
        files: the bytes of each file.
        on: the day of the import; nothing can have been known later.
        progress: hears of every batch stored.

    Returns:
        For each kind of row how many were new, added to what is stored, or changed nothing.

    Raises:
        FilesRefusedError: with every problem; nothing was stored.
        DomainError: a rule of the register of authorities refuses a row.
    """
    problems = Problems()
    checked = check_folder(session, files=files, on=on, problems=problems)
    problems.refuse()
    tallies = store_folder(session, by=by, checked=checked, on=on, progress=progress)
    if checked.plan.changes:
        record_import(session, by=by, files=files, tallies=tallies)
    return tallies


def record_import(session: Session, *, by: Identity, files: Mapping[str, bytes], tallies: list[Tally]) -> None:
    """Write down that files were imported: their hashes, and how many rows came of them."""
    record(
        session,
        by=by,
        deed="leadership.imported",
        subject="leadership_folder",
        authority_id=None,
        after={
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
            "new": {tally.name: tally.new for tally in tallies if tally.new},
            "added_to": {tally.name: tally.added_to for tally in tallies if tally.added_to},
        },
    )
