"""Approves a version: its figures count from today, its explanations are accepted, its lead hears of it."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.access import Identity
from core.errors import ConflictError, DomainError
from outcomes.collection.observation.merge import merge_figures
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.review.at_hand import hold, tell_leads
from outcomes.collection.review.checklist import OWN_WORK, Checklist, checklist_of
from outcomes.collection.submission.find import figures_of, get_version
from outcomes.collection.submission.may import is_maker
from outcomes.collection.submission.models import Explanation, Submission, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.move import record_event
from outcomes.collection.submission.states import Deed


class OwnWorkError(ConflictError):
    """The approver made the version (F7)."""


class UnresolvedError(DomainError):
    """Something on the checklist must be resolved first (W11)."""

    def __init__(self, checklist: Checklist) -> None:
        super().__init__(" ".join(entry.sentence for entry in checklist.must))
        self.checklist = checklist


def approve(
    session: Session, *, by: Identity, submission: Submission, at: datetime, on: date, version: int | None = None
) -> Submission:
    """Approve the version that the reviewer read.

    Args:
        session: of a transaction whose scope covers the authority.
        by: the reviewer, who neither stored, explained nor submitted this version.
        submission: what is approved.
        at: when.
        on: the day from which the figures are known.
        version: the number that the page was drawn for; None for the one that holds now.

    Raises:
        WrongStateError, ConflictError: it is not in review, or another version has been stored since (409).
        OwnWorkError: the reviewer made this version (409).
        UnresolvedError: the checklist names something that must be resolved first.
    """
    held = hold(session, submission, Deed.APPROVE, version, on)
    submission = held.submission
    if is_maker(by, held.standing.makers):
        raise OwnWorkError(OWN_WORK)
    checklist = checklist_of(
        session,
        by=by,
        authority=held.authority,
        collection=held.collection,
        submission=submission,
        standing=held.standing,
        on=on,
    )
    if not checklist.clear:
        raise UnresolvedError(checklist)
    record_event(session, by=by, submission=submission, deed=Deed.APPROVE, at=at)
    approved = get_version(session, held.authority, submission, submission.version)
    figures = figures_of(session, approved)
    merge_figures(
        session,
        by=by,
        authority_id=held.authority.id,
        quarter=held.collection.quarter,
        version=approved,
        figures=figures,
        at=at,
        on=on,
        cleared=_given_before(session, submission) - set(figures),
    )
    _accept_explanations(session, by=by, submission=submission, at=at, on=on)
    tell_leads(session, held, Kind.APPROVED)
    return submission


def _given_before(session: Session, submission: Submission) -> set[str]:
    """Every indicator that any version of this return has held: what is missing now was cleared, with a tick."""
    return set(
        session.scalars(
            select(SubmittedFigure.indicator_code)
            .join(SubmissionVersion, SubmissionVersion.id == SubmittedFigure.version_id)
            .where(
                SubmittedFigure.authority_id == submission.authority_id,
                SubmissionVersion.authority_id == submission.authority_id,
                SubmissionVersion.submission_id == submission.id,
            )
            .distinct()
        )
    )


def _accept_explanations(session: Session, *, by: Identity, submission: Submission, at: datetime, on: date) -> None:
    """The explanations of this version are accepted: offered again for a year, shown, never applied (query memory)."""
    session.execute(
        update(Explanation)
        .where(
            Explanation.authority_id == submission.authority_id,
            Explanation.submission_id == submission.id,
            Explanation.version == submission.version,
            Explanation.accepted_at.is_(None),
        )
        .values(accepted_at=at, accepted_by_id=by.account_id, expires_on=a_year_after(on))
    )


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February for the leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
