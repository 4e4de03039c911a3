"""Reads the register as the rows of the file format, each under its reference."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from authorities.register.models import Authority
from leadership.register.exchange.surroundings import (
    list_adoption_rows,
    list_authority_rows,
    list_fact_rows,
    list_innovator_rows,
    list_membership_rows,
    list_pause_rows,
)
from leadership.register.files.folder import Register
from leadership.register.files.rows import EventRow, PersonRow, PostRow, TenureRow
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from leadership.register.posts import list_roles


def read_register(session: Session) -> Register:
    """Everything that the session may see, as rows. The session must see every authority to import or export."""
    codes = {row.id: row.code for row in session.execute(select(Authority.id, Authority.code))}
    posts = _refs(session, Post.id, Post.ref)
    people = _refs(session, Person.id, Person.ref)
    tenures = _refs(session, Tenure.id, Tenure.ref)
    events = _refs(session, SuccessionEvent.id, SuccessionEvent.ref)
    adoptions = list_adoption_rows(session)
    facts, past_facts = list_fact_rows(session)
    return Register(
        roles=tuple(role.code for role in list_roles(session)),
        authorities={row.code: row for row in list_authority_rows(session)},
        posts={row.post_ref: row for row in _posts(session, codes)},
        people={row.person_ref: row for row in _people(session, people)},
        tenures={row.tenure_ref: row for row in _tenures(session, posts, people, tenures)},
        events={row.event_ref: row for row in _events(session, posts, people, tenures, events)},
        adoptions={(row.authority_code, row.innovation): row for row in adoptions},
        pauses={(row.authority_code, row.innovation, row.paused_on): row for row in list_pause_rows(session)},
        innovators=frozenset(list_innovator_rows(session)),
        facts={row.fact_ref: row for row in facts},
        past_facts={row.fact_ref: row for row in past_facts},
        memberships={(row.authority_code, row.joined_on): row for row in list_membership_rows(session)},
    )


Refs = Mapping[UUID, str]


def _refs(session: Session, number: InstrumentedAttribute[UUID], ref: InstrumentedAttribute[str]) -> dict[UUID, str]:
    return {row[0]: row[1] for row in session.execute(select(number, ref))}


def _posts(session: Session, codes: Mapping[int, str]) -> list[PostRow]:
    return [
        PostRow(
            post_ref=row.ref,
            authority_code=codes[row.authority_id],
            role=row.role_code,
            title=row.title,
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            known_on=row.known_on,
            close_known_on=row.close_known_on,
            job_share=row.job_share,
        )
        for row in session.execute(select(*Post.__table__.columns))
    ]


def _people(session: Session, refs: Refs) -> list[PersonRow]:
    return [
        PersonRow(
            person_ref=row.ref,
            name=row.name,
            same_as=refs[row.same_as_id] if row.same_as_id else None,
            same_as_known_on=row.same_as_known_on,
        )
        for row in session.execute(select(*Person.__table__.columns))
    ]


def _tenures(session: Session, posts: Refs, people: Refs, refs: Refs) -> list[TenureRow]:
    return [
        TenureRow(
            tenure_ref=row.ref,
            post_ref=posts[row.post_id],
            person_ref=people[row.person_id],
            status=row.status,
            started_on=row.started_on,
            started_precision=row.started_precision,
            ended_on=row.ended_on,
            ended_precision=row.ended_precision,
            start_known_on=row.start_known_on,
            end_known_on=row.end_known_on,
            contract_ends_on=row.contract_ends_on,
            internal=row.internal,
            end_reason=row.end_reason,
            supersedes=refs[row.supersedes_id] if row.supersedes_id else None,
            corrected_on=row.corrected_on,
        )
        for row in session.execute(select(*Tenure.__table__.columns))
    ]


def _events(session: Session, posts: Refs, people: Refs, tenures: Refs, refs: Refs) -> list[EventRow]:
    return [
        EventRow(
            event_ref=row.ref,
            post_ref=posts[row.post_id],
            person_ref=people[row.person_id] if row.person_id else None,
            tenure_ref=tenures[row.tenure_id] if row.tenure_id else None,
            kind=row.kind,
            effective_on=row.effective_on,
            effective_precision=row.effective_precision,
            known_on=row.known_on,
            source=row.source,
            confidence=row.confidence,
            confidential_until=row.confidential_until,
            supersedes=refs[row.supersedes_id] if row.supersedes_id else None,
        )
        for row in session.execute(select(*SuccessionEvent.__table__.columns))
    ]
