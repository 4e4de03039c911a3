"""Asks for the director's signature: once nothing else is left to do, and whenever a lead says that it is time (46)."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import ConflictError, DomainError
from outcomes.collection.due.models import Collection
from outcomes.collection.remind.ask import ask_notice
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.models import Notice
from outcomes.collection.submission.find import lock_submission
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.may import Standing, needs_sign_off, standing_of
from outcomes.collection.submission.obstacles import list_obstacles

NOT_ASKED_FOR = "Your authority does not ask for a sign-off: the return can be submitted as it is."


class NothingToSignError(DomainError):
    """Something else is to be done first; the sentence says what."""


def ask_director(session: Session, authority: Authority, collection: Collection, on: date) -> bool:
    """Ask for a letter to those who sign. True if it was asked.

    The letter is known by the newest event of the return. Each version asks once, however often its words are mended
    before the director reads them; after a signature, a refusal, a return or a reopening, other words ask anew.
    """
    if not needs_sign_off(session, authority):
        return False
    session.flush()  # what has just been stored or explained counts
    standing = standing_of(session, authority, collection, on)
    if not waits_for_signature(session, authority, collection, standing, on):
        return False
    _ask(session, authority, collection, standing)
    return True


def ask_for_signature(
    session: Session, *, by: Identity, authority: Authority, collection: Collection, version: int, on: date
) -> None:
    """Ask although nothing has changed: only a lead knows that a return which came back is right as it stands.

    Asked twice after the same event, nobody gets a second letter.

    Raises:
        LockedError: it cannot be submitted now (409).
        ConflictError: another version has been stored since the page was drawn, or it is signed already (409).
        NothingToSignError: the authority asks for no signature, or something else is to be done first.
    """
    submission = lock_submission(session, authority, collection)
    standing = standing_of(session, authority, collection, on)
    require_unlocked(session, standing)
    if submission is not None and submission.version != version:
        raise ConflictError(f"Version {submission.version} has been stored since you opened the page. Read it first.")
    if not standing.needs_sign_off:
        raise NothingToSignError(NOT_ASKED_FOR)
    if standing.signed_off:
        raise ConflictError("This version is signed off already: it can be submitted.")
    first = list_obstacles(session, authority, collection, standing, on)[0]
    if submission is None or first.step != "sign_off":
        raise NothingToSignError(f"{first.sentence} After that your director can sign.")
    _ask(session, authority, collection, standing)
    record(
        session,
        by=by,
        deed="return.signature_asked",
        subject=f"submission:{submission.id}",
        authority_id=authority.id,
        after={"version": version},
    )


def waits_for_signature(
    session: Session, authority: Authority, collection: Collection, standing: Standing, on: date
) -> bool:
    """Whether the signature is all that is left to do before the return can be submitted."""
    return [each.step for each in list_obstacles(session, authority, collection, standing, on)] == ["sign_off"]


def asked_at(session: Session, authority: Authority, collection: Collection, standing: Standing) -> datetime | None:
    """When a letter asked for the signature since the return last moved on; None if none has."""
    if not standing.events:
        return None
    return session.scalar(
        select(func.min(Notice.asked_at)).where(
            Notice.authority_id == authority.id,
            Notice.collection_id == collection.id,
            Notice.kind == Kind.SIGN_OFF_ASKED.value,
            Notice.key == _known_by(standing),
        )
    )


def _ask(session: Session, authority: Authority, collection: Collection, standing: Standing) -> None:
    ask_notice(
        session,
        authority_id=authority.id,
        collection=collection,
        kind=Kind.SIGN_OFF_ASKED,
        key=_known_by(standing),
        audience=Audience.SIGNATORIES,
    )


def _known_by(standing: Standing) -> str:
    return str(standing.events[-1].id)
