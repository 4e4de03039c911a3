"""From the registers to the model's facts: rows of posts, tenures, events and dated facts become `facts` values.

Everything recorded is handed over, later knowledge too; `known.freeze` alone decides what a landmark may use. Two
things are settled here because the pure side cannot see them: which record of a fact stood at the landmark, and
which person rows were known to be one person.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from authorities.facts import Fact, list_facts
from authorities.inspection.detail import read_detail
from authorities.register.models import Authority
from core.clock import LONDON
from leadership.register.kinds import EventKind
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from leadership.risk.facts import (
    Announcement,
    AuthorityFacts,
    ControlChange,
    Election,
    Inspection,
    Reorganisation,
    Seat,
    Status,
    TenureFact,
)

ANNOUNCEMENTS = (EventKind.DEPARTURE_ANNOUNCED, EventKind.DEPARTURE_WITHDRAWN)
NAMELESS = ""

AnySelect = Select[*tuple[Any, ...]]


def read_inputs(
    session: Session, landmark: date, authority_ids: Collection[int] | None = None
) -> tuple[list[Seat], list[AuthorityFacts]]:
    """Seats and authority facts as the registers hold them.

    Args:
        session: its scope decides which authorities can be read at all.
        landmark: decides which version of a corrected fact, and which identity of people, stood.
        authority_ids: only these authorities; None means all in scope.

    Returns:
        Seats (posts and people under their ids as text) and facts, both under authority codes.
    """
    codes = _codes(session, authority_ids)
    people = _people(session, landmark)
    tenures, announcements = _tenures(session, codes, people), _announcements(session, codes, people)
    seats = [
        Seat(
            post=str(row.id),
            authority=codes[row.authority_id],
            role=row.role_code,
            opened_on=row.opened_on,
            known_on=row.known_on,
            closed_on=row.closed_on,
            close_known_on=row.close_known_on,
            job_share=row.job_share,
            tenures=tuple(tenures[row.id]),
            announcements=tuple(announcements[row.id]),
            observed_from=_watched_from(row.recorded_at, landmark),
        )
        for row in session.execute(
            _of(
                select(
                    Post.id,
                    Post.authority_id,
                    Post.role_code,
                    Post.opened_on,
                    Post.known_on,
                    Post.closed_on,
                    Post.close_known_on,
                    Post.job_share,
                    Post.recorded_at,
                ),
                Post,
                codes,
            ).order_by(Post.id)
        )
    ]
    return seats, _authority_facts(session, codes, landmark)


def _watched_from(recorded_at: datetime, landmark: date) -> date | None:
    """From the day a post was entered its holders are watched; at an earlier landmark that day was not known."""
    day = recorded_at.astimezone(LONDON).date()
    return day if day <= landmark else None


def _codes(session: Session, authority_ids: Collection[int] | None) -> dict[int, str]:
    query = select(Authority.id, Authority.code)
    if authority_ids is not None:
        query = query.where(Authority.id.in_(authority_ids))
    return {row.id: row.code for row in session.execute(query)}


def _of(query: AnySelect, model: Any, codes: Mapping[int, str]) -> AnySelect:
    """The query for these authorities: their ids stand in its WHERE (house style 4)."""
    return query.where(model.authority_id.in_(codes))


def _people(session: Session, landmark: date) -> dict[UUID, str]:
    """Each person row under the id of the one that it was known to be the same as."""
    rows = session.execute(select(Person.id, Person.same_as_id, Person.same_as_known_on)).all()
    points = {
        row.id: row.same_as_id for row in rows if row.same_as_known_on is not None and row.same_as_known_on <= landmark
    }
    return {row.id: str(_end(row.id, points)) for row in rows}


def _end(person: UUID, points: Mapping[UUID, UUID]) -> UUID:
    seen = {person}
    while person in points and points[person] not in seen:
        person = points[person]
        seen.add(person)
    return person


def _tenures(
    session: Session, codes: Mapping[int, str], people: Mapping[UUID, str]
) -> defaultdict[UUID, list[TenureFact]]:
    earlier = aliased(Tenure)
    rows = session.execute(
        _of(
            select(Tenure, earlier.ref)
            .outerjoin(earlier, earlier.id == Tenure.supersedes_id)
            .order_by(Tenure.started_on, Tenure.ref),
            Tenure,
            codes,
        )
    )
    found: defaultdict[UUID, list[TenureFact]] = defaultdict(list)
    for tenure, supersedes in rows:
        found[tenure.post_id].append(_tenure(tenure, supersedes, people))
    return found


def _tenure(row: Tenure, supersedes: str | None, people: Mapping[UUID, str]) -> TenureFact:
    return TenureFact(
        ref=row.ref,
        person=people[row.person_id],
        status=cast("Status", row.status),
        started_on=row.started_on,
        start_known_on=row.start_known_on,
        ended_on=row.ended_on,
        end_known_on=row.end_known_on,
        contract_ends_on=row.contract_ends_on,
        internal=row.internal,
        end_reason=row.end_reason,
        corrected_on=row.corrected_on,
        supersedes=supersedes,
    )


def _announcements(
    session: Session, codes: Mapping[int, str], people: Mapping[UUID, str]
) -> defaultdict[UUID, list[Announcement]]:
    later = aliased(SuccessionEvent)
    rows = session.execute(
        _of(
            select(
                SuccessionEvent,
                # A confidential correction does not let the row it corrects disappear before its own day, unless that
                # row was confidential too: then its day was given up before anybody could count on it.
                case(
                    (SuccessionEvent.confidential_until > later.known_on, later.known_on),
                    else_=func.greatest(later.known_on, later.confidential_until),
                ).label("superseded_on"),
                Tenure.person_id.label("holder_id"),
            )
            .outerjoin(later, later.supersedes_id == SuccessionEvent.id)
            .outerjoin(Tenure, Tenure.id == SuccessionEvent.tenure_id)
            .where(SuccessionEvent.kind.in_(ANNOUNCEMENTS))
            .order_by(SuccessionEvent.known_on, SuccessionEvent.ref),
            SuccessionEvent,
            codes,
        )
    )
    found: defaultdict[UUID, list[Announcement]] = defaultdict(list)
    for row in rows:
        found[row.SuccessionEvent.post_id].append(_announcement(row, people))
    return found


def _announcement(row: Row[Any], people: Mapping[UUID, str]) -> Announcement:
    event: SuccessionEvent = row.SuccessionEvent
    person = event.person_id or row.holder_id
    return Announcement(
        kind=cast("Literal['departure_announced', 'departure_withdrawn']", event.kind),
        effective_on=event.effective_on,
        known_on=event.known_on,
        confidential_until=event.confidential_until,
        person=people[person] if person is not None else None,
        superseded_on=row.superseded_on,
    )


def _authority_facts(session: Session, codes: Mapping[int, str], landmark: date) -> list[AuthorityFacts]:
    facts: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in list_facts(session, authority_ids=codes, superseded=True):
        stood = fact.superseded_on is None or fact.superseded_on > landmark
        if stood and not fact.withdrawn:
            facts[fact.authority_code].append(fact)
    return [
        AuthorityFacts(
            code,
            inspections=tuple(_inspection(fact) for fact in mine if fact.kind == "inspection"),
            control=tuple(
                ControlChange(fact.effective_on, fact.known_on, fact.value or NAMELESS)
                for fact in mine
                if fact.kind == "political_control"
            ),
            elections=tuple(
                Election(fact.effective_on, fact.known_on, fact.value or NAMELESS)
                for fact in mine
                if fact.kind == "election"
            ),
            reorganisations=tuple(
                Reorganisation(fact.effective_on, fact.known_on, fact.until, fact.value or NAMELESS)
                for fact in mine
                if fact.kind == "reorganisation"
            ),
        )
        for code, mine in sorted(facts.items())
    ]


def _inspection(fact: Fact) -> Inspection:
    judgements = read_detail(fact.detail, overall=fact.value).judgements
    return Inspection(fact.effective_on, fact.known_on, fact.value, judgements.impact_of_leaders)
