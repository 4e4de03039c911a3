"""Everything dated about one authority, as known on a day, in one list."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.arrangements.models import ArrangementParty, SharedArrangement
from authorities.inspection.models import Inspection, Intervention
from authorities.politics.models import Election, PoliticalControl, Reorganisation
from authorities.programme.models import Adoption, AdoptionDate, AdoptionPause, Innovation, ProgrammeMembership
from authorities.recorded import Versioned, as_known_on
from authorities.register.boundaries import list_boundaries
from authorities.register.models import Authority
from authorities.timeline.entries import Entry, describe, describe_arrangement, describe_boundary

VERSIONED: tuple[type[Versioned], ...] = (
    Inspection,
    Intervention,
    PoliticalControl,
    Election,
    Reorganisation,
    AdoptionDate,
    AdoptionPause,
    ProgrammeMembership,
)


def list_timeline(session: Session, authority: Authority, *, known_on: date) -> list[Entry]:
    """What was known on a day of all that happened and was expected, the earliest first.

    Adoption, pauses and membership are seen only where the session's scope covers the authority.
    """
    names = innovation_names(session, authority)
    lines = [
        line
        for version in as_known_on(list_versions(session, authority), known_on)
        for line in describe(version, names.get(getattr(version, "adoption_id", None), ""))
    ]
    lines += [
        describe_boundary(boundary)
        for boundary in list_boundaries(session, authority_ids=[authority.id], known_on=known_on)[authority.id]
    ]
    # Nobody wrote down when an arrangement became known: it counts from the day itself.
    lines += [
        line
        for arrangement in list_arrangements(session, authority)
        for line in describe_arrangement(arrangement)
        if line.day <= known_on
    ]
    return sorted(lines, key=lambda line: (line.day, line.title))


def list_versions(session: Session, authority: Authority) -> list[Versioned]:
    """Every version of every dated record of an authority, superseded ones included, in the order of recording."""
    found: list[Versioned] = []
    for model in VERSIONED:
        statement: Any = select(model).where(model.authority_id == authority.id)  # type: ignore[attr-defined]
        found += session.scalars(statement)
    return sorted(found, key=lambda version: (version.recorded_at, version.known_on))


def innovation_names(session: Session, authority: Authority) -> dict[Any, str]:
    """The name of the innovation of each of an authority's adoptions, by the adoption's id."""
    rows = session.execute(
        select(Adoption.id, Innovation.name)
        .join(Innovation, Innovation.code == Adoption.innovation_code)
        .where(Adoption.authority_id == authority.id)
    )
    return {number: name for number, name in rows}  # noqa: C416  (rows are not pairs to mypy)


def list_arrangements(session: Session, authority: Authority) -> list[SharedArrangement]:
    """The arrangements that an authority takes or took part in, by name."""
    return list(
        session.scalars(
            select(SharedArrangement)
            .join(ArrangementParty, ArrangementParty.arrangement_id == SharedArrangement.id)
            .where(ArrangementParty.authority_id == authority.id)
            .order_by(SharedArrangement.name)
        )
    )
