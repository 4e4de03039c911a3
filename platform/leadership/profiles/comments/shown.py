"""What a leader is told of the raters' own words. It is the same to the byte whatever waits (14.2, rules 6 and 8).

Until the last day that comments can wait, every round of all sides says that they may come; after it, that none were
released. So neither sentence tells whether four people wrote, nobody did, all was left out or nobody read.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity
from core.clock import LONDON
from leadership.profiles.comments.kinds import READ_WITHIN
from leadership.profiles.kinds import RoundKind
from leadership.profiles.models import ProfileComment, ProfileRound


@dataclass(frozen=True)
class Words:
    """What was released, if anything; `by` is the day until which something may come, and nothing once it has passed.

    `released_on` is empty for what was released before comments were read by a person.
    """

    texts: tuple[str, ...] = field(default=(), repr=False)
    summary: bool = False
    released_on: date | None = None
    by: date | None = None
    asked: bool = True


def last_day_of(released_at: datetime) -> date:
    """The last day on which comments of a round can wait: whatever was written, and by how many."""
    return released_at.astimezone(LONDON).date() + READ_WITHIN


def read_words(session: Session, *, by: Identity, held: ProfileRound, on: date) -> Words:
    """The words of a round of the leader's own, as far as they stand on a day."""
    rows = session.scalars(
        select(ProfileComment)
        .where(ProfileComment.round_id == held.id, ProfileComment.person_id.in_(by.person_ids))
        .order_by(ProfileComment.place)
    ).all()
    if rows:
        first = rows[0]
        day = first.released_at.astimezone(LONDON).date() if first.released_at else None
        return Words(tuple(row.body for row in rows), first.summary, day)
    if held.kind != RoundKind.ALL_ROUND:
        return Words(asked=False)
    until = last_day_of(held.released_at) if held.released_at else None
    return Words(by=until if until is not None and on <= until else None)
