"""The fidelity profile of an adoption: what was said of each element, quarter by quarter, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.fidelity.elements import counts_in
from authorities.fidelity.kinds import ElementState, Outcome
from authorities.fidelity.local import counts_in as is_in
from authorities.fidelity.local import list_local_answers, list_local_elements
from authorities.fidelity.local_models import LocalAnswer, LocalElement
from authorities.fidelity.models import FidelityAnswer, FidelityAssessment, FidelityElement, FidelityReview
from authorities.programme.listing import AdoptionRecord
from authorities.programme.models import Adoption
from authorities.programme.standing import StageWord, stage_on
from core.quarters import Quarter

SHOWN = 8
"""Quarters of a profile: two years."""


@dataclass(frozen=True)
class Assessed:
    """One version of a quarter with its answers and its last review, if there is one.

    What was said of local elements stands apart: `answers` and `count` are of the innovation's own elements alone.
    """

    assessment: FidelityAssessment
    answers: Mapping[str, FidelityAnswer]
    review: FidelityReview | None
    local: Mapping[str, LocalAnswer] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.review.outcome) if self.review is not None else None

    @property
    def outcome_words(self) -> str:
        return self.outcome.words if self.outcome is not None else "Waits for review"

    def answer(self, element: FidelityElement | LocalElement) -> FidelityAnswer | LocalAnswer | None:
        """What was said of an element, the innovation's or a local one."""
        return self.answers.get(element.code) or self.local.get(element.code)

    def state(self, element: FidelityElement | LocalElement) -> ElementState | None:
        answer = self.answer(element)
        return ElementState(answer.state) if answer is not None else None

    def count(self, state: ElementState) -> int:
        return sum(answer.state == state for answer in self.answers.values())


@dataclass(frozen=True)
class FidelityProfile:
    """An adoption's quarters up to a day, the earliest first, with what was said of them and the stage at their end."""

    record: AdoptionRecord
    innovation_name: str
    elements: Sequence[FidelityElement]
    quarters: Sequence[Quarter]
    assessed: Mapping[Quarter, Assessed]
    stages: Mapping[Quarter, StageWord]
    local: Sequence[LocalElement] = ()

    @property
    def rows(self) -> list[tuple[str, FidelityElement | LocalElement]]:
        """Every element with what it is called: the innovation's own first, then local ones, which say so."""
        return [(each.name, each) for each in self.elements] + [(f"Local: {each.name}", each) for each in self.local]

    @property
    def latest(self) -> Assessed | None:
        """The newest quarter that was assessed."""
        return self.assessed[max(self.assessed)] if self.assessed else None

    @property
    def sentence(self) -> str:
        """How far the elements are in place, in one sentence."""
        latest = self.latest
        if latest is None:
            return f"{self.innovation_name}: no quarter has been assessed yet."
        held, adapted = latest.count(ElementState.IN_PLACE), latest.count(ElementState.ADAPTED)
        told = f"{held} of {len(latest.answers)} elements of {self.innovation_name} are in place as designed"
        also = f", {adapted} more {'is' if adapted == 1 else 'are'} adapted" if adapted else ""
        return f"{told}{also}, in the authority's own words of {latest.assessment.quarter}."


def read_profile(
    session: Session, record: AdoptionRecord, innovation_name: str, *, on: date, shown: int = SHOWN
) -> FidelityProfile:
    """The profile of one adoption as it was known on a day: the last quarters up to that day."""
    now = Quarter.containing(on)
    quarters = [now.plus(-back) for back in reversed(range(shown))]
    assessed = {
        quarter: each
        for quarter, each in newest_assessments(session, record.adoption, on).items()
        if quarter >= quarters[0]
    }
    elements = session.scalars(
        select(FidelityElement)
        .where(FidelityElement.innovation_code == record.adoption.innovation_code)
        .order_by(FidelityElement.position)
    ).all()
    membership = record.membership
    stages = {
        quarter: stage_on(
            min(quarter.ends_on, on),
            record.stages,
            record.pauses,
            joined_on=membership.joined_on if membership else None,
            left_on=membership.left_on if membership else None,
        )
        for quarter in quarters
    }
    counted = [each for each in elements if any(counts_in(each, quarter) for quarter in quarters)]
    local = [
        each
        for each in list_local_elements(session, record.adoption, known_on=on)
        if any(is_in(each, quarter, on) for quarter in quarters) or any(said.answer(each) for said in assessed.values())
    ]
    return FidelityProfile(record, innovation_name, counted, quarters, assessed, stages, local)


def newest_assessments(session: Session, adoption: Adoption, known_on: date) -> dict[Quarter, Assessed]:
    """The last version of each quarter of an adoption that was known on a day."""
    versions = list_versions(session, adoption, known_on=known_on)
    return {each.assessment.of_quarter: each for each in versions}


def list_versions(
    session: Session, adoption: Adoption, *, known_on: date, quarter: Quarter | None = None
) -> list[Assessed]:
    """Every version known on a day, of one quarter or of all, the earlier before the later."""
    query = select(FidelityAssessment).where(
        FidelityAssessment.authority_id == adoption.authority_id,
        FidelityAssessment.adoption_id == adoption.id,
        FidelityAssessment.known_on <= known_on,
    )
    if quarter is not None:
        query = query.where(FidelityAssessment.quarter == str(quarter))
    found = session.scalars(query.order_by(FidelityAssessment.quarter, FidelityAssessment.version)).all()
    ids = [each.id for each in found]
    answers, reviews, local = _answers(session, ids), _reviews(session, ids, known_on), _local(session, ids)
    return [Assessed(each, answers.get(each.id, {}), reviews.get(each.id), local.get(each.id, {})) for each in found]


def local_elements_of(
    session: Session, adoption: Adoption, quarter: Quarter, versions: Sequence[Assessed], *, known_on: date
) -> list[LocalElement]:
    """The local elements of a quarter, and those that a version of it speaks of although they ended before."""
    return [
        each
        for each in list_local_elements(session, adoption, known_on=known_on)
        if is_in(each, quarter, known_on) or any(version.answer(each) for version in versions)
    ]


def _answers(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, FidelityAnswer]]:
    found: dict[UUID, dict[str, FidelityAnswer]] = defaultdict(dict)
    for answer in session.scalars(select(FidelityAnswer).where(FidelityAnswer.assessment_id.in_(ids))):
        found[answer.assessment_id][answer.element_code] = answer
    return found


def _local(session: Session, ids: list[UUID]) -> Mapping[UUID, Mapping[str, LocalAnswer]]:
    found: dict[UUID, dict[str, LocalAnswer]] = defaultdict(dict)
    for answer in list_local_answers(session, ids):
        found[answer.assessment_id][answer.element_code] = answer
    return found


def _reviews(session: Session, ids: Sequence[UUID], known_on: date) -> Mapping[UUID, FidelityReview]:
    reviews = session.scalars(
        select(FidelityReview)
        .where(FidelityReview.assessment_id.in_(ids), FidelityReview.known_on <= known_on)
        .order_by(FidelityReview.number)
    )
    return {review.assessment_id: review for review in reviews}
