"""When a return may be worked on, and which lock holds it when not (W8). Pure: dates in, lock out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.working_days import working_days_between
from outcomes.collection.submission.states import IN_REVIEW, State


class Lock(StrEnum):
    """Why figures cannot be changed now; each says something else on the page."""

    APPROVED = "approved"
    IN_REVIEW = "in_review"
    PROGRAMME_CLOSED = "programme_closed"
    PERIOD_NOT_OPEN = "period_not_open"
    DEADLINE_PASSED = "deadline_passed"


@dataclass(frozen=True)
class Window:
    """The days of one authority's return.

    `extended_to` is its own later deadline, `collects_until` the last day on which the programme takes returns.
    """

    opens_on: date
    due_on: date
    closes_on: date | None = None
    extended_to: date | None = None
    collects_until: date | None = None

    @property
    def deadline(self) -> date:
        """The day by which it is due: an extension moves it, never forward."""
        return max(self.due_on, self.extended_to) if self.extended_to else self.due_on

    @property
    def last_day(self) -> date | None:
        """The last day on which it is taken at all; None while there is none."""
        if self.closes_on is None:
            return None
        return max(self.closes_on, self.deadline)

    def lock_on(self, day: date, state: State) -> Lock | None:
        """The lock that holds on a day; approval outranks everything, an extension never unlocks it."""
        if state is State.APPROVED:
            return Lock.APPROVED
        if state in IN_REVIEW:
            return Lock.IN_REVIEW
        if self.collects_until is not None and day > max(self.collects_until, self.extended_to or date.min):
            return Lock.PROGRAMME_CLOSED
        if day < self.opens_on:
            return Lock.PERIOD_NOT_OPEN
        if self.last_day is not None and day > self.last_day:
            return Lock.DEADLINE_PASSED
        return None

    def due_words(self, day: date) -> str:
        """How long there is, in working days: "in 9 working days", "today", "3 working days late" (D11)."""
        if day == self.deadline:
            return "today"
        days = working_days_between(day, self.deadline)
        if day < self.deadline:
            return f"in {days} working {'day' if days == 1 else 'days'}" if days else "before the next working day"
        late = -days
        return f"{late} working {'day' if late == 1 else 'days'} late" if late else "just past"
