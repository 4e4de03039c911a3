"""How states look: a tone for the tag, never colour alone."""

from outcomes.collection.due.standing import ReturnStanding
from outcomes.collection.submission.states import State

TONES = {
    State.NOT_STARTED: "neutral",
    State.IN_PROGRESS: "info",
    State.SUBMITTED: "attention",
    State.RETURNED: "attention",
    State.RESUBMITTED: "attention",
    State.APPROVED: "good",
    State.REOPENED: "info",
}


def state_tone(row: ReturnStanding) -> str:
    """Late returns are urgent, whatever else they are."""
    return "urgent" if row.is_late else TONES[row.state]
