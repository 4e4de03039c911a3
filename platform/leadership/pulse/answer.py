"""Somebody who came by a link answers; what they answer is stored where the web role cannot read it (14.2, rule 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.pulse.errors import PulseError, PulseLinkNotOpenError
from leadership.pulse.kinds import SCALE, Question
from leadership.pulse.models import PulseAnswer, PulseInvitation, PulseRound


@dataclass(frozen=True)
class Answerer:
    """Somebody who may answer now. `key` is never shown, logged or put into an address."""

    key: UUID
    round: PulseRound
    authority: str

    def __repr__(self) -> str:
        return f"Answerer of pulse {self.round.id}"


def get_answerer(session: Session, *, secret_hash: str, on: date) -> Answerer:
    """Whose link has this hash; the session's scope carries the same hash, or the database shows nothing.

    Raises PulseLinkNotOpenError for every link that opens nothing, whatever the reason.
    """
    row = session.execute(
        select(PulseInvitation.answer_key, PulseRound, Authority.name)
        .join(PulseRound, PulseRound.id == PulseInvitation.round_id)
        .join(Authority, Authority.id == PulseRound.authority_id)
        .where(PulseInvitation.secret_hash == secret_hash, PulseRound.closed_at.is_(None))
    ).one_or_none()
    if row is None or on > row.PulseRound.closes_on:
        raise PulseLinkNotOpenError
    return Answerer(row.answer_key, row.PulseRound, row.name)


def store_answers(session: Session, *, answerer: Answerer, scores: Mapping[Question, int], on: date) -> None:
    """Store all five answers, or nothing; sent again, they are corrected: the last ones count.

    Nothing notes that somebody has answered, so everybody gets the one reminder. The row of the month is held
    meanwhile: answers that arrive at the moment of closing are either in before it or refused.

    Raises:
        PulseLinkNotOpenError: the month has closed, or its last day has passed.
        PulseError: a question has no answer from 1 to 5.
    """
    if any(scores.get(question) not in SCALE for question in Question):
        raise PulseError("Answer all five questions first.")
    found = session.execute(
        select(PulseRound.closed_at, PulseRound.closes_on)
        .where(PulseRound.id == answerer.round.id)
        .with_for_update(read=True)
    ).one_or_none()
    if found is None or found.closed_at is not None or on > found.closes_on:
        raise PulseLinkNotOpenError
    session.execute(
        insert(PulseAnswer),
        [
            {
                "id": uuid4(),
                "round_id": answerer.round.id,
                "answer_key": answerer.key,
                "question": question.value,
                "score": scores[question],
            }
            for question in Question
        ],
    )
