"""A round is closed, once: by the leader before its last day, or by the product after it."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.access import SYSTEM, Identity
from core.audit import record
from core.jobs import request_job
from leadership.profiles.errors import RoundClosedError
from leadership.profiles.models import ProfileRound

RELEASE = "profiles.release_round"


def close_round(session: Session, *, by: Identity, held: ProfileRound, on: date, at: datetime) -> None:
    """Take no more answers, and ask for the results. The caller holds the round's row: answers on their way are in.

    Raises RoundClosedError when it is closed already.
    """
    if held.closed_at is not None:
        raise RoundClosedError
    held.closed_at, held.closed_by_id = at, by.account_id
    record(
        session,
        by=by,
        deed="profile_round.closed",
        subject=f"profile_round:{held.id}",
        authority_id=held.authority_id,
        after={"early": on <= held.closes_on},
    )
    ask_for_release(session, held, on)


def close_due(session: Session, *, on: date, at: datetime) -> int:
    """Close every round whose last day has passed, and ask again for results that have not come; returns how many."""
    due = session.scalars(
        select(ProfileRound)
        .where(
            ProfileRound.released_at.is_(None), or_(ProfileRound.closed_at.is_not(None), ProfileRound.closes_on < on)
        )
        .order_by(ProfileRound.id)
        .with_for_update(skip_locked=True)
    ).all()
    for held in due:
        if held.closed_at is None:
            close_round(session, by=SYSTEM, held=held, on=on, at=at)
        else:
            ask_for_release(session, held, on)
    return len(due)


def ask_for_release(session: Session, held: ProfileRound, on: date) -> None:
    """One job a day until the round is released: a fault of a day is not the end of it."""
    request_job(
        session,
        kind=RELEASE,
        key=f"release-round:{held.id}:{on.isoformat()}",
        subject=str(held.id),
        authority_id=held.authority_id,
    )
