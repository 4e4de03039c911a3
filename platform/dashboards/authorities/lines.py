"""Reads the rows of the list of authorities: a fixed number of queries, however many authorities there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from authorities.inspection.models import Inspection
from authorities.politics.models import Election
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.programme.open import list_innovations, list_innovators
from authorities.programme.standing import stage_on
from authorities.register.boundaries import list_boundaries
from authorities.register.life import existed_on
from authorities.register.models import Authority, AuthorityAlias
from authorities.words import grade_words
from core.scope import scope_of
from dashboards.authorities.filters import Line

Event = tuple[date, str]


def list_lines(session: Session, *, on: date) -> list[Line]:
    """Every authority in the session's scope as it stands on a day, by name."""
    authorities = _list_authorities(session)
    numbers = [authority.id for authority in authorities]
    names = defaultdict(set)
    for alias in session.scalars(select(AuthorityAlias).where(AuthorityAlias.authority_id.in_(numbers))):
        names[alias.authority_id].add(alias.normalised)
    adoptions = defaultdict(list)
    for record in list_adoptions(session):
        adoptions[record.authority.id].append(record)
    innovations = {innovation.code: innovation.name for innovation in list_innovations(session)}
    innovators = defaultdict(list)
    for innovator, authority in list_innovators(session):
        innovators[authority.id].append(innovations[innovator.innovation_code])
    inspections, ahead = _latest_inspections(session, numbers), _next_events(session, numbers, on)
    return [
        _line(
            authority,
            on,
            names=frozenset(names[authority.id]),
            adoptions=adoptions[authority.id],
            innovations=innovations,
            innovator_of=tuple(innovators[authority.id]),
            inspection=inspections.get(authority.id),
            following=ahead.get(authority.id),
        )
        for authority in authorities
    ]


def _list_authorities(session: Session) -> list[Authority]:
    statement = select(Authority).order_by(Authority.name, Authority.code)
    scope = scope_of(session)
    if scope.authorities is not None:
        statement = statement.where(Authority.id.in_(scope.authorities))
    return list(session.scalars(statement))


def _line(
    authority: Authority,
    on: date,
    *,
    names: frozenset[str],
    adoptions: Sequence[AdoptionRecord],
    innovations: dict[str, str],
    innovator_of: tuple[str, ...],
    inspection: Inspection | None,
    following: Event | None,
) -> Line:
    stages = [_stage(record, on) for record in adoptions]
    membership = next((record.membership for record in adoptions if record.membership), None)
    return Line(
        id=authority.id,
        code=authority.code,
        name=authority.name,
        region=authority.region,
        names=names,
        innovations=tuple(
            (record.adoption.innovation_code, innovations[record.adoption.innovation_code]) for record in adoptions
        ),
        stages=tuple(dict.fromkeys(stages)),
        member=membership is not None
        and existed_on(authority, on)
        and membership.joined_on <= on
        and (membership.left_on is None or membership.left_on > on),
        innovator_of=innovator_of,
        current=existed_on(authority, on),
        judged=_judged(inspection),
        judged_on=inspection.inspected_on if inspection else None,
        next_on=following[0] if following else None,
        next_words=following[1] if following else None,
    )


def _stage(record: AdoptionRecord, on: date) -> tuple[str, str]:
    membership = record.membership
    found = stage_on(
        on,
        record.stages,
        record.pauses,
        joined_on=membership.joined_on if membership else None,
        left_on=membership.left_on if membership else None,
    )
    return found.code, found.words


def _judged(inspection: Inspection | None) -> str | None:
    """The overall grade, or since April 2026, when there is none, how leaders were judged."""
    if inspection is None:
        return None
    if inspection.overall is None and inspection.impact_of_leaders:
        return f"{grade_words(inspection.impact_of_leaders)} (impact of leaders)"
    return grade_words(inspection.overall)


def _latest_inspections(session: Session, numbers: list[int]) -> dict[int, Inspection]:
    rows = session.scalars(
        select(Inspection)
        .where(Inspection.authority_id.in_(numbers), Inspection.superseded_at.is_(None), ~Inspection.withdrawn)
        .ext(distinct_on(Inspection.authority_id))
        .order_by(Inspection.authority_id, Inspection.inspected_on.desc())
    )
    return {inspection.authority_id: inspection for inspection in rows}


def _next_events(session: Session, numbers: list[int], on: date) -> dict[int, Event]:
    """The next election or replacement of each authority after a day."""
    events: defaultdict[int, list[Event]] = defaultdict(list)
    elections = session.execute(
        select(Election.authority_id, Election.polling_on).where(
            Election.authority_id.in_(numbers),
            Election.superseded_at.is_(None),
            ~Election.withdrawn,
            Election.polling_on >= on,
        )
    )
    for number, polling_on in elections:
        events[number].append((polling_on, "Election"))
    for number, boundaries in list_boundaries(session, authority_ids=numbers, known_on=on).items():
        events[number] += [
            (boundary.forecast.takes_effect_on, "Due to be replaced")
            for boundary in boundaries
            if boundary.event.status == "planned" and boundary.forecast.takes_effect_on >= on
        ]
    return {number: min(found) for number, found in events.items() if found}
