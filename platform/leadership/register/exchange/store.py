"""Stores the posts, people, tenures and events of a plan, in bulk; the caller's transaction keeps all or nothing.

Order matters: what is corrected or ended makes room first, then come the new rows, the corrected before those that
correct them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Insert, func, insert, select, update
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from leadership.register.files.plan import Plan
from leadership.register.files.rows import EventRow, PersonRow, PostRow, TenureRow
from leadership.register.models import Person, Post, SuccessionEvent, Tenure

T = TypeVar("T")
Values = dict[str, Any]
# What is being stored, how many rows of it are done, how many there are.
Progress = Callable[[str, int, int], None]
BATCH = 2000


def store_leadership(session: Session, *, by: Identity, plan: Plan, progress: Progress) -> None:
    """Store everything of the plan that is about posts, people, tenures and events."""
    account = {"recorded_by_id": by.account_id}
    authorities = {row.code: row.id for row in session.execute(select(Authority.code, Authority.id))}
    people = _store_people(session, plan, account, progress)
    posts = _store_posts(session, plan, authorities, account, progress)
    tenures = _store_tenures(session, plan, posts, people, account=account, progress=progress)
    _store_events(session, plan, posts, people, tenures, account=account, progress=progress)


def _ids(session: Session, model: Any, rows: Sequence[T], ref_of: Callable[[T], str]) -> dict[str, UUID]:
    """The ids of what is stored, and fresh ones for the new rows, by reference."""
    known = {row.ref: row.id for row in session.execute(select(model.ref, model.id))}
    return known | {ref_of(row): uuid4() for row in rows}


def _insert(session: Session, statement: Insert, rows: Sequence[Values], what: str, progress: Progress) -> None:
    for start in range(0, len(rows), BATCH):
        session.execute(statement, rows[start : start + BATCH])
        progress(what, min(start + BATCH, len(rows)), len(rows))


def _insert_versions(
    session: Session, model: Any, rows: Sequence[Values], corrected: Collection[str], *, what: str, progress: Progress
) -> None:
    """First the rows that others correct, superseded from the start, then those that stand."""
    superseded = [row for row in rows if row["ref"] in corrected]
    standing = [row for row in rows if row["ref"] not in corrected]
    _insert(session, insert(model).values(superseded_at=func.clock_timestamp()), superseded, what, progress)
    _insert(session, insert(model), standing, what, progress)


def _store_people(session: Session, plan: Plan, account: Values, progress: Progress) -> dict[str, UUID]:
    new = sorted(plan.people.new, key=lambda row: row.same_as is not None)
    ids = _ids(session, Person, new, lambda row: row.person_ref)

    def joined(row: PersonRow) -> Values:
        return {"same_as_id": ids[row.same_as] if row.same_as else None, "same_as_known_on": row.same_as_known_on}

    rows = [
        {"id": ids[row.person_ref], "ref": row.person_ref, "name": row.name, **joined(row), **account} for row in new
    ]
    _insert(session, insert(Person), rows, "people", progress)
    if plan.people.added_to:
        session.execute(update(Person), [{"id": ids[row.person_ref], **joined(row)} for row in plan.people.added_to])
    return ids


def _store_posts(
    session: Session, plan: Plan, authorities: Mapping[str, int], account: Values, progress: Progress
) -> dict[str, tuple[UUID, int, bool]]:
    """The id, authority and job share of every post, by reference."""
    ids = _ids(session, Post, plan.posts.new, lambda row: row.post_ref)

    def closing(row: PostRow) -> Values:
        return {"closed_on": row.closed_on, "close_known_on": row.close_known_on}

    rows = [
        {
            "id": ids[row.post_ref],
            "ref": row.post_ref,
            "authority_id": authorities[row.authority_code],
            "role_code": row.role,
            "title": row.title,
            "opened_on": row.opened_on,
            "known_on": row.known_on,
            "job_share": row.job_share,
            **closing(row),
            **account,
        }
        for row in plan.posts.new
    ]
    _insert(session, insert(Post), rows, "posts", progress)
    if plan.posts.added_to:
        session.execute(update(Post), [{"id": ids[row.post_ref], **closing(row)} for row in plan.posts.added_to])
    return {
        row.ref: (row.id, row.authority_id, row.job_share)
        for row in session.execute(select(Post.ref, Post.id, Post.authority_id, Post.job_share))
    }


def _store_tenures(
    session: Session,
    plan: Plan,
    posts: Mapping[str, tuple[UUID, int, bool]],
    people: Mapping[str, UUID],
    *,
    account: Values,
    progress: Progress,
) -> dict[str, UUID]:
    new = list(_corrected_first(plan.tenures.new, lambda row: row.tenure_ref, lambda row: row.supersedes))
    ids = _ids(session, Tenure, new, lambda row: row.tenure_ref)
    corrected = {row.supersedes for row in new if row.supersedes}
    _close_corrected(session, Tenure, corrected - {row.tenure_ref for row in new}, ids)
    if plan.tenures.added_to:
        session.execute(update(Tenure), [{"id": ids[row.tenure_ref], **_end(row)} for row in plan.tenures.added_to])
    rows = [
        {
            "id": ids[row.tenure_ref],
            "ref": row.tenure_ref,
            "post_id": posts[row.post_ref][0],
            "authority_id": posts[row.post_ref][1],
            "shared": posts[row.post_ref][2],
            "person_id": people[row.person_ref],
            "status": row.status,
            "started_on": row.started_on,
            "started_precision": row.started_precision,
            "start_known_on": row.start_known_on,
            "contract_ends_on": row.contract_ends_on,
            "internal": row.internal,
            "supersedes_id": ids[row.supersedes] if row.supersedes else None,
            "corrected_on": row.corrected_on,
            **_end(row),
            **account,
        }
        for row in new
    ]
    _insert_versions(session, Tenure, rows, corrected, what="tenures", progress=progress)
    return ids


def _end(row: TenureRow) -> Values:
    return {
        "ended_on": row.ended_on,
        "ended_precision": row.ended_precision,
        "end_known_on": row.end_known_on,
        "end_reason": row.end_reason,
    }


def _store_events(
    session: Session,
    plan: Plan,
    posts: Mapping[str, tuple[UUID, int, bool]],
    people: Mapping[str, UUID],
    tenures: Mapping[str, UUID],
    *,
    account: Values,
    progress: Progress,
) -> None:
    new = list(_corrected_first(plan.events.new, lambda row: row.event_ref, lambda row: row.supersedes))
    ids = _ids(session, SuccessionEvent, new, lambda row: row.event_ref)
    corrected = {row.supersedes for row in new if row.supersedes}
    _close_corrected(session, SuccessionEvent, corrected - {row.event_ref for row in new}, ids)

    if plan.events.added_to:
        named = [{"id": ids[row.event_ref], "tenure_id": _named(row, tenures)} for row in plan.events.added_to]
        session.execute(update(SuccessionEvent), named)

    def values(row: EventRow) -> Values:
        return {
            "id": ids[row.event_ref],
            "ref": row.event_ref,
            "post_id": posts[row.post_ref][0],
            "authority_id": posts[row.post_ref][1],
            "person_id": people[row.person_ref] if row.person_ref else None,
            "tenure_id": _named(row, tenures),
            "kind": row.kind,
            "effective_on": row.effective_on,
            "effective_precision": row.effective_precision,
            "known_on": row.known_on,
            "source": row.source,
            "confidence": row.confidence,
            "confidential_until": row.confidential_until,
            "supersedes_id": ids[row.supersedes] if row.supersedes else None,
            **account,
        }

    _insert_versions(
        session, SuccessionEvent, [values(row) for row in new], corrected, what="events", progress=progress
    )


def _named(row: EventRow, tenures: Mapping[str, UUID]) -> UUID | None:
    return tenures[row.tenure_ref] if row.tenure_ref else None


def _close_corrected(session: Session, model: Any, refs: set[str], ids: Mapping[str, UUID]) -> None:
    """Mark stored rows that the folder corrects."""
    if refs:
        numbers = [ids[ref] for ref in refs]
        session.execute(update(model).where(model.id.in_(numbers)).values(superseded_at=func.clock_timestamp()))


def _corrected_first(
    rows: Sequence[T], ref_of: Callable[[T], str], corrected: Callable[[T], str | None]
) -> Iterator[T]:
    """The rows so that each comes after the one that it corrects."""
    earlier = {ref_of(row): corrected(row) for row in rows}

    def depth(row: T) -> int:
        steps, ref = 0, corrected(row)
        while ref in earlier:
            steps, ref = steps + 1, earlier[ref]
        return steps

    yield from sorted(rows, key=depth)
