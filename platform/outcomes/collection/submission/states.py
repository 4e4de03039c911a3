"""The states of a submission and which deed leads where: one table, read by pages, verbs and tests (W7). Pure."""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    APPROVED = "approved"
    REOPENED = "reopened"

    @property
    def words(self) -> str:
        """As screens write it."""
        return WORDS[self]


WORDS = {
    State.NOT_STARTED: "Not started",
    State.IN_PROGRESS: "In progress",
    State.SUBMITTED: "Submitted",
    State.RETURNED: "Sent back",
    State.RESUBMITTED: "Resubmitted with changes",
    State.APPROVED: "Approved",
    State.REOPENED: "Reopened",
}


class Deed(StrEnum):
    """What can be done to a submission; the value is the verb, the event is its past tense."""

    CONFIRM = "confirm"
    SIGN_OFF = "sign_off"
    DECLINE = "decline_sign_off"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REOPEN = "reopen"

    @property
    def event(self) -> str:
        return EVENTS[self]


EVENTS = {
    Deed.CONFIRM: "confirmed",
    Deed.SIGN_OFF: "signed_off",
    Deed.DECLINE: "sign_off_declined",
    Deed.SUBMIT: "submitted",
    Deed.SEND_BACK: "returned",
    Deed.APPROVE: "approved",
    Deed.REOPEN: "reopened",
}

OPEN = (State.IN_PROGRESS, State.RETURNED, State.REOPENED)
IN_REVIEW = (State.SUBMITTED, State.RESUBMITTED)

# (state, deed) -> the state it leads to. What is not here is refused with 409 and the state that holds.
MOVES: dict[tuple[State, Deed], State] = {
    (State.NOT_STARTED, Deed.CONFIRM): State.IN_PROGRESS,
    **{(state, Deed.CONFIRM): state for state in OPEN},
    **{(state, Deed.SIGN_OFF): state for state in OPEN},
    **{(state, Deed.DECLINE): state for state in OPEN},
    (State.IN_PROGRESS, Deed.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Deed.SUBMIT): State.RESUBMITTED,
    (State.REOPENED, Deed.SUBMIT): State.RESUBMITTED,
    **{(state, Deed.SEND_BACK): State.RETURNED for state in IN_REVIEW},
    **{(state, Deed.APPROVE): State.APPROVED for state in IN_REVIEW},
    (State.APPROVED, Deed.REOPEN): State.REOPENED,
}


def next_state(state: State, deed: Deed) -> State | None:
    """Where the deed leads from there; None where it is not allowed."""
    return MOVES.get((state, deed))


def replay(events: Iterable[str]) -> State:
    """The state that a history of events leads to; raises ValueError for a history that cannot have been."""
    deeds = {event: deed for deed, event in EVENTS.items()}
    state = State.NOT_STARTED
    for event in events:
        following = next_state(state, deeds[event])
        if following is None:
            raise ValueError(f"'{event}' cannot follow on {state}")
        state = following
    return state
