"""Fidelity in the invented programme, assessed and reviewed by the real verbs: every state at the personas' authority.

Each member has assessed the last quarters that are over, element by element further on; the team agrees with most, has
something to discuss with one, and has yet to look at a few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.fidelity.assess import Answer, assess
from authorities.fidelity.elements import list_elements
from authorities.fidelity.figures import record_figure
from authorities.fidelity.kinds import ElementState, FigureKind, Outcome
from authorities.fidelity.local import add_local_element, list_local_elements
from authorities.fidelity.local_models import LocalElement
from authorities.fidelity.models import FidelityAssessment, FidelityElement
from authorities.fidelity.review import review_assessment
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.programme.members import list_members
from core.access import Identity
from core.clock import now
from core.quarters import Quarter
from core.scope import Scope
from core.transaction import transaction
from web.demonstration.return_people import lead_of, persona_authority, reviewer_of

Elements = Sequence[FidelityElement | LocalElement]
OWN_QUARTERS, OTHER_QUARTERS = 6, 3
SOON_AFTER = timedelta(days=20)
REVIEWED_AFTER = timedelta(days=12)
WAITING_EACH = 4
EVIDENCE = (
    "Rota and team list of the quarter",
    "Observations of practice, sampled by the practice lead",
    "Minutes of the practice board",
    "Training record of people services",
)
REASONS = (
    "Two localities share one worker until the post can be filled; the team meets every week all the same",
    "Held in schools and not in council buildings, because families asked for it",
)
DIFFERENT = (
    "Before, each service kept its own file and met the family alone. Now one team plans with it in one record.",
    "Before, a family heard of a decision afterwards. Now it is asked first, and a second worker is rarely needed.",
)
LOCAL = (
    "Panel of young people",
    "Twice a term young people read how plans are written and say what they would change.",
)
TO_DISCUSS = "The training record ends in the spring. Which of the newer teams have been observed since?"


@dataclass(frozen=True)
class Play:
    """One adoption, who speaks for it and who reviews, and which of the variants it is."""

    session: Session
    record: AdoptionRecord
    lead: Identity
    team: Identity
    place: int
    on: date

    def state(self, element: int, back: int) -> ElementState:
        """Further on with every quarter, the first elements before the last; one of them stays adapted."""
        along = 5 - back - element + self.place % 3
        if along <= -1:
            return ElementState.NOT_STARTED
        if along <= 1:
            return ElementState.PARTLY
        return ElementState.ADAPTED if element == self.place % 3 else ElementState.IN_PLACE


def make_fidelity(on: date) -> int:
    """Assess the adoptions of all members; returns how many. Once: where anything was assessed, nothing happens."""
    with transaction(Scope.EVERYTHING) as session:
        if session.scalars(select(FidelityAssessment.id).limit(1)).one_or_none() is not None:
            return 0
        own = persona_authority(session)
        members = sorted(list_members(session, on=on), key=lambda each: each.id != own)
        places = {each.id: place for place, each in enumerate(members)}
        team, at = reviewer_of(session), now() - timedelta(days=60)
        leads = {each.id: lead_of(session, each, places[each.id], at) for each in members}
        records = list_adoptions(session, authority_ids=places)
        for record in records:
            number = record.authority.id
            _play(Play(session, record, leads[number], team, places[number], on))
    return len(records)


def _play(play: Play) -> None:
    """The quarters that are over, the earliest first; at the personas' own authority one was discussed."""
    now_ = Quarter.containing(play.on)
    shown = OWN_QUARTERS if play.place == 0 else OTHER_QUARTERS
    for back in range(shown, 0, -1):
        quarter = now_.plus(-back)
        said = min(quarter.ends_on + SOON_AFTER, play.on)
        if play.place == 0 and back == shown - 1:
            _add(play, quarter, said)
        adoption = play.record.adoption
        elements: Elements = [
            *list_elements(play.session, adoption.innovation_code, quarter),
            *list_local_elements(play.session, adoption, known_on=said, quarter=quarter),
        ]
        made = _assess(play, quarter, elements, back, said)
        waits = back == 1 and play.place % WAITING_EACH == 0
        if waits:
            continue
        reviewed = min(said + REVIEWED_AFTER, play.on)
        if back == 2 and play.place == 0:  # noqa: PLR2004  (the quarter before the last)
            _review(play, made, Outcome.TO_DISCUSS, TO_DISCUSS, reviewed)
            made = _assess(play, quarter, elements, back, reviewed, after=1)
        _review(play, made, Outcome.AGREED, None, reviewed)
    _figures(play)


def _add(play: Play, quarter: Quarter, said: date) -> None:
    """The personas' own authority does something that belongs to the innovation nowhere else."""
    add_local_element(
        play.session,
        by=play.lead,
        adoption=play.record.adoption,
        name=LOCAL[0],
        description=LOCAL[1],
        begins_on=quarter.starts_on,
        on=said,
    )


def _assess(
    play: Play,
    quarter: Quarter,
    elements: Elements,
    back: int,
    said: date,
    after: int = 0,
) -> FidelityAssessment:
    return assess(
        play.session,
        by=play.lead,
        adoption=play.record.adoption,
        quarter=quarter,
        answers=[_answer(play, element, place, back) for place, element in enumerate(elements)],
        difference=DIFFERENT[play.place % len(DIFFERENT)],
        after_version=after,
        on=said,
    )


def _answer(play: Play, element: FidelityElement | LocalElement, place: int, back: int) -> Answer:
    state = play.state(place, back)
    evidence = EVIDENCE[(place + play.place) % len(EVIDENCE)] if state is not ElementState.NOT_STARTED else None
    reason = REASONS[play.place % len(REASONS)] if state is ElementState.ADAPTED else None
    return Answer(element.code, state, evidence, reason)


def _review(play: Play, made: FidelityAssessment, outcome: Outcome, words: str | None, on: date) -> None:
    review_assessment(
        play.session,
        by=play.team,
        adoption=play.record.adoption,
        assessment=made,
        outcome=outcome,
        words=words,
        on=on,
    )


def _figures(play: Play) -> None:
    """Numbers of the learning journal at every other member: they are optional."""
    if play.place % 2:
        return
    last = Quarter.containing(play.on).plus(-1).ends_on
    for kind, value, source in (
        (FigureKind.FAMILIES_REACHED, 180 + 37 * play.place, "Count from the case system"),
        (FigureKind.STAFF_TRAINED, 64 + 9 * play.place, "Training record of people services"),
        (FigureKind.MONTHS_TO_IMPLEMENT, 8 + play.place % 5, "Programme plan"),
    ):
        record_figure(
            play.session,
            by=play.lead,
            adoption=play.record.adoption,
            kind=kind,
            value=value,
            as_of=last,
            source=source,
            on=play.on,
        )
