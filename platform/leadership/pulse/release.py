"""What a closed month may say is worked out once, under the closing role, and what it was worked out from destroyed.

No job row stands behind it: the support team reads jobs, and is not to know that there is a pulse. The hourly task
finds whatever has closed and has no results, so a worker that dies loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.clock import now
from leadership.profiles.closing.engine import closing_transaction
from leadership.profiles.release.precision import TENTH, End, ended, half_width, rounded
from leadership.pulse.kinds import FEWEST_ANSWERS, Question
from leadership.pulse.models import PulseAnswer, PulseInvitation, PulseResult, PulseRound


@dataclass(frozen=True)
class Said:
    """What is said of one question; nothing but the question where too few have answered (14.2, rule 6)."""

    question: Question
    value: Decimal | None = None
    end: End | None = None
    answers: int | None = None
    half_width: Decimal | None = None


def said_of(question: Question, scores: Sequence[int]) -> Said:
    """The mean as it may be said: of three or more, to a tenth, an extreme one as its end (14.2, rules 2 and 5)."""
    count = len(scores)
    if count < FEWEST_ANSWERS:
        return Said(question)
    value, end = ended(rounded(sum(scores), count, TENTH), count)
    return Said(question, value, end, count, half_width(count))


def release_closed() -> int:
    """Release every month that has closed; returns how many. In workers alone."""
    with closing_transaction() as session:
        closed = session.scalars(
            select(PulseRound)
            .where(PulseRound.closed_at.is_not(None), PulseRound.released_at.is_(None))
            .order_by(PulseRound.id)
            .with_for_update(skip_locked=True)
        ).all()
        for held in closed:
            release_month(session, held)
        return len(closed)


def release_month(session: Session, held: PulseRound) -> None:
    """Store what may be said of a closed month, and destroy the rest. The caller holds its row."""
    answers = session.execute(
        select(PulseAnswer.answer_key, PulseAnswer.question, PulseAnswer.score)
        .where(PulseAnswer.round_id == held.id)
        .order_by(PulseAnswer.position)
    )
    last = {(row.question, row.answer_key): row.score for row in answers}
    for question in Question:
        said = said_of(question, [score for (asked, _), score in last.items() if asked == question])
        session.add(
            PulseResult(
                id=uuid4(),
                authority_id=held.authority_id,
                round_id=held.id,
                question=question.value,
                value=said.value,
                at_end=said.end.value if said.end else None,
                answers=said.answers,
                half_width=said.half_width,
            )
        )
    # Addresses, links, keys and answers go together: nothing is left that a later release could be compared with.
    session.execute(delete(PulseAnswer).where(PulseAnswer.round_id == held.id))
    session.execute(delete(PulseInvitation).where(PulseInvitation.round_id == held.id))
    held.released_at = now()
