"""A later deadline for one authority and one quarter: with a reason, one at a time, and an end by itself (W8, F5).

It moves the deadline and nothing else: a return that is approved or in review stays locked (due/window.py).
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.words import day_in_words
from core.access import SYSTEM, Identity
from core.audit import record
from core.errors import NotFoundError
from outcomes.collection.due.errors import AlreadyOpenError, CollectionError, require_calendar
from outcomes.collection.due.expected import is_expected, why_not_due
from outcomes.collection.due.models import Collection, Extension
from outcomes.collection.due.windows import find_extension
from outcomes.collection.intake.children import IN_WORDS, points_at_a_child
from outcomes.collection.submission.find import find_submission, state_of
from outcomes.collection.submission.states import State

SHORTEST_REASON = 10


def grant_extension(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    until: date,
    reason: str,
    at: datetime,
    on: date,
) -> Extension:
    """Give an authority until the end of a later day. One that has lapsed makes room for another.

    Raises:
        CollectionError: the authority owes nothing, the return is approved, or a day or the reason is refused.
        AlreadyOpenError: it has an extension that still runs (409).
    """
    words = " ".join(reason.split())
    _require(session, authority, collection, until, words, on)
    held = find_extension(session, authority, collection)
    if held is not None:
        if held.until >= on:
            raise AlreadyOpenError(
                f"{authority.name} has an extension to {day_in_words(held.until)} already: end that one first.",
                field="authority",
            )
        _end(session, SYSTEM, held, at)
        session.flush()  # the index allows one that has not ended
    made = Extension(
        authority_id=authority.id,
        collection_id=collection.id,
        until=until,
        reason=words,
        granted_at=at,
        granted_by_id=by.account_id,
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:
        if "uq_extension_open" not in str(error.orig):
            raise
        raise AlreadyOpenError(
            f"{authority.name} has just been given an extension by somebody else: look at it first.",
            field="authority",
        ) from error
    record(
        session,
        by=by,
        deed="extension.granted",
        subject=f"collection:{collection.quarter}",
        authority_id=authority.id,
        after={"extension": str(made.id), "until": until.isoformat(), "reason": words},
    )
    return made


def end_extension(session: Session, *, by: Identity, extension: Extension, at: datetime) -> Extension:
    """End an extension early: the collection's own deadline holds again. Raises CollectionError if it has ended."""
    session.refresh(extension, with_for_update=True)
    if extension.ended_at is not None:
        raise CollectionError("This extension has ended already.")
    _end(session, by, extension, at)
    return extension


def get_extension(session: Session, collection: Collection, extension_id: UUID) -> Extension:
    """One extension of a collection; NotFoundError when it has none of that id."""
    found = session.scalar(
        select(Extension).where(Extension.collection_id == collection.id, Extension.id == extension_id)
    )
    if found is None:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    return found


def list_extensions(session: Session, collection: Collection) -> list[tuple[Authority, Extension]]:
    """Every extension of a collection, the latest granted first, ended ones too."""
    rows = session.execute(
        select(Authority, Extension)
        .join(Authority, Authority.id == Extension.authority_id)
        .where(Extension.collection_id == collection.id)
        .order_by(Extension.granted_at.desc(), Authority.name)
    )
    return [(authority, extension) for authority, extension in rows]


def _require(
    session: Session, authority: Authority, collection: Collection, until: date, reason: str, on: date
) -> None:
    submission = find_submission(session, authority, collection)
    if submission is None and not is_expected(session, authority, collection):
        raise CollectionError(why_not_due(session, authority, collection), field="authority")
    if state_of(submission) is State.APPROVED:
        raise CollectionError(
            f"The return of {authority.name} is approved: an extension would not unlock it. Reopen it instead.",
            field="authority",
        )
    if until <= collection.due_on:
        raise CollectionError(
            f"The new deadline must come after the collection's own, {day_in_words(collection.due_on)}.",
            field="until",
        )
    require_calendar(until, "until")
    if until < on:
        raise CollectionError("The new deadline must be today or a later day.", field="until")
    if len(reason) < SHORTEST_REASON:
        raise CollectionError(
            f"Give the reason in {SHORTEST_REASON} characters or more: it stays on record.", field="reason"
        )
    if points_at_a_child(reason):
        raise CollectionError(IN_WORDS, field="reason")


def _end(session: Session, by: Identity, extension: Extension, at: datetime) -> None:
    extension.ended_at, extension.ended_by_id = at, by.account_id
    record(
        session,
        by=by,
        deed="extension.ended",
        subject=f"extension:{extension.id}",
        authority_id=extension.authority_id,
        before={"until": extension.until.isoformat()},
    )
