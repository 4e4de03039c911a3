"""Which notices there are, to whom each goes, and on which working day a reminder is due (W10, J1 to J3). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.working_days import add_working_days, is_working_day
from outcomes.collection.due.window import Window
from outcomes.collection.submission.states import State


class Audience(StrEnum):
    """Who is written to: those who submit for the authority, those who sign for it, the programme support team."""

    LEADS = "leads"
    SIGNATORIES = "signatories"
    SUPPORT = "support"


class Kind(StrEnum):
    """What a letter is about."""

    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    RECEIPT = "receipt"
    SUBMITTED = "submitted"
    SENT_BACK = "returned"
    APPROVED = "approved"
    REOPENED = "reopened"
    SIGN_OFF_ASKED = "sign_off_asked"
    SIGN_OFF_DECLINED = "sign_off_declined"
    EXTENDED = "extended"
    NOBODY_NEXT = "nobody_next"


TIMED = frozenset({Kind.REMINDER, Kind.DUE_TODAY, Kind.OVERDUE})

# The event of a return that a letter tells of; the letter is known by that event's number.
TELLS_OF: dict[Kind, str] = {
    Kind.RECEIPT: "submitted",
    Kind.SUBMITTED: "submitted",
    Kind.SENT_BACK: "returned",
    Kind.APPROVED: "approved",
    Kind.REOPENED: "reopened",
    Kind.SIGN_OFF_DECLINED: "sign_off_declined",
}
# Letters whose key is the number of an event. The deed names the one after which a signature is asked for: by the time
# a worker reads, the director may have signed.
KNOWN_BY_EVENT = frozenset({*TELLS_OF, Kind.SIGN_OFF_ASKED})
# What is told of each event whether or not somebody asked, and to whom.
TOLD_OF_EVENTS: tuple[tuple[Kind, Audience], ...] = (
    (Kind.RECEIPT, Audience.LEADS),
    (Kind.SUBMITTED, Audience.SUPPORT),
    (Kind.SENT_BACK, Audience.LEADS),
    (Kind.APPROVED, Audience.LEADS),
    (Kind.REOPENED, Audience.LEADS),
    (Kind.SIGN_OFF_DECLINED, Audience.LEADS),
)

# Working days from the deadline; after the last one every five more: weekly.
BEFORE = (-10, -5)
AFTER = (1, 5)
WEEK = 5
# A tick that was missed is made up for on the next working day, not later: the words would no longer be true.
MADE_UP_FOR = 1
# A return that was reopened had been approved: it is talked about, not chased.
REMINDED = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.RETURNED})


@dataclass(frozen=True)
class Due:
    """One reminder that is due: its kind, and the day of the schedule that tells it from the others."""

    kind: Kind
    scheduled_on: date

    @property
    def key(self) -> str:
        return self.scheduled_on.isoformat()


def due_notices(window: Window, state: State, day: date) -> tuple[Due, ...]:
    """The reminders of one return that are due on a day: one at most, and none to those who owe nothing.

    None on a day off, none while the return cannot be worked on, none once it was handed in. An extension moves the
    whole schedule.
    """
    if not is_working_day(day) or state not in REMINDED or window.lock_on(day, state) is not None:
        return ()
    earliest = add_working_days(day, -MADE_UP_FOR)
    newest = None
    for due in schedule(window.deadline, until=day):
        if due.scheduled_on >= max(earliest, window.opens_on):
            newest = due
    return () if newest is None else (newest,)


def schedule(deadline: date, *, until: date) -> list[Due]:
    """Every reminder about a deadline up to a day, the earliest first; each falls on a working day."""
    # A deadline on a day off is reminded of on the last working day before it.
    last = deadline if is_working_day(deadline) else add_working_days(deadline, -1)
    found = [Due(Kind.REMINDER, add_working_days(last, offset)) for offset in BEFORE]
    found.append(Due(Kind.DUE_TODAY, last))
    offset = 0
    while not found[-1].scheduled_on > until:
        offset = next((after for after in AFTER if after > offset), offset + WEEK)
        found.append(Due(Kind.OVERDUE, add_working_days(last, offset)))
    return [due for due in found if due.scheduled_on <= until]
