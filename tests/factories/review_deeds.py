"""The deeds of a review, done by the desk of `reviewed_returns`, and what they leave behind."""

from datetime import UTC, date, datetime
from typing import Any

from factories.lead_returns import AT, ON, QUARTER
from factories.reviewed_returns import Desk
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.outbox import OutboxMessage
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import list_of_authority
from outcomes.collection.remind.ask import ADDRESS
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.review.approve import approve
from outcomes.collection.review.checklist import Checklist, checklist_of
from outcomes.collection.review.reopen import reopen
from outcomes.collection.review.send_back import send_back
from outcomes.collection.submission.may import standing_of
from outcomes.collection.submission.models import (
    Submission,
    SubmissionEvent,
)

REASON = "The counts of October are those of September."
LATER = date(2026, 12, 1)
LATER_AT = datetime(2026, 12, 1, 10, tzinfo=UTC)


def approved(session: Session, desk: Desk, submission: Submission, **told: Any) -> Submission:
    given: dict[str, Any] = {"by": desk.reviewer, "at": AT, "on": ON, **told}
    done = approve(session, submission=submission, **given)
    session.flush()
    return done


def sent_back(session: Session, desk: Desk, submission: Submission, **told: Any) -> SubmissionEvent:
    given: dict[str, Any] = {"by": desk.reviewer, "reason": REASON, "sections": ["demand"], "at": AT, "on": ON, **told}
    return send_back(session, submission=submission, **given)


def reopened(session: Session, desk: Desk, submission: Submission, **told: Any) -> SubmissionEvent:
    given: dict[str, Any] = {"by": desk.reviewer, "reason": REASON, "at": AT, "on": ON, **told}
    return reopen(session, submission=submission, **given)


def current(session: Session, desk: Desk, as_at: date | None = None) -> dict[str, Observation]:
    found = list_of_authority(session, authority_id=desk.due.authority.id, as_at=as_at)
    return {code: row for (code, quarter), row in found.items() if quarter == QUARTER}


def letters(session: Session, kind: Kind) -> int:
    """How many letters of this kind were asked for; they are addressed and sent after the commit."""
    session.flush()
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.task == ADDRESS))
    return sum(message.arguments[2] == kind.value for message in asked)


def checklist(session: Session, desk: Desk, submission: Submission, **told: Any) -> Checklist:
    standing = standing_of(session, desk.due.authority, desk.due.collection, ON)
    return checklist_of(
        session,
        by=told.get("by", desk.reviewer),
        authority=desk.due.authority,
        collection=desk.due.collection,
        submission=submission,
        standing=standing,
        on=ON,
    )
