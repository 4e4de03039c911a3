"""Asking for letters: in the transaction of the deed, once for each reader, whoever asks again (J5).

A lead's session sees no other account, so a deed asks through the outbox and a worker addresses the letters. The row
is the letter: unique by authority, collection, account, kind and key.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.outbox import send_after_commit
from outcomes.collection.due.models import Collection
from outcomes.collection.remind.kinds import TELLS_OF, Audience, Kind
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.recipients import recipients_of
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.told import ReturnSubmitted

ADDRESS = "returns.address_notice"
SEND = "returns.send_notice"


def ask_notice(
    session: Session,
    *,
    authority_id: int,
    collection: Collection,
    kind: Kind | str,
    key: str = "",
    audience: Audience | str = Audience.LEADS,
) -> None:
    """Ask for a letter to everybody of the audience; it is addressed and sent after this transaction commits.

    Args:
        session: of the transaction of the deed; its scope need not see the readers' accounts.
        authority_id: whose return the letter is about.
        collection: the quarter it is about.
        kind: what it says.
        key: tells two letters of one kind apart. Letters that tell of an event are known by the newest event of
            their kind whatever is given here.
        audience: who is written to.
    """
    send_after_commit(session, ADDRESS, authority_id, collection.id, Kind(kind).value, key, Audience(audience).value)


def tell_of_submission(session: Session, event: ReturnSubmitted) -> None:
    """A return was handed in: a receipt for its leads, word for the support team (J4)."""
    collection = session.get_one(Collection, event.collection_id)
    for kind, audience in ((Kind.RECEIPT, Audience.LEADS), (Kind.SUBMITTED, Audience.SUPPORT)):
        ask_notice(session, authority_id=event.authority_id, collection=collection, kind=kind, audience=audience)


def address_notice(
    session: Session, *, authority_id: int, collection_id: int, kind: Kind, key: str, audience: Audience, on: date
) -> list[UUID]:
    """Store one letter for each reader who has none of this kind and key yet, and ask for it to be sent.

    Runs in a worker, whose session sees every account. Returns the new letters.
    """
    known_by = _event_key(session, authority_id, collection_id, kind) if kind in TELLS_OF else key
    readers = recipients_of(session, audience, frozenset({authority_id}), on).get(authority_id, ())
    return store_notices(
        session,
        [
            (authority_id, collection_id, kind, known_by, reader.account_id)
            for reader in readers
            if known_by is not None
        ],
    )


def store_notices(session: Session, wanted: Iterable[tuple[int, int, Kind, str, int]]) -> list[UUID]:
    """Store (authority, collection, kind, key, account) where it is not there, and ask for what is new to be sent."""
    rows = [
        {
            "authority_id": authority_id,
            "collection_id": collection_id,
            "kind": kind.value,
            "key": key,
            "account_id": account_id,
        }
        for authority_id, collection_id, kind, key, account_id in wanted
    ]
    if not rows:
        return []
    made = session.scalars(
        insert(Notice).values(rows).on_conflict_do_nothing(constraint="uq_notice_once").returning(Notice.id)
    ).all()
    for number in made:
        send_after_commit(session, SEND, str(number))
    return list(made)


def _event_key(session: Session, authority_id: int, collection_id: int, kind: Kind) -> str | None:
    """The number of the newest event that the letter tells of; None when there is none (any more)."""
    found = session.scalar(
        select(SubmissionEvent.id)
        .join(Submission, Submission.id == SubmissionEvent.submission_id)
        .where(
            Submission.authority_id == authority_id,
            Submission.collection_id == collection_id,
            SubmissionEvent.authority_id == authority_id,
            SubmissionEvent.kind == TELLS_OF[kind],
        )
        .order_by(SubmissionEvent.id.desc())
        .limit(1)
    )
    return None if found is None else str(found)
