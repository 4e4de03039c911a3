"""A person reads the comments of a round and decides, once, what their leader sees of them (14.2, rule 4).

What was written is destroyed by the same statement that ends the reading, in the transaction that releases.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from leadership.profiles.comments.find import Waiting, get_waiting, list_words
from leadership.profiles.comments.judge import Decisions, Problems, judge, to_show
from leadership.profiles.comments.kinds import Manner
from leadership.profiles.comments.models import CommentReader, CommentReading
from leadership.profiles.errors import ProfileError
from leadership.profiles.models import ProfileComment, ProfileRound

Shuffle = Callable[[list[str]], None]


class NotDecidedError(ProfileError):
    """Something stands in the way of releasing; `problems` says what, by box."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("Some comments cannot be released as they stand.")
        self.problems = problems


class NotDeclaredError(ProfileError):
    """Nobody decides on comments that they have not read."""

    def __init__(self) -> None:
        super().__init__("Say first whether you were asked to rate in this round.")


def begin_reading(session: Session, *, by: Identity, round_id: UUID, on: date, at: datetime) -> None:
    """Declare that one was not asked to rate and has not rated: from now on the database shows the comments.

    Raises NotFoundError when none of that round wait for this reader.
    """
    waiting = get_waiting(session, by=by, round_id=round_id, on=on)
    if waiting.declared:
        return
    declared = session.execute(
        update(CommentReader)
        .where(
            CommentReader.round_id == round_id,
            CommentReader.account_id == by.account_id,
            CommentReader.declared_at.is_(None),  # a form that is sent twice at once declares once
        )
        .values(declared_at=at)
        .execution_options(synchronize_session=False)
        .returning(CommentReader.account_id)
    ).scalar_one_or_none()
    if declared is not None:
        _record(session, by, round_id, "profile_comments.opened")


def step_back(session: Session, *, by: Identity, round_id: UUID, on: date) -> None:
    """Leave the comments to others, for good. No event goes into the audit: it would name a rater of the round.

    Raises NotFoundError when none of that round wait for this reader.
    """
    get_waiting(session, by=by, round_id=round_id, on=on)
    session.execute(
        delete(CommentReader)
        .where(CommentReader.round_id == round_id, CommentReader.account_id == by.account_id)
        .execution_options(synchronize_session=False)
    )


def release_comments(
    session: Session,
    *,
    by: Identity,
    round_id: UUID,
    decisions: Decisions,
    summary: str,
    shuffle: Shuffle,
    on: date,
    at: datetime,
) -> int:
    """Release what was decided, or nothing where all is left out, and destroy what was written; returns how many texts.

    Raises:
        NotFoundError: none of that round wait for this reader; somebody else may have decided just now.
        NotDeclaredError: they have not said yet that they are no rater.
        NotDecidedError: a comment has no fate, or a text must not be released as it is.
    """
    # Held, so that of two who decide at once the second finds nothing left to decide.
    session.execute(select(ProfileRound.id).where(ProfileRound.id == round_id).with_for_update())
    waiting = get_waiting(session, by=by, round_id=round_id, on=on)
    if not waiting.declared:
        raise NotDeclaredError
    texts = list_words(session, round_id=round_id)
    problems = judge(waiting.manner, texts, decisions, summary)
    if problems:
        raise NotDecidedError(problems)
    shown = to_show(waiting.manner, texts, decisions, summary)
    shuffle(shown)
    _store(session, waiting, shown, at)
    session.execute(
        delete(CommentReading).where(CommentReading.round_id == round_id).execution_options(synchronize_session=False)
    )
    _record(session, by, round_id, "profile_comments.decided")
    return len(shown)


def _store(session: Session, waiting: Waiting, shown: list[str], at: datetime) -> None:
    """Plain statements: whoever read may write what the leader sees, and not read it again."""
    rows = [
        {
            "id": uuid4(),
            "round_id": waiting.reading.round_id,
            "person_id": waiting.reading.person_id,
            "place": place,
            "body": body,
            "summary": waiting.manner is Manner.SUMMARY,
            "released_at": at,
        }
        for place, body in enumerate(shown, start=1)
    ]
    if rows:
        session.execute(insert(ProfileComment), rows)


def _record(session: Session, by: Identity, round_id: UUID, deed: str) -> None:
    """Who read and who decided; neither how many comments there were nor what became of them.

    Of no authority: what is recorded of one is readable in the sessions of its leaders, whom it would tell that at
    least five have written.
    """
    record(session, by=by, deed=deed, subject=f"profile_round:{round_id}", authority_id=None)
