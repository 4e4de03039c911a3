"""The states of a handover pack and which deed leads where: one table, read by pages, verbs and tests. Pure."""

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    READY = "ready"
    HANDED_OVER = "handed_over"
    NOT_NEEDED = "not_needed"

    @property
    def words(self) -> str:
        """As screens write it."""
        return WORDS[self]

    @property
    def closed(self) -> bool:
        """Whether nothing more can be done to the pack."""
        return self in CLOSED


WORDS = {
    State.OPEN: "Open",
    State.READY: "Ready to hand over",
    State.HANDED_OVER: "Handed over",
    State.NOT_NEEDED: "Not needed",
}
CLOSED = frozenset({State.HANDED_OVER, State.NOT_NEEDED})
UNFINISHED = tuple(state for state in State if state not in CLOSED)


class Deed(StrEnum):
    """What happens to a pack, in the past tense, as it stands in its events."""

    OPENED = "opened"
    MOVED = "moved"
    COMPLETED = "completed"
    TAKEN_UP_AGAIN = "taken_up_again"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"

    @property
    def words(self) -> str:
        """As screens write it."""
        return DEED_WORDS[self]


DEED_WORDS = {
    Deed.OPENED: "Opened",
    Deed.MOVED: "The last day changed",
    Deed.COMPLETED: "All nine parts done",
    Deed.TAKEN_UP_AGAIN: "A part was taken up again",
    Deed.CONFIRMED: "Handover confirmed",
    Deed.SET_ASIDE: "No longer needed",
}

# (state, deed) -> the state it leads to. None is the pack that does not exist yet.
MOVES: dict[tuple[State | None, Deed], State] = {
    (None, Deed.OPENED): State.OPEN,
    **{(state, Deed.MOVED): state for state in (State.OPEN, State.READY)},
    (State.OPEN, Deed.COMPLETED): State.READY,
    (State.READY, Deed.TAKEN_UP_AGAIN): State.OPEN,
    # The new holder decides when they have what they need: a part may stay empty, and the pack says so.
    **{(state, Deed.CONFIRMED): State.HANDED_OVER for state in (State.OPEN, State.READY)},
    **{(state, Deed.SET_ASIDE): State.NOT_NEEDED for state in (State.OPEN, State.READY)},
}


def next_state(state: State | None, deed: Deed) -> State | None:
    """Where the deed leads from there; None where it is not allowed."""
    return MOVES.get((state, deed))
