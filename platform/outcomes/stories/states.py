"""The states of a story and which deed leads where: one table, read by pages, verbs and tests. Pure."""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """As screens write it."""
        return WORDS[self]

    @property
    def tone(self) -> str:
        """Which colour goes with the words (macros/states.html)."""
        return TONES[self]


WORDS = {
    State.DRAFT: "Draft",
    State.WAITING: "Waiting for review",
    State.SENT_BACK: "Sent back",
    State.RELEASED: "Released",
    State.WITHDRAWN: "Withdrawn",
}
TONES = {
    State.DRAFT: "neutral",
    State.WAITING: "info",
    State.SENT_BACK: "attention",
    State.RELEASED: "good",
    State.WITHDRAWN: "neutral",
}


class Deed(StrEnum):
    """What happened to a story; the value is the event, in the past tense."""

    WRITTEN = "written"
    CHANGED = "changed"
    SENT = "sent"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


CHANGEABLE = frozenset({State.DRAFT, State.SENT_BACK})
REVIEWED = frozenset({Deed.RELEASED, Deed.SENT_BACK})
"""What a reviewer does, who is never whoever wrote the story."""

# (state, deed) -> the state it leads to. What is not here is refused with 409 and the state that holds.
MOVES: dict[tuple[State, Deed], State] = {
    (State.DRAFT, Deed.CHANGED): State.DRAFT,
    (State.SENT_BACK, Deed.CHANGED): State.SENT_BACK,
    (State.DRAFT, Deed.SENT): State.WAITING,
    (State.SENT_BACK, Deed.SENT): State.WAITING,
    (State.WAITING, Deed.SENT_BACK): State.SENT_BACK,
    (State.WAITING, Deed.RELEASED): State.RELEASED,
    **{
        (state, Deed.WITHDRAWN): State.WITHDRAWN
        for state in (State.DRAFT, State.WAITING, State.SENT_BACK, State.RELEASED)
    },
}


def next_state(state: State, deed: Deed) -> State | None:
    """Where the deed leads from there; None where it is not allowed."""
    return MOVES.get((state, deed))


def replay(events: Iterable[str]) -> State:
    """The state that a history of events leads to; raises ValueError for a history that cannot have been."""
    state: State | None = None
    for event in events:
        following = State.DRAFT if state is None and event == Deed.WRITTEN else None
        if state is not None:
            following = next_state(state, Deed(event))
        if following is None:
            raise ValueError(f"'{event}' cannot follow on {state}")
        state = following
    if state is None:
        raise ValueError("a story begins with being written")
    return state
