"""A rater's answers are stored where the web role cannot read them (risk-and-analysis 14.2, rule 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.outbox import send_after_commit
from leadership.profiles.errors import LinkNotOpenError, ProfileError
from leadership.profiles.invite import TEND
from leadership.profiles.kinds import SCORES, Attribute, Group
from leadership.profiles.models import LONGEST_COMMENT, ProfileRound, RaterAnswer, StoredComment, StoredRating
from leadership.profiles.rater import Rater


@dataclass(frozen=True)
class Answers:
    """What a rater sends: a score for each attribute, a text, and whether they read that they can be told apart."""

    scores: Mapping[Attribute, int] = field(repr=False)
    comment: str = field(default="", repr=False)
    told: bool = False


def store_answers(session: Session, *, rater: Rater, answers: Answers, on: date) -> None:
    """Store all five scores and the text, or nothing; sent again, they are corrected: the last ones count.

    No event goes into the audit, which the support team reads: when somebody answered, and whether it was before or
    after a certain day, is part of who answered. The round's row is held meanwhile, so that answers which arrive at
    the moment of closing are either in before it or refused.

    Raises:
        LinkNotOpenError: the round has closed, or its last day has passed.
        ProfileError: an attribute has no score from 1 to 5, the text is too long, or a line manager was not told.
    """
    _need_complete(rater, answers)
    _hold_open(session, rater.round, on)
    session.execute(
        insert(StoredRating),
        [
            {
                "id": uuid4(),
                "round_id": rater.round.id,
                "rater_key": rater.key,
                "rater_group": rater.group.value,
                "attribute": attribute.value,
                "score": answers.scores[attribute],
                "attributable": rater.group is Group.LINE_MANAGER,
            }
            for attribute in Attribute
        ],
    )
    session.execute(
        insert(StoredComment),
        [
            {
                "id": uuid4(),
                "round_id": rater.round.id,
                "rater_key": rater.key,
                "body": answers.comment,
                # The page of the text says who reads it, above its box.
                "reader_told": True,
            }
        ],
    )
    _note_answered(session, rater)
    send_after_commit(session, TEND, str(rater.round.id))


def _need_complete(rater: Rater, answers: Answers) -> None:
    if any(answers.scores.get(attribute) not in SCORES for attribute in Attribute):
        raise ProfileError("Answer all five questions first.")
    if len(answers.comment) > LONGEST_COMMENT:
        raise ProfileError(f"The text must have {LONGEST_COMMENT} characters or fewer.", field="comment")
    if rater.group is Group.LINE_MANAGER and not answers.told:
        raise ProfileError("Read first who will see what you answer.")


def _hold_open(session: Session, held: ProfileRound, on: date) -> None:
    """Hold the row as others who answer may too; whoever closes the round waits for all of them."""
    found = session.execute(
        select(ProfileRound.closed_at, ProfileRound.closes_on)
        .where(ProfileRound.id == held.id)
        .with_for_update(read=True)
    ).one_or_none()
    if found is None or found.closed_at is not None or on > found.closes_on:
        raise LinkNotOpenError


def _note_answered(session: Session, rater: Rater) -> None:
    """Let workers send no reminder. Whether it was noted before cannot be asked, only tried."""
    try:
        with session.begin_nested():
            session.execute(
                insert(RaterAnswer),
                [
                    {
                        "invitation_id": rater.invitation_id,
                        "round_id": rater.round.id,
                        "rater_group": rater.group.value,
                    }
                ],
            )
    except IntegrityError:
        return
