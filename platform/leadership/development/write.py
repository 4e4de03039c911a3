"""A leader writes notes and actions, changes them, ends them and deletes them.

None of it goes into the audit, which the support team reads: that somebody reflects, and when, is as private as what
they write. What is deleted is gone, from what was shared too.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.errors import NotFoundError
from leadership.development.behaviours import Context
from leadership.development.errors import DevelopmentError
from leadership.development.find import NOT_YOURS, get_entry, list_entries
from leadership.development.models import (
    LONGEST_BODY,
    LONGEST_REASON,
    LONGEST_TITLE,
    DevelopmentEntry,
    Kind,
    ProfileShareItem,
)
from leadership.handover.parts import Behaviour


@dataclass(frozen=True)
class Written:
    """What the leader writes of one entry. `due_on` belongs to actions alone."""

    title: str = field(repr=False)
    body: str = field(repr=False)
    reason: str = field(repr=False)
    context: Context
    behaviours: Collection[Behaviour]
    due_on: date | None = None


def own_person(by: Identity) -> UUID:
    """The person of the register who writes; NotFoundError when the reader is none."""
    found = min(by.person_ids, default=None)
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def write_entry(session: Session, *, by: Identity, kind: Kind, written: Written, at: datetime) -> DevelopmentEntry:
    """Add a note or an action, once where a form is sent twice; DevelopmentError when something is missing or too long.

    What was said before and is done may be said anew.
    """
    _check(written)
    person_id = own_person(by)
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"development:{person_id}"))))
    made = DevelopmentEntry(
        id=uuid4(), person_id=person_id, kind=kind.value, written_at=at, changed_at=at, behaviours=[]
    )
    _fill(made, written)
    for each in list_entries(session, by=by).all:
        if each.person_id == person_id and each.done_on is None and _words(each) == _words(made):
            return each
    session.add(made)
    return made


def change_entry(session: Session, *, by: Identity, entry_id: UUID, written: Written, at: datetime) -> DevelopmentEntry:
    """Write an entry anew; what it said before is not kept, since it is the leader's own."""
    _check(written)
    entry = get_entry(session, by=by, entry_id=entry_id)
    _fill(entry, written)
    entry.changed_at = at
    return entry


def set_done(session: Session, *, by: Identity, entry_id: UUID, done_on: date | None, at: datetime) -> DevelopmentEntry:
    """Say that an action is done, or that it is not after all; a note has no end."""
    entry = get_entry(session, by=by, entry_id=entry_id)
    if entry.kind != Kind.ACTION:
        raise NotFoundError(NOT_YOURS)
    entry.done_on, entry.changed_at = done_on, at
    return entry


def delete_entry(session: Session, *, by: Identity, entry_id: UUID) -> None:
    """Delete an entry for good; a coach with whom it was shared finds it no more."""
    entry = get_entry(session, by=by, entry_id=entry_id)
    session.execute(delete(ProfileShareItem).where(ProfileShareItem.entry_id == entry.id))
    session.delete(entry)


def _check(written: Written) -> None:
    if not written.title.strip():
        raise DevelopmentError("Say in a few words what it is about.", field="title")
    if not written.behaviours:
        raise DevelopmentError("Choose at least one behaviour.", field="behaviours")
    for name, longest in (("title", LONGEST_TITLE), ("body", LONGEST_BODY), ("reason", LONGEST_REASON)):
        if len(getattr(written, name)) > longest:
            raise DevelopmentError(f"The text must have {longest} characters or fewer.", field=name)


def _words(entry: DevelopmentEntry) -> tuple[object, ...]:
    return entry.kind, entry.title, entry.body, entry.reason, entry.context, list(entry.behaviours), entry.due_on


def _fill(entry: DevelopmentEntry, written: Written) -> None:
    entry.title, entry.body, entry.reason = written.title.strip(), written.body, written.reason
    entry.context = written.context.value
    entry.behaviours = [each.value for each in Behaviour if each in written.behaviours]
    entry.due_on = written.due_on if entry.kind == Kind.ACTION else None
