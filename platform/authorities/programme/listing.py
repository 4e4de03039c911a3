"""What is on record of adoptions, as one value for each: for lists, pages and files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.models import Adoption, AdoptionDate, AdoptionPause, ProgrammeMembership
from authorities.recorded import Versioned, as_known_on
from authorities.register.models import Authority
from core.clock import LONDON

V = TypeVar("V", bound=Versioned)


@dataclass(frozen=True)
class AdoptionRecord:
    """An adoption with its membership, its stages and its pauses, as known on a day."""

    adoption: Adoption
    authority: Authority
    membership: ProgrammeMembership | None
    stages: Mapping[str, AdoptionDate] = field(default_factory=dict)
    pauses: tuple[AdoptionPause, ...] = ()


def list_adoptions(
    session: Session, *, authority_ids: Iterable[int] | None = None, known_on: date | None = None
) -> list[AdoptionRecord]:
    """Every adoption in the session's scope, by authority code and innovation; four queries, however many there are.

    Args:
        session: its scope limits what is seen.
        authority_ids: only these authorities; None means all in scope.
        known_on: as was known on that day; None means as is known now. An adoption of which nothing was known or
            recorded by then is left out.
    """
    wanted = None if authority_ids is None else sorted(authority_ids)
    rows = session.execute(
        _of(
            select(Adoption, Authority).join(Authority, Authority.id == Adoption.authority_id), Adoption, wanted
        ).order_by(Authority.code, Adoption.innovation_code)
    ).all()
    stages = _grouped(_versions(session, AdoptionDate, wanted, known_on))
    pauses = _grouped(_versions(session, AdoptionPause, wanted, known_on))
    members = defaultdict(list)
    for membership in _versions(session, ProgrammeMembership, wanted, known_on):
        members[membership.authority_id].append(membership)
    records = [
        AdoptionRecord(
            adoption,
            authority,
            max(members[authority.id], key=lambda membership: membership.joined_on, default=None),
            {dated.stage: dated for dated in stages[adoption.id]},
            tuple(sorted(pauses[adoption.id], key=lambda pause: pause.paused_on)),
        )
        for adoption, authority in rows
    ]
    return [record for record in records if known_on is None or _was_known(record, known_on)]


def _was_known(record: AdoptionRecord, day: date) -> bool:
    heard_of = record.membership is not None or bool(record.stages) or bool(record.pauses)
    return heard_of or record.adoption.recorded_at.astimezone(LONDON).date() <= day


def _versions(session: Session, model: type[V], wanted: list[int] | None, known_on: date | None) -> list[V]:
    statement = _of(select(model), model, wanted)
    if known_on is not None:
        return as_known_on(session.scalars(statement), known_on)
    return list(session.scalars(statement.where(model.superseded_at.is_(None), ~model.withdrawn)))


def _of(statement: Any, model: Any, wanted: list[int] | None) -> Any:
    return statement if wanted is None else statement.where(model.authority_id.in_(wanted))


def _grouped(versions: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    groups: defaultdict[UUID, list[Any]] = defaultdict(list)
    for version in versions:
        groups[version.adoption_id].append(version)
    return groups
