"""The returns of the invented programme, made by the real verbs: most approved, others in every state (issue 3).

The figures are those that the world's simulator made for the last quarter and that were held back from its import. What
becomes of a return follows from its authority's place in the list, so one day always gives the same demonstration.
"""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import SYSTEM
from core.quarters import Quarter
from core.scope import Scope
from core.transaction import transaction
from core.working_days import add_working_days
from outcomes.collection.due.defaults import default_days
from outcomes.collection.due.expected import list_expected
from outcomes.collection.due.find import list_collections
from outcomes.collection.due.models import Collection
from outcomes.collection.due.open import open_collection
from web.demonstration.hold_back import held_back_beside, worked_quarter
from web.demonstration.return_people import lead_of, persona_authority, reviewer_of
from web.demonstration.return_plays import PLAYS, Figures, Stage, approved, at_ten

DAYS_PAST_DUE = 3


def make_returns(world: Path, on: date) -> int:
    """Open the collections and play the returns of all members; returns how many.

    Done once: where a collection is open already, or no figures were held back, nothing happens.

    Args:
        world: the folder of the world; the figures held back stand beside it.
        on: today.
    """
    path = held_back_beside(world)
    if not path.exists():
        return 0
    with transaction(Scope.EVERYTHING) as session:
        return 0 if list_collections(session) else _play_all(session, _read(path), on)


def _play_all(session: Session, figures: Figures, on: date) -> int:
    worked, last = worked_quarter(on), Quarter.containing(on).plus(-1)
    # Some returns must be late, so the deadline has passed; often it is the usual one.
    collection = _open(session, worked, min(default_days(worked).due_on, add_working_days(on, -DAYS_PAST_DUE)))
    if last != worked:
        _open(session, last, default_days(last).due_on)
    members = _persona_first(session, list_expected(session, collection))
    reviewer = reviewer_of(session)
    for place, authority in enumerate(members):
        lead = lead_of(session, authority, place, at_ten(collection.opens_on))
        play = PLAYS[place] if place < len(PLAYS) else approved
        play(Stage(session, authority, collection, lead, reviewer, figures, on))
    return len(members)


def _read(path: Path) -> Figures:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["authority_code"], row["quarter"], row["indicator_code"]): row for row in csv.DictReader(file)}


def _open(session: Session, quarter: Quarter, due_on: date) -> Collection:
    opens_on = default_days(quarter).opens_on
    collection = open_collection(
        session, by=SYSTEM, quarter=quarter, opens_on=opens_on, due_on=due_on, closes_on=None, on=opens_on
    )
    session.flush()  # what follows reads its indicators
    return collection


def _persona_first(session: Session, members: Sequence[Authority]) -> list[Authority]:
    """The members, the one whose lead can be tried out before the others."""
    own = persona_authority(session)
    return sorted(members, key=lambda each: each.id != own)
