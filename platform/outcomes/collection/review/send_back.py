"""Sends a return back: which sections, and why, both in the letter as well (F2)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from core.access import Identity
from outcomes.collection.due.expected import list_items
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.review.at_hand import Missing, ReviewError, find_missing_reason, hold, reason_of, tell_leads
from outcomes.collection.review.sections import known_sections
from outcomes.collection.submission.find import figures_of, get_version
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.move import record_event
from outcomes.collection.submission.states import Deed

NO_SECTION = Missing("sections", "Tick what has to be looked at again: a section, or a single indicator.")


def send_back(
    session: Session,
    *,
    by: Identity,
    submission: Submission,
    reason: str,
    sections: Sequence[str],
    at: datetime,
    on: date,
    version: int | None = None,
) -> SubmissionEvent:
    """Return the submission to its lead, naming groups of indicators or single ones.

    Raises:
        WrongStateError, ConflictError: it is not in review, or another version has been stored since (409).
        ReviewError: no section, one that this return does not have, or no reason; all that is so at once.
    """
    held = hold(session, submission, Deed.SEND_BACK, version, on)
    words = reason_of(reason)
    figures = figures_of(session, get_version(session, held.authority, held.submission, held.submission.version))
    known = known_sections([*list_items(session, held.collection), *figures])
    chosen = [each for each in known if each in set(sections)]
    missing = (None if chosen and not set(sections) - set(known) else NO_SECTION, find_missing_reason(words))
    if any(missing):
        raise ReviewError(*filter(None, missing))
    event = record_event(
        session, by=by, submission=held.submission, deed=Deed.SEND_BACK, at=at, reason=words, sections=chosen
    )
    tell_leads(session, held, Kind.SENT_BACK)
    return event
