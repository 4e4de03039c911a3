"""An authority says of a quarter how far each element of its innovation is in place; each saying is a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.fidelity.elements import list_elements
from authorities.fidelity.errors import AssessedMeanwhileError, FidelityError
from authorities.fidelity.kinds import ElementState
from authorities.fidelity.local import list_local_elements
from authorities.fidelity.local_models import LocalAnswer, LocalElement
from authorities.fidelity.models import FidelityAnswer, FidelityAssessment
from authorities.programme.models import Adoption
from core.access import Identity
from core.audit import record
from core.quarters import Quarter
from core.scope import scope_of

MOST_BACK = 20
"""Quarters that may be looked back on: five years, as long as the programme's funding."""


@dataclass(frozen=True)
class Answer:
    """What is said of one element."""

    element_code: str
    state: ElementState
    evidence: str | None = None
    reason: str | None = None


def assess(
    session: Session,
    *,
    by: Identity,
    adoption: Adoption,
    quarter: Quarter,
    answers: Sequence[Answer],
    difference: str,
    after_version: int,
    on: date,
) -> FidelityAssessment:
    """Store the next version of a quarter's self-assessment; each element of it must be answered, local ones too.

    Args:
        session: its scope must cover the adoption's authority.
        by: who assesses; somebody else reviews it.
        adoption: of which innovation by which authority.
        quarter: this one or one of the last five years.
        answers: one for each element, local ones among them.
        difference: what is different from the practice before.
        after_version: the version that the writer saw, 0 for none.
        on: the day it is done, from which it can be known.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        FidelityError: something is missing; `field` says where.
        AssessedMeanwhileError: somebody has recorded a newer version.
    """
    scope_of(session).require(adoption.authority_id)
    need_quarter(quarter, on)
    # Two at once: the second waits, and finds the version of the first.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"fidelity:{adoption.id}:{quarter}"))))
    last = last_version(session, adoption, quarter)
    if last != after_version:
        raise AssessedMeanwhileError(
            "Somebody has assessed this quarter since you opened the page. Read the newer one, then save yours again."
        )
    said = _line(difference)
    if not said:
        raise FidelityError("Say what is different from the practice before.", field="difference")
    local = {each.code: each for each in list_local_elements(session, adoption, known_on=on, quarter=quarter)}
    _need_all(session, adoption, quarter, answers, local)
    assessment = FidelityAssessment(
        id=uuid4(),
        authority_id=adoption.authority_id,
        adoption_id=adoption.id,
        quarter=str(quarter),
        version=last + 1,
        difference=said,
        known_on=on,
        recorded_by_id=by.account_id,
    )
    session.add(assessment)
    session.flush()  # its answers refer to it
    session.add_all(_stored(assessment, adoption, answer, local.get(answer.element_code)) for answer in answers)
    session.flush()  # the database's own refusals belong to this deed
    record(
        session,
        by=by,
        deed="fidelity.assessed",
        subject=f"fidelity:{assessment.id}",
        authority_id=adoption.authority_id,
        after={"adoption": str(adoption.id), "quarter": str(quarter), "version": assessment.version},
    )
    return assessment


def need_quarter(quarter: Quarter, on: date) -> None:
    """Refuse a quarter that has not begun, or one that nobody remembers."""
    now = Quarter.containing(on)
    if quarter > now:
        raise FidelityError(f"{quarter} has not begun: assess it then.")
    if quarter < now.plus(-MOST_BACK):
        raise FidelityError("That is more than five years ago: begin with a later quarter.")


def last_version(session: Session, adoption: Adoption, quarter: Quarter) -> int:
    """The number of the newest version of a quarter, 0 where there is none."""
    return (
        session.scalar(
            select(func.max(FidelityAssessment.version)).where(
                FidelityAssessment.authority_id == adoption.authority_id,
                FidelityAssessment.adoption_id == adoption.id,
                FidelityAssessment.quarter == str(quarter),
            )
        )
        or 0
    )


def _need_all(
    session: Session,
    adoption: Adoption,
    quarter: Quarter,
    answers: Sequence[Answer],
    local: Mapping[str, LocalElement],
) -> None:
    elements = {each.code: each.name for each in list_elements(session, adoption.innovation_code, quarter)}
    elements |= {code: each.name for code, each in local.items()}
    answered = [answer.element_code for answer in answers]
    for code, name in elements.items():
        if answered.count(code) != 1:
            raise FidelityError(f"{name}: choose how far it is in place.", field=f"state_{code}")
    if set(answered) - set(elements):
        raise FidelityError("An answer is of no element of this innovation. Load the page again.")
    for answer in answers:
        _need_said(answer, elements[answer.element_code])


def _need_said(answer: Answer, name: str) -> None:
    if answer.state is not ElementState.NOT_STARTED and not _line(answer.evidence):
        raise FidelityError(f"{name}: say where it can be seen.", field=f"evidence_{answer.element_code}")
    if answer.state is ElementState.ADAPTED and not _line(answer.reason):
        raise FidelityError(f"{name}: say why it was adapted, and how.", field=f"reason_{answer.element_code}")


def _stored(
    assessment: FidelityAssessment, adoption: Adoption, answer: Answer, local: LocalElement | None
) -> FidelityAnswer | LocalAnswer:
    """The answer as it is kept: of a local element in a table of its own, where nothing that counts elements looks."""
    state, evidence, reason = answer.state.value, _line(answer.evidence) or None, _line(answer.reason) or None
    if local is not None:
        return LocalAnswer(
            authority_id=adoption.authority_id,
            adoption_id=adoption.id,
            assessment_id=assessment.id,
            element_id=local.id,
            state=state,
            evidence=evidence,
            reason=reason,
        )
    return FidelityAnswer(
        authority_id=adoption.authority_id,
        assessment_id=assessment.id,
        innovation_code=adoption.innovation_code,
        element_code=answer.element_code,
        state=state,
        evidence=evidence,
        reason=reason,
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
