"""The support team reviews a self-assessment: agreed, or to discuss, with words. Never whoever assessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from authorities.fidelity.assess import last_version
from authorities.fidelity.errors import AssessedMeanwhileError, FidelityError, SecondPersonError
from authorities.fidelity.kinds import Outcome
from authorities.fidelity.models import FidelityAssessment, FidelityReview
from authorities.programme.models import Adoption, Innovation
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.outbox import send_after_commit

TELL = "fidelity.tell_of_review"
"""The task that writes to the authority's leads when something is to be discussed."""


def review_assessment(
    session: Session,
    *,
    by: Identity,
    adoption: Adoption,
    assessment: FidelityAssessment,
    outcome: Outcome,
    words: str | None,
    on: date,
) -> FidelityReview:
    """Say whether the support team agrees with the newest version of a quarter. A later review comes after this one.

    Raises:
        SecondPersonError: who reviews has assessed the quarter, in this version or an earlier one.
        AssessedMeanwhileError: there is a newer version.
        FidelityError: there is something to discuss and no word about it.
    """
    if by.account_id is not None and by.account_id in list_assessors(session, assessment):
        raise SecondPersonError("You recorded an assessment of this quarter, so somebody else of the team reviews it.")
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"fidelity_review:{assessment.id}"))))
    if last_version(session, adoption, assessment.of_quarter) != assessment.version:
        raise AssessedMeanwhileError("The authority has recorded a newer version. Load the page again and review that.")
    said = " ".join((words or "").split()) or None
    if outcome is Outcome.TO_DISCUSS and said is None:
        raise FidelityError("Say what is to be discussed.", field="words")
    before = session.scalar(
        select(func.max(FidelityReview.number)).where(
            FidelityReview.authority_id == assessment.authority_id, FidelityReview.assessment_id == assessment.id
        )
    )
    review = FidelityReview(
        authority_id=assessment.authority_id,
        assessment_id=assessment.id,
        assessed_by_id=assessment.recorded_by_id,
        number=(before or 0) + 1,
        outcome=outcome.value,
        words=said,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    session.add(review)
    session.flush()  # the database's own refusals belong to this deed
    record(
        session,
        by=by,
        deed="fidelity.reviewed",
        subject=f"fidelity:{assessment.id}",
        authority_id=assessment.authority_id,
        after={"outcome": outcome.value, "number": review.number},
    )
    if outcome is Outcome.TO_DISCUSS:
        send_after_commit(session, TELL, str(review.id))
    return review


def list_assessors(session: Session, assessment: FidelityAssessment) -> frozenset[int | None]:
    """Everybody who recorded a version of the quarter: a new version may say little that the one before did not."""
    return frozenset(
        session.scalars(
            select(FidelityAssessment.recorded_by_id).where(
                FidelityAssessment.authority_id == assessment.authority_id,
                FidelityAssessment.adoption_id == assessment.adoption_id,
                FidelityAssessment.quarter == assessment.quarter,
            )
        )
    )


@dataclass(frozen=True)
class WaitingAssessment:
    """A self-assessment that nobody has reviewed."""

    assessment: FidelityAssessment
    authority: Authority
    innovation: Innovation


def list_waiting(session: Session) -> Sequence[WaitingAssessment]:
    """The newest versions without a review, the longest waiting first."""
    rows = session.execute(
        select(FidelityAssessment, Authority, Innovation)
        .join(Authority, Authority.id == FidelityAssessment.authority_id)
        .join(Adoption, Adoption.id == FidelityAssessment.adoption_id)
        .join(Innovation, Innovation.code == Adoption.innovation_code)
        .where(
            FidelityAssessment.id.in_(_newest()),
            ~select(FidelityReview.id)
            .where(
                FidelityReview.authority_id == FidelityAssessment.authority_id,
                FidelityReview.assessment_id == FidelityAssessment.id,
            )
            .exists(),
        )
        .order_by(FidelityAssessment.recorded_at, FidelityAssessment.id)
    )
    return [WaitingAssessment(assessment, authority, innovation) for assessment, authority, innovation in rows]


def _newest() -> Select[UUID]:
    return (
        select(FidelityAssessment.id)
        .ext(distinct_on(FidelityAssessment.adoption_id, FidelityAssessment.quarter))
        .order_by(FidelityAssessment.adoption_id, FidelityAssessment.quarter, FidelityAssessment.version.desc())
    )
