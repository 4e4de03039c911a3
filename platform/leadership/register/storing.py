"""Sends rows to the database at once, so that what it refuses is said in plain English where it was asked for."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leadership.register.errors import DatesError, LeadershipError, PostHeldError, RecordedMeanwhileError

# By the name of the constraint: the kind of refusal, its sentence, the box it belongs to.
REFUSALS: dict[str, tuple[type[LeadershipError], str, str | None]] = {
    "one_substantive_holder": (
        PostHeldError,
        "Somebody else holds this post in their own right at that time. Record their departure first.",
        "started_on",
    ),
    "one_temporary_holder": (
        PostHeldError,
        "Somebody else is interim or acting in this post at that time. Record the end of their time first.",
        "started_on",
    ),
    "ck_tenure_dates_in_order": (DatesError, "The end lies before the start. Correct one of the two.", "ended_on"),
    "ck_post_dates_in_order": (DatesError, "The post cannot close before it was opened.", "closed_on"),
    "uq_tenure_authority_id_supersedes_id": (
        RecordedMeanwhileError,
        "Somebody has corrected this in the meantime. Load the page again and correct the newer record.",
        None,
    ),
    "uq_succession_event_authority_id_supersedes_id": (
        RecordedMeanwhileError,
        "Somebody has corrected this in the meantime. Load the page again and correct the newer record.",
        None,
    ),
    "tenure_ended_on_recorded_once": (
        RecordedMeanwhileError,
        "Somebody has recorded the end of this time in post in the meantime. Load the page again.",
        None,
    ),
    "post_closed_on_recorded_once": (
        RecordedMeanwhileError,
        "Somebody has closed this post in the meantime. Load the page again.",
        None,
    ),
}
LATE = "_known_before_recorded"


def store(session: Session) -> None:
    """Flush here, and raise the domain's own error for a constraint that has one; others go on as they are."""
    try:
        session.flush()
    except IntegrityError as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: IntegrityError) -> LeadershipError | None:
    name: str = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    if name in REFUSALS:
        kind, sentence, field = REFUSALS[name]
        return kind(sentence, field=field)
    if name.endswith(LATE):
        return DatesError("It cannot have been known later than today. Give today or an earlier day.", field="known_on")
    return None
