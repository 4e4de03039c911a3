"""The returns of one authority: those due from it, and those it began."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.models import Programme, ProgrammeMembership
from authorities.register.life import existed_on
from authorities.register.models import Authority
from outcomes.collection.due.expected import was_member
from outcomes.collection.due.find import list_collections
from outcomes.collection.due.models import Collection, Extension
from outcomes.collection.due.window import Lock, Window
from outcomes.collection.submission.find import state_of
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.states import State


@dataclass(frozen=True)
class ReturnLine:
    """One return as a list shows it."""

    collection: Collection
    submission: Submission | None
    window: Window
    on: date

    @property
    def state(self) -> State:
        return state_of(self.submission)

    @property
    def lock(self) -> Lock | None:
        return self.window.lock_on(self.on, self.state)

    @property
    def owed(self) -> bool:
        """Whether the authority still has something to do."""
        return self.lock is None


def list_returns(session: Session, authority: Authority, on: date) -> list[ReturnLine]:
    """Every return of the authority, the newest quarter first, in five statements however many there are."""
    submissions = {
        row.collection_id: row
        for row in session.scalars(select(Submission).where(Submission.authority_id == authority.id))
    }
    extensions = {
        row.collection_id: row.until
        for row in session.scalars(
            select(Extension).where(Extension.authority_id == authority.id, Extension.ended_at.is_(None))
        )
    }
    programmes = {row.id: row for row in session.scalars(select(Programme))}
    memberships = session.scalars(
        select(ProgrammeMembership).where(
            ProgrammeMembership.authority_id == authority.id,
            ProgrammeMembership.superseded_at.is_(None),
            ~ProgrammeMembership.withdrawn,
        )
    ).all()
    lines = []
    for collection in list_collections(session):
        submission = submissions.get(collection.id)
        due = existed_on(authority, collection.quarter.ends_on) and any(
            was_member(each, collection) for each in memberships
        )
        if submission is None and not due:
            continue
        window = Window(
            opens_on=collection.opens_on,
            due_on=collection.due_on,
            closes_on=collection.closes_on,
            extended_to=extensions.get(collection.id),
            collects_until=programmes[collection.programme_id].collects_until,
        )
        lines.append(ReturnLine(collection, submission, window, on))
    return lines
