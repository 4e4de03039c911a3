"""What the through-line of an authority is drawn from: how each post was held, what happened, which stage it was."""

from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.models import Adoption, AdoptionDate, Innovation
from leadership.risk.history import History
from leadership.risk.stretches import stretches_of
from reports.risk.assemble.source import Source
from reports.risk.content import Mark, StageBand, Stretch

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


def stretches(source: Source) -> tuple[Stretch, ...]:
    """Held and vacant time of every open post, from the first day on record to the landmark."""
    return tuple(
        Stretch(
            post.seat.post,
            item.start,
            item.end,
            item.status,
            source.people[item.person] if item.person is not None else None,
            item.new_person,
        )
        for prediction in source.predictions
        if (post := source.history.post(str(prediction.post_id))) is not None
        for item in stretches_of(post)
    )


def marks(session: Session, source: Source) -> tuple[Mark, ...]:
    """Go-live, inspections, elections held and reorganisations, earliest first."""
    facts = source.facts
    found = [
        *_went_live(session, source),
        *(
            Mark(item.inspected_on, "inspection", f"Inspection: {GRADES.get(item.overall or '', 'no overall grade')}")
            for item in facts.inspections
        ),
        *(Mark(item.polling_on, "election", "Council election") for item in facts.elections),
        *(Mark(item.started_on, "reorganisation", "Reorganisation begins") for item in facts.reorganisations),
    ]
    return tuple(sorted((mark for mark in found if mark.on <= source.landmark), key=lambda mark: (mark.on, mark.kind)))


def _went_live(session: Session, source: Source) -> list[Mark]:
    rows = session.execute(
        select(AdoptionDate.actual_on, Innovation.name)
        .join(Adoption, Adoption.id == AdoptionDate.adoption_id)
        .join(Innovation, Innovation.code == Adoption.innovation_code)
        .where(
            AdoptionDate.authority_id == source.authority.id,
            AdoptionDate.stage == "go_live",
            AdoptionDate.superseded_at.is_(None),
            ~AdoptionDate.withdrawn,
            AdoptionDate.actual_on.is_not(None),
        )
    )
    return [Mark(row.actual_on, "go_live", f"{row.name} went live") for row in rows]


def stage_bands(session: Session, source: Source) -> tuple[StageBand, ...]:
    """The stages of the adoption that have begun by the landmark."""
    begun = session.execute(
        select(AdoptionDate.stage, AdoptionDate.actual_on)
        .where(
            AdoptionDate.authority_id == source.authority.id,
            AdoptionDate.superseded_at.is_(None),
            ~AdoptionDate.withdrawn,
            AdoptionDate.actual_on <= source.landmark,
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


def first_day(history: History, years: int) -> date:
    """Where the picture begins: so many years before the landmark."""
    return history.landmark.replace(year=history.landmark.year - years, day=1)
