"""The only writer of a submission's state: an event is appended and the state follows from it (W7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.access import Identity, Role
from core.audit import record
from core.errors import ConflictError
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.states import Deed, State, next_state

LEADS_DEEDS = frozenset({Deed.CONFIRM, Deed.SUBMIT})
CANNOT = {
    Deed.CONFIRM: "New figures cannot be stored",
    Deed.SIGN_OFF: "It cannot be signed off",
    Deed.DECLINE: "The sign-off cannot be declined",
    Deed.SUBMIT: "It cannot be submitted",
    Deed.SEND_BACK: "It cannot be sent back",
    Deed.APPROVE: "It cannot be approved",
    Deed.REOPEN: "It cannot be reopened",
}


class WrongStateError(ConflictError):
    """The deed is not allowed from the state that holds now, which the sentence and `state` tell."""

    def __init__(self, deed: Deed, state: State) -> None:
        super().__init__(f"{CANNOT[deed]}: this return is now \u201c{state.words}\u201d. Go back to its page and look.")
        self.state = state


def acts_for_lead(by: Identity, authority_id: int) -> bool:
    """Whether a lead's deed is done by somebody who is no lead of this authority: the support team, and it is said."""
    return not any(held.role is Role.LEAD and held.authority_id == authority_id for held in by.memberships)


def record_event(
    session: Session,
    *,
    by: Identity,
    submission: Submission,
    deed: Deed,
    at: datetime,
    reason: str | None = None,
    sections: Sequence[str] = (),
    snapshot: Mapping[str, Any] | None = None,
) -> SubmissionEvent:
    """Append what was done and move the submission to where that leads.

    The row is locked and read afresh first, so that of two deeds at once the second sees what the first has done.

    Args:
        session: of a transaction whose scope covers the authority.
        by: who did it; a lead's deed by anybody else counts as done for the lead.
        submission: what it was done to.
        deed: what was done.
        at: when.
        reason: why; needed to send back, to reopen and to decline.
        sections: the groups or indicators that are sent back.
        snapshot: the approved figures, kept when a return is reopened.

    Raises:
        WrongStateError: the deed is not allowed from the state that holds (409).
    """
    session.flush()  # reading afresh would drop what this transaction has not written yet
    session.refresh(submission, attribute_names=["state", "version"], with_for_update=True)
    before = State(submission.state)
    after = next_state(before, deed)
    if after is None:
        raise WrongStateError(deed, before)
    event = SubmissionEvent(
        authority_id=submission.authority_id,
        submission_id=submission.id,
        kind=deed.event,
        version=submission.version,
        at=at,
        by_id=by.account_id,
        acting_for_lead=deed in LEADS_DEEDS and acts_for_lead(by, submission.authority_id),
        reason=reason,
        sections=list(sections),
        snapshot=None if snapshot is None else dict(snapshot),
    )
    session.add(event)
    submission.state = after.value
    record(
        session,
        by=by,
        deed=f"submission.{deed.event}",
        subject=f"submission:{submission.id}",
        authority_id=submission.authority_id,
        before={"state": before.value},
        after={
            "state": after.value,
            "version": submission.version,
            "acting_for_lead": event.acting_for_lead,
            **({"sections": list(sections)} if sections else {}),
        },
    )
    return event
