"""Comments of a released round wait for a person of the support team; what cannot be read by anybody does not wait."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.outbox import send_after_commit
from leadership.profiles.comments.kinds import ToRead
from leadership.profiles.comments.models import CommentReader, CommentReading, WaitingComment
from leadership.profiles.comments.shown import last_day_of
from leadership.profiles.comments.unread import TELL
from leadership.profiles.models import ProfileRound


def wait_for_reader(
    session: Session, held: ProfileRound, to_read: ToRead, readers: Sequence[int], *, at: datetime
) -> None:
    """Store the comments, who may read them and until when; a worker then writes to the readers.

    Plain statements: the closing role adds these rows and may not look at them again.
    """
    if not readers:
        return
    of_round = {"round_id": held.id, "person_id": held.person_id}
    session.execute(
        insert(CommentReading).values(**of_round, manner=to_read.manner.value, asked_at=at, last_day=last_day_of(at))
    )
    session.execute(insert(CommentReader), [{"round_id": held.id, "account_id": account_id} for account_id in readers])
    session.execute(
        insert(WaitingComment),
        [
            {**of_round, "id": uuid4(), "place": place, "body": body}
            for place, body in enumerate(to_read.texts, start=1)
        ],
    )
    send_after_commit(session, TELL)
