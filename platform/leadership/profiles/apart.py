"""Rounds of one leader stand half a year apart (risk-and-analysis 14.2, rules 1 and 3).

The ledger sees new random keys in every round and cannot know that the same people answer. A week later they would
mostly say the same again, and with one of them exchanged the difference of two means would be the difference of two
people. Nobody may know who answered twice, so time has to do what the ledger cannot.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.clock import LONDON
from leadership.profiles.errors import RoundTooSoonError
from leadership.profiles.kinds import RoundKind
from leadership.profiles.models import ProfileRound, RoundProgress

APART: Final = timedelta(days=180)


def need_apart(session: Session, *, records: Collection[UUID], on: date) -> None:
    """Refuse a 360 round too soon after one of which anything of others was shown.

    That is asked of the progress, which leader and support team are told anyway: a round that too few answered has
    shown nothing, and the next may follow at once.

    `records` are those of the person in the register: a corrected name makes nobody another.

    Raises RoundTooSoonError with the first day on which it can be opened.
    """
    enough = exists().where(RoundProgress.round_id == ProfileRound.id, RoundProgress.enough)
    last = session.scalar(
        select(ProfileRound.closed_at)
        .where(
            ProfileRound.person_id.in_(records),
            ProfileRound.kind == RoundKind.ALL_ROUND.value,
            ProfileRound.closed_at.is_not(None),
            enough,
        )
        .order_by(ProfileRound.closed_at.desc())
        .limit(1)
    )
    if last is None:
        return
    first = last.astimezone(LONDON).date() + APART
    if on < first:
        raise RoundTooSoonError(first)
