"""Records the end of a tenure: once, as an addition. Changing a recorded end is a correction."""

from sqlalchemy.orm import Session

from core.access import Identity
from leadership.register.days import Day
from leadership.register.errors import AlreadyRecordedError, DatesError
from leadership.register.kinds import EndReason
from leadership.register.log import audit_post
from leadership.register.models import Post, Tenure
from leadership.register.storing import store
from leadership.register.told import Told


def set_end(
    session: Session,
    *,
    by: Identity,
    post: Post,
    tenure: Tenure,
    ended: Day,
    told: Told,
    reason: EndReason | None,
) -> Tenure:
    """Write the first day no longer in post into the tenure's row.

    Raises:
        AlreadyRecordedError: an end is on record, or the row has been corrected by another.
        DatesError: the end lies before the start.
    """
    need_current(tenure)
    if tenure.ended_on is not None:
        recorded = Day.known_to(tenure.ended_precision, tenure.ended_on).words
        raise AlreadyRecordedError(f"The end of this time in post is on record: {recorded}. Correct it instead.")
    if ended.on < tenure.started_on:
        started = Day.known_to(tenure.started_precision, tenure.started_on).words
        raise DatesError(f"The end lies before the start, {started}. Correct one of the two.", field="ended_on")
    tenure.ended_on, tenure.ended_precision = ended.on, ended.precision
    tenure.end_known_on, tenure.end_reason = told.known_on, reason
    store(session)
    audit_post(
        session,
        by=by,
        deed="tenure.ended",
        post=post,
        after={"tenure": str(tenure.id), "ended_on": ended.on.isoformat(), "end_reason": reason},
    )
    return tenure


def need_current(tenure: Tenure) -> None:
    """Raise AlreadyRecordedError when another row has taken this one's place."""
    if tenure.superseded_at is not None:
        raise AlreadyRecordedError("This record has been corrected. Load the page again and use the newer one.")
