"""Reads the months of a team: what was said of each question, and what is worth words between two months."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.profiles.release.precision import End, interval
from leadership.pulse.kinds import Question
from leadership.pulse.models import PulseResult, PulseRound
from leadership.pulse.release import Said

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Month:
    """A month that has been released: what is said of each question, in the order of the questions."""

    round: PulseRound
    said: tuple[Said, ...]

    @property
    def answers(self) -> int | None:
        """How many have answered; None where there were too few to say."""
        return next((said.answers for said in self.said if said.answers is not None), None)


def list_months(session: Session, *, authority_id: int) -> list[Month]:
    """Every released month, the oldest first."""
    rounds = session.scalars(
        select(PulseRound)
        .where(PulseRound.authority_id == authority_id, PulseRound.released_at.is_not(None))
        .order_by(PulseRound.month)
    ).all()
    found = {
        (row.round_id, row.question): row
        for row in session.scalars(select(PulseResult).where(PulseResult.authority_id == authority_id))
    }
    return [
        Month(held, tuple(_said(question, found.get((held.id, question.value))) for question in Question))
        for held in rounds
    ]


def bounds(said: Said) -> tuple[Decimal, Decimal] | None:
    """The ends of the interval, kept within 1 to 5; None where nothing is said."""
    if said.value is None or said.half_width is None:
        return None
    low, high = interval(said.value, said.half_width)
    return low.quantize(TENTH), high.quantize(TENTH)


def changed(months: Sequence[Month]) -> list[tuple[Question, bool]]:
    """Questions whose mean has moved between the last two months by more than chance explains, and whether upwards."""
    if len(months) < 2:  # noqa: PLR2004
        return []
    before, after = months[-2], months[-1]
    moved = []
    for one, other in zip(before.said, after.said, strict=True):
        if None in (one.value, other.value, one.half_width, other.half_width):
            continue
        assert one.value is not None and other.value is not None  # noqa: PT018, S101
        assert one.half_width is not None and other.half_width is not None  # noqa: PT018, S101
        distance = other.value - one.value
        if distance**2 > one.half_width**2 + other.half_width**2:
            moved.append((other.question, distance > 0))
    return moved


def _said(question: Question, row: PulseResult | None) -> Said:
    if row is None or row.value is None:
        return Said(question)
    end = End(row.at_end) if row.at_end else None
    return Said(question, row.value, end, row.answers, row.half_width)
