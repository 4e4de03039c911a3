"""Reads what a leader has written. Every query names the person, and the database would show nobody else's."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity
from core.errors import NotFoundError
from leadership.development.behaviours import CROSSWALK, Context
from leadership.development.models import DevelopmentEntry, Kind
from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import Attribute

NOT_YOURS = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class Wanted:
    """Which entries to show; None leaves a question open. An attribute stands for the behaviours that may carry it."""

    context: Context | None = None
    behaviour: Behaviour | None = None
    attribute: Attribute | None = None

    @property
    def behaviours(self) -> frozenset[Behaviour]:
        """At least one of these must have been chosen; empty asks for none."""
        carried = frozenset(CROSSWALK[self.attribute]) if self.attribute else None
        chosen = frozenset({self.behaviour}) if self.behaviour else None
        if carried is None or chosen is None:
            return chosen or carried or frozenset()
        return carried & chosen

    @property
    def impossible(self) -> bool:
        """A behaviour was asked for together with an attribute that it does not carry."""
        return bool(self.attribute and self.behaviour and not self.behaviours)


@dataclass(frozen=True)
class Entries:
    """What a leader has written, in the order of the page: what is to do, what was thought, what is done."""

    to_do: tuple[DevelopmentEntry, ...]
    notes: tuple[DevelopmentEntry, ...]
    done: tuple[DevelopmentEntry, ...]

    @property
    def all(self) -> tuple[DevelopmentEntry, ...]:
        return (*self.to_do, *self.notes, *self.done)


def get_entry(session: Session, *, by: Identity, entry_id: UUID) -> DevelopmentEntry:
    """The leader's own entry; NotFoundError for anybody else's, as if there were none."""
    found = session.scalars(
        select(DevelopmentEntry).where(DevelopmentEntry.id == entry_id, DevelopmentEntry.person_id.in_(by.person_ids))
    ).one_or_none()
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def list_entries(session: Session, *, by: Identity, wanted: Wanted | None = None) -> Entries:
    """The leader's own entries: actions by their day, those without one last; notes and what is done newest first."""
    asked = wanted or Wanted()
    query = select(DevelopmentEntry).where(DevelopmentEntry.person_id.in_(by.person_ids))
    if asked.context:
        query = query.where(DevelopmentEntry.context == asked.context.value)
    if asked.behaviours:
        query = query.where(DevelopmentEntry.behaviours.overlap([each.value for each in asked.behaviours]))
    newest = query.order_by(DevelopmentEntry.written_at.desc(), DevelopmentEntry.id)
    found = [] if asked.impossible else list(session.scalars(newest))
    to_do = [each for each in found if each.kind == Kind.ACTION and each.done_on is None]
    to_do.sort(key=lambda each: (each.due_on or date.max, each.written_at))
    done = [each for each in found if each.done_on is not None]
    done.sort(key=lambda each: each.done_on or date.min, reverse=True)
    return Entries(tuple(to_do), tuple(each for each in found if each.kind == Kind.NOTE), tuple(done))
