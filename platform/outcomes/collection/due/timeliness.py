"""How punctual a return is (W9): measured in London, against the deadline that held at that moment. Pure.

The deadline is the end of its day in London, whichever side of a change of the clocks that is. What is worked out
here is stored with the first submission and never worked out again.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Punctuality(StrEnum):
    """On time; on time by its own later deadline; late."""

    ON_TIME = "on_time"
    EXTENDED = "extended"
    LATE = "late"

    @property
    def words(self) -> str:
        """As screens write it."""
        return WORDS[self]


WORDS = {
    Punctuality.ON_TIME: "On time",
    Punctuality.EXTENDED: "On time, with an extension",
    Punctuality.LATE: "Late",
}


def due_instant(day: date) -> datetime:
    """The moment at which a day of London ends: a return that arrives at it is on time, a moment later is late."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=LONDON)


def timeliness(due_on: date, extended_to: date | None, submitted_at: datetime) -> tuple[Punctuality, int]:
    """How punctual a return was, and how many days late.

    Args:
        due_on: the collection's deadline.
        extended_to: the authority's own later deadline, if it had one.
        submitted_at: when it was first submitted, in any time zone.

    Returns:
        The class, and whole days after the deadline on the London calendar: 1 for any time of the day after it.
    """
    if submitted_at <= due_instant(due_on):
        return Punctuality.ON_TIME, 0
    deadline = max(due_on, extended_to) if extended_to else due_on
    if submitted_at <= due_instant(deadline):
        return Punctuality.EXTENDED, 0
    return Punctuality.LATE, (submitted_at.astimezone(LONDON).date() - deadline).days
