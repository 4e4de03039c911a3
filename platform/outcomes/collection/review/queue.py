"""What waits for review, the longest first, in one statement however many authorities there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from authorities.register.models import Authority
from core.access import Identity
from core.quarters import Quarter
from core.working_days import working_days_between
from outcomes.collection.due.models import Collection
from outcomes.collection.submission.may import MAKING, is_maker
from outcomes.collection.submission.models import Explanation, Submission, SubmissionEvent
from outcomes.collection.submission.states import IN_REVIEW, Deed, State

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Waiting:
    """One return that waits. `makers` are the accounts that may not approve it."""

    submission_id: UUID
    authority_code: str
    authority_name: str
    quarter: Quarter
    version: int
    state: State
    submitted_at: datetime
    submitted_by: int | None
    acting_for_lead: bool
    timeliness: str | None
    makers: frozenset[int]

    @property
    def resubmitted(self) -> bool:
        return self.state is State.RESUBMITTED

    def days_waiting(self, on: date) -> int:
        """Working days since it was submitted."""
        return working_days_between(self.submitted_at.astimezone(LONDON).date(), on)

    def is_made_by(self, by: Identity) -> bool:
        """Whether this reader may not approve it, having made it (F7)."""
        return is_maker(by, self.makers)


def list_waiting(session: Session) -> list[Waiting]:
    """Every return in review, the one that has waited longest first."""
    last = aliased(SubmissionEvent)
    newest = (
        select(func.max(SubmissionEvent.id))
        .where(SubmissionEvent.submission_id == Submission.id, SubmissionEvent.kind == Deed.SUBMIT.event)
        .correlate(Submission)
        .scalar_subquery()
    )
    makers = (
        select(func.array_agg(SubmissionEvent.by_id.distinct()))
        .where(
            SubmissionEvent.submission_id == Submission.id,
            SubmissionEvent.version == Submission.version,
            SubmissionEvent.kind.in_(MAKING),
            SubmissionEvent.by_id.is_not(None),
        )
        .correlate(Submission)
        .scalar_subquery()
    )
    explainers = (
        select(func.array_agg(Explanation.given_by_id.distinct()))
        .where(
            Explanation.submission_id == Submission.id,
            Explanation.version == Submission.version,
            Explanation.given_by_id.is_not(None),
        )
        .correlate(Submission)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Submission,
            Authority.code,
            Authority.name,
            Collection.quarter,
            last,
            makers.label("makers"),
            explainers.label("explainers"),
        )
        .join(Authority, Authority.id == Submission.authority_id)
        .join(Collection, Collection.id == Submission.collection_id)
        .join(last, last.id == newest)
        .where(Submission.state.in_([state.value for state in IN_REVIEW]))
        .order_by(last.at, Authority.name)
    )
    return [
        Waiting(
            submission.id,
            code,
            name,
            quarter,
            submission.version,
            State(submission.state),
            event.at,
            event.by_id,
            event.acting_for_lead,
            submission.timeliness,
            _numbers(made_by) | _numbers(explained_by),
        )
        for submission, code, name, quarter, event, made_by, explained_by in rows
    ]


def _numbers(accounts: Iterable[int] | None) -> frozenset[int]:
    return frozenset(accounts or ())
