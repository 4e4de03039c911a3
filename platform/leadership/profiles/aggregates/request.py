"""Ask for the aggregates to be looked at again: after a round was released, and once a day."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.jobs import request_job
from leadership.profiles.models import ProfileRound

PUBLISH = "profiles.publish_aggregates"


def request_aggregates(session: Session, *, on: date) -> int:
    """The job for this day and so many released rounds: made now unless somebody asked for it before."""
    released = session.scalars(
        select(func.count()).select_from(ProfileRound).where(ProfileRound.released_at.is_not(None))
    ).one()
    day = on.isoformat()
    return request_job(session, kind=PUBLISH, key=f"{PUBLISH}:{day}:{released}", subject=day, authority_id=None)
