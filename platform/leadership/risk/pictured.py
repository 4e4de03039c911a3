"""What stands on a through-line beside the posts: events of the authority and the stages of its adoption."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.models import Adoption, AdoptionDate, Innovation
from leadership.risk.facts import AuthorityFacts

STAGE_NAMES = {
    "set_up": "Set-up",
    "go_live": "Live",
    "embedding": "Embedding",
    "funding_ends": "After funding",
    "sustain": "Sustaining",
}
GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
}
NO_GRADE = "no overall grade"


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day, to be marked on the picture."""

    on: date
    kind: str
    label: str


@dataclass(frozen=True)
class StageBand:
    """A stage of the adoption, drawn behind the lines."""

    name: str
    started_on: date
    ended_on: date | None
    order: int


def grade_words(overall: str | None) -> str:
    """An overall grade as it is read; since April 2026 inspections have none."""
    return GRADES.get(overall or "", NO_GRADE)


def marks(session: Session, authority_id: int, facts: AuthorityFacts, until: date) -> tuple[Mark, ...]:
    """Go-live, inspections, elections held and reorganisations up to a day, earliest first."""
    found = [
        *_went_live(session, authority_id),
        *(
            Mark(item.inspected_on, "inspection", f"Inspection: {grade_words(item.overall)}")
            for item in facts.inspections
        ),
        *(Mark(item.polling_on, "election", "Council election") for item in facts.elections),
        *(Mark(item.started_on, "reorganisation", "Reorganisation begins") for item in facts.reorganisations),
    ]
    return tuple(sorted((mark for mark in found if mark.on <= until), key=lambda mark: (mark.on, mark.kind)))


def _went_live(session: Session, authority_id: int) -> list[Mark]:
    rows = session.execute(
        select(AdoptionDate.actual_on, Innovation.name)
        .join(Adoption, Adoption.id == AdoptionDate.adoption_id)
        .join(Innovation, Innovation.code == Adoption.innovation_code)
        .where(
            AdoptionDate.authority_id == authority_id,
            AdoptionDate.stage == "go_live",
            AdoptionDate.superseded_at.is_(None),
            ~AdoptionDate.withdrawn,
            AdoptionDate.actual_on.is_not(None),
        )
    )
    return [Mark(row.actual_on, "go_live", f"{row.name} went live") for row in rows]


def stage_bands(session: Session, authority_id: int, until: date) -> tuple[StageBand, ...]:
    """The stages of the authority's adoption that had begun by a day."""
    begun = session.execute(
        select(AdoptionDate.stage, AdoptionDate.actual_on)
        .where(
            AdoptionDate.authority_id == authority_id,
            AdoptionDate.superseded_at.is_(None),
            ~AdoptionDate.withdrawn,
            AdoptionDate.actual_on <= until,
        )
        .order_by(AdoptionDate.actual_on)
    ).all()
    order = list(STAGE_NAMES)
    bands = [
        StageBand(STAGE_NAMES[now.stage], now.actual_on, following.actual_on, order.index(now.stage))
        for now, following in pairwise(begun)
    ]
    if begun:
        bands.append(StageBand(STAGE_NAMES[begun[-1].stage], begun[-1].actual_on, None, order.index(begun[-1].stage)))
    return tuple(band for band in bands if band.ended_on is None or band.ended_on > band.started_on)
