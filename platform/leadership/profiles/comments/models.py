"""Comments that wait for a person of the support team. Migration 0020 says who may read which rows.

The words are written by the closing role and read by whoever has declared that they are no rater of the round; they
end with the reading. The web may not update them, workers may not even read them.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from leadership.profiles.comments.kinds import Manner
from leadership.profiles.models import LONGEST_COMMENT
from leadership.register.models import one_of


class CommentReading(Base):
    """That a round's comments wait, and until when. It is gone once they were released, left out, or not read."""

    __tablename__ = "comment_reading"
    __table_args__ = (
        UniqueConstraint("person_id", "round_id"),
        ForeignKeyConstraint(["person_id", "round_id"], ["profile_round.person_id", "profile_round.id"]),
        CheckConstraint(one_of("manner", Manner), name="manner_known"),
    )

    round_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    manner: Mapped[str]
    asked_at: Mapped[datetime]
    last_day: Mapped[date]


class CommentReader(Base):
    """An account that may read them: each sees its own row. Who is not on the list stands nowhere, with no reason.

    `declared_at`: they said that they were not asked to rate and have not rated. `told_at`: the letter has gone.
    """

    __tablename__ = "comment_reader"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("comment_reading.round_id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    declared_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class WaitingComment(Base):
    """What one rater wrote, in an order that tells nothing; no group, no score, no key."""

    __tablename__ = "waiting_comment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "round_id"],
            ["comment_reading.person_id", "comment_reading.round_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("round_id", "place", name="uq_waiting_comment_place"),
        CheckConstraint(f"length(body) <= {LONGEST_COMMENT}", name="body_of_a_page"),
        Index("ix_waiting_comment_person_id_round_id", "person_id", "round_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    round_id: Mapped[UUID]
    person_id: Mapped[UUID]
    place: Mapped[int]
    body: Mapped[str]
