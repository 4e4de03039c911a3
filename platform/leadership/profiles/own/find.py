"""Reads a leader's released rounds."""

from uuid import UUID

from sqlalchemy.orm import Session

from core.access import Identity
from core.clock import LONDON
from core.errors import NotFoundError
from leadership.profiles.find import NOT_YOURS, list_own_rounds
from leadership.profiles.models import ProfileRound
from leadership.profiles.own.pictures import FrozenRound
from leadership.profiles.results import list_results


def list_released(session: Session, *, by: Identity) -> list[ProfileRound]:
    """The leader's rounds whose results are there, the newest first."""
    found = [each for each in list_own_rounds(session, by=by) if each.released_at is not None]
    return sorted(found, key=lambda each: each.closed_at or each.opened_at, reverse=True)


def get_released(session: Session, *, by: Identity, round_id: UUID) -> ProfileRound:
    """One of them; NotFoundError for anybody else's and for one without results yet: both read alike."""
    found = next((each for each in list_released(session, by=by) if each.id == round_id), None)
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def read_frozen(session: Session, *, by: Identity, held: ProfileRound) -> FrozenRound:
    """A released round with its results."""
    closed_on = held.closed_at.astimezone(LONDON).date() if held.closed_at else held.closes_on
    return FrozenRound(held.kind, closed_on, tuple(list_results(session, by=by, round_id=held.id)))
