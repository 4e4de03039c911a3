"""Which lock holds a return, by whom, since when, and what can be done about it (W8, F4)."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from charts.words import day_in_words
from core.errors import ConflictError
from outcomes.collection.due.window import Lock
from outcomes.collection.people import names_of
from outcomes.collection.submission.may import Standing
from outcomes.collection.submission.models import SubmissionEvent
from outcomes.collection.submission.states import Deed

LONDON = ZoneInfo("Europe/London")


class LockedError(ConflictError):
    """Figures cannot be changed now; `lock` is the stable code, the sentence says which lock it is."""

    def __init__(self, lock: Lock, sentence: str) -> None:
        super().__init__(sentence)
        self.lock = lock


def lock_words(session: Session, standing: Standing) -> str | None:
    """The lock in a sentence, with who closed it and on which day; None when nothing is locked."""
    window, lock = standing.window, standing.lock
    if lock is None:
        return None
    if lock is Lock.APPROVED:
        done = _last(standing.events, Deed.APPROVE)
        return f"Approved{_by(session, done)}. Ask the programme support team to reopen it if a figure must change."
    if lock is Lock.IN_REVIEW:
        done = _last(standing.events, Deed.SUBMIT)
        return (
            f"With the programme support team for review: submitted{_by(session, done)}. "
            "If a figure must change, ask the team to send it back."
        )
    if lock is Lock.PROGRAMME_CLOSED:
        until = standing.window.collects_until
        last = f" on {day_in_words(until)}" if until else ""
        return f"The programme took its last returns{last}. Ask the programme support team for an extension."
    if lock is Lock.PERIOD_NOT_OPEN:
        return f"Not open yet: returns for this quarter are taken from {day_in_words(window.opens_on)}."
    last_day = window.last_day or window.deadline
    return (
        f"The last day for this return was {day_in_words(last_day)}. Ask the programme support team for an extension."
    )


def require_unlocked(session: Session, standing: Standing) -> None:
    """Raise LockedError, saying which lock, when figures cannot be changed now."""
    words = lock_words(session, standing)
    if standing.lock is not None and words is not None:
        raise LockedError(standing.lock, words)


def _last(events: Sequence[SubmissionEvent], deed: Deed) -> SubmissionEvent | None:
    return next((event for event in reversed(events) if event.kind == deed.event), None)


def _by(session: Session, event: SubmissionEvent | None) -> str:
    if event is None:
        return ""
    name = names_of(session, {event.by_id}).get(event.by_id)
    return f"{f' by {name}' if name else ''} on {london_day(event.at)}"


def london_day(moment: datetime) -> str:
    """The day of a moment where deadlines fall, in words."""
    return day_in_words(moment.astimezone(LONDON).date())
