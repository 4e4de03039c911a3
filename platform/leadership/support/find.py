"""Reads what support was given: as it stands, and as it stood on a past day, for what was done about a warning."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from core.clock import LONDON
from core.errors import NotFoundError
from leadership.support.models import SupportEntry

NOT_YOURS = "There is no such page, or it is not yours to see."


def list_support(session: Session, *, authority_id: int, post_id: UUID | None = None) -> Sequence[SupportEntry]:
    """Every entry as it stands now, the newest day first; of one post, if one is named. Withdrawn ones are left out."""
    query = _current(None).where(SupportEntry.authority_id == authority_id)
    if post_id is not None:
        query = query.where(SupportEntry.post_id == post_id)
    return session.scalars(query.order_by(SupportEntry.given_on.desc(), SupportEntry.entry_id)).all()


def list_open(session: Session, *, until: date) -> Sequence[SupportEntry]:
    """What was agreed with a day up to this one and is not done, in every authority, the earliest day first."""
    query = _current(None).where(SupportEntry.done_on.is_(None), SupportEntry.due_on <= until)
    return session.scalars(query.order_by(SupportEntry.due_on, SupportEntry.entry_id)).all()


def support_since(
    session: Session, *, authority_id: int, post_id: UUID | None, since: date, known_on: date | None = None
) -> Sequence[SupportEntry]:
    """What was done for a post and its authority as a whole from a day on, the first thing first.

    For a backtest: what was done about a warning of that day. `known_on` leaves out what was recorded, corrected or
    taken back after that day, so that a later entry cannot make the past look better.
    """
    query = _current(known_on).where(SupportEntry.authority_id == authority_id, SupportEntry.given_on >= since)
    if post_id is not None:
        query = query.where((SupportEntry.post_id == post_id) | SupportEntry.post_id.is_(None))
    return session.scalars(query.order_by(SupportEntry.given_on, SupportEntry.entry_id)).all()


def get_entry(session: Session, *, authority_id: int, entry_id: UUID) -> SupportEntry:
    """The newest version of an entry, withdrawn or not; NotFoundError when the authority has none of that id."""
    found = session.scalars(
        select(SupportEntry)
        .where(SupportEntry.authority_id == authority_id, SupportEntry.entry_id == entry_id)
        .order_by(SupportEntry.version.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def list_versions(session: Session, *, authority_id: int, entry_id: UUID) -> Sequence[SupportEntry]:
    """Every version of an entry, the newest first."""
    return session.scalars(
        select(SupportEntry)
        .where(SupportEntry.authority_id == authority_id, SupportEntry.entry_id == entry_id)
        .order_by(SupportEntry.version.desc())
    ).all()


def _current(known_on: date | None) -> Select[SupportEntry]:
    """The last version of each entry that is not withdrawn, as recorded by the end of a day."""
    later = aliased(SupportEntry)
    newer = select(later.id).where(
        later.authority_id == SupportEntry.authority_id,
        later.entry_id == SupportEntry.entry_id,
        later.version > SupportEntry.version,
    )
    query = select(SupportEntry).where(SupportEntry.withdrawn.is_(False))
    if known_on is not None:
        end = datetime(known_on.year, known_on.month, known_on.day, tzinfo=LONDON) + timedelta(days=1)
        newer = newer.where(later.recorded_at < end)
        query = query.where(SupportEntry.recorded_at < end)
    return query.where(~newer.exists())
