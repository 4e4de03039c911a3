"""Reads comments that wait, for those of the support team whom the database lists for a round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.errors import NotFoundError
from leadership.profiles.comments.kinds import Manner
from leadership.profiles.comments.models import CommentReader, CommentReading, WaitingComment
from leadership.profiles.models import ProfileRound

GONE = (
    "No comments of such a round wait for you. Somebody else of the team may have decided on them a moment ago, or "
    "their last day has passed."
)


@dataclass(frozen=True)
class Waiting:
    """Comments of one round that the reader may read: whose round it is, and until when they wait.

    The leader's name is needed to see what in a text could show who wrote it. Nothing else of the round is here.
    """

    reading: CommentReading
    round: ProfileRound
    authority: Authority
    declared: bool

    @property
    def manner(self) -> Manner:
        return Manner(self.reading.manner)


def list_waiting(session: Session, *, by: Identity, on: date) -> list[Waiting]:
    """The rounds whose comments wait for this reader, those whose last day is nearest first."""
    rows = session.execute(_of_reader(by, on).order_by(CommentReading.last_day, CommentReading.round_id))
    return [_waiting(*row) for row in rows]


def get_waiting(session: Session, *, by: Identity, round_id: UUID, on: date) -> Waiting:
    """One of them; NotFoundError for a round without, one that was decided, and one that is not theirs to read."""
    row = session.execute(_of_reader(by, on).where(CommentReading.round_id == round_id)).one_or_none()
    if row is None:
        raise NotFoundError(GONE)
    return _waiting(*row)


def list_words(session: Session, *, round_id: UUID) -> Mapping[int, str]:
    """The comments by their place; none before the reader has declared that they are no rater."""
    rows = session.execute(
        select(WaitingComment.place, WaitingComment.body)
        .where(WaitingComment.round_id == round_id)
        .order_by(WaitingComment.place)
    )
    return {row.place: row.body for row in rows}


Found = Select[CommentReading, ProfileRound, Authority, CommentReader]


def _of_reader(by: Identity, on: date) -> Found:
    return (
        select(CommentReading, ProfileRound, Authority, CommentReader)
        .join(CommentReader, CommentReader.round_id == CommentReading.round_id)
        .join(ProfileRound, ProfileRound.id == CommentReading.round_id)
        .join(Authority, Authority.id == ProfileRound.authority_id)
        .where(CommentReader.account_id == by.account_id, CommentReading.last_day >= on)
        .execution_options(populate_existing=True)
    )


def _waiting(reading: CommentReading, held: ProfileRound, authority: Authority, reader: CommentReader) -> Waiting:
    return Waiting(reading, held, authority, declared=reader.declared_at is not None)
