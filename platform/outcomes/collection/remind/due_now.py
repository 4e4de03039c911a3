"""What is due to be said now, worked out from the database alone: reminders of a day, and events nobody was told of."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from outcomes.collection.due.find import list_collections
from outcomes.collection.due.standing import overview_of
from outcomes.collection.remind.ask import store_notices
from outcomes.collection.remind.kinds import TELLS_OF, TOLD_OF_EVENTS, Audience, due_notices
from outcomes.collection.remind.recipients import recipients_of
from outcomes.collection.submission.models import Submission, SubmissionEvent

# A letter about an event that is older than this would surprise more than it helps.
TOLD_WITHIN = timedelta(days=2)
# The message of a deed is on its way for a moment before it counts as lost.
SETTLED_AFTER = timedelta(minutes=2)


def ask_due_reminders(session: Session, *, on: date) -> list[UUID]:
    """Store the reminders that are due on a day, to the active leads of those who owe; asked twice, stored once."""
    made: list[UUID] = []
    for collection in list_collections(session):
        if collection.opens_on > on:
            continue
        due = {
            row.authority.id: notice
            for row in overview_of(session, collection, on).rows
            if row.due
            for notice in due_notices(row.window, row.state, on)
        }
        if not due:
            continue
        readers = recipients_of(session, Audience.LEADS, frozenset(due), on)
        made += store_notices(
            session,
            (
                (authority_id, collection.id, notice.kind, notice.key, reader.account_id)
                for authority_id, notice in due.items()
                for reader in readers.get(authority_id, ())
            ),
        )
    return made


def ask_untold_events(session: Session, *, at: datetime, on: date) -> list[UUID]:
    """Store the letters about recent events that nobody was told of: their message was lost with the queue.

    Only the newest event of its kind is told of, as when the deed itself asks.
    """
    newest: dict[tuple[int, int, str], int] = {}
    for authority_id, collection_id, kind, number in session.execute(
        select(SubmissionEvent.authority_id, Submission.collection_id, SubmissionEvent.kind, SubmissionEvent.id)
        .join(Submission, Submission.id == SubmissionEvent.submission_id)
        .where(SubmissionEvent.at > at - TOLD_WITHIN, SubmissionEvent.at < at - SETTLED_AFTER)
        .order_by(SubmissionEvent.id)
    ):
        newest[authority_id, collection_id, kind] = number
    authorities = defaultdict(set)
    for authority_id, _, kind in newest:
        authorities[kind].add(authority_id)
    made: list[UUID] = []
    for kind, audience in TOLD_OF_EVENTS:
        event = TELLS_OF[kind]
        readers = recipients_of(session, audience, frozenset(authorities[event]), on) if authorities[event] else {}
        made += store_notices(
            session,
            (
                (authority_id, collection_id, kind, str(number), reader.account_id)
                for (authority_id, collection_id, told), number in newest.items()
                if told == event
                for reader in readers.get(authority_id, ())
            ),
        )
    return made
