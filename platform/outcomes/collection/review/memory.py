"""Query memory: the explanations that reviewers accepted, what they are offered for and until when; and ending one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import ConflictError, NotFoundError
from core.quarters import Quarter
from outcomes.collection.due.models import Collection
from outcomes.collection.submission.find import NOT_YOURS
from outcomes.collection.submission.models import Explanation, Submission


@dataclass(frozen=True)
class Remembered:
    """One accepted explanation with the quarter it was given for."""

    explanation: Explanation
    quarter: Quarter

    def offered_on(self, day: date) -> bool:
        """Whether it is offered to a lead on that day."""
        until = self.explanation.expires_on
        return self.explanation.retired_at is None and until is not None and until >= day


def list_remembered(session: Session, authority: Authority) -> list[Remembered]:
    """Every accepted explanation of the authority, the newest quarter first; ended and expired ones stay visible."""
    rows = session.execute(
        select(Explanation, Collection.quarter)
        .join(Submission, Submission.id == Explanation.submission_id)
        .join(Collection, Collection.id == Submission.collection_id)
        .where(
            Explanation.authority_id == authority.id,
            Submission.authority_id == authority.id,
            Explanation.accepted_at.is_not(None),
        )
        .order_by(Collection.quarter.desc(), Explanation.indicator_code, Explanation.rule, Explanation.version.desc())
    )
    return [Remembered(explanation, quarter) for explanation, quarter in rows]


def retire_explanation(
    session: Session, *, by: Identity, authority: Authority, explanation_id: UUID, at: datetime
) -> Explanation:
    """Offer an accepted explanation no longer; what it explained stays explained.

    Raises:
        NotFoundError: the authority has no such accepted explanation.
        ConflictError: it was ended already (409).
    """
    found = session.scalar(
        select(Explanation)
        .where(
            Explanation.authority_id == authority.id,
            Explanation.id == explanation_id,
            Explanation.accepted_at.is_not(None),
        )
        .with_for_update()
    )
    if found is None:
        raise NotFoundError(NOT_YOURS)
    if found.retired_at is not None:
        raise ConflictError("This explanation is not offered any more: somebody ended it before you.")
    found.retired_at = at
    found.retired_by_id = by.account_id
    record(
        session,
        by=by,
        deed="explanation.retired",
        subject=f"explanation:{found.id}",
        authority_id=authority.id,
        after={"rule": found.rule, "indicator": found.indicator_code},
    )
    return found
