"""What leaders write for themselves and what they share of it. Migration 0013 says who may read which rows."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from core.database import Base
from leadership.development.behaviours import Context
from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import RoundKind
from leadership.register.models import one_of

LONGEST_TITLE = 200
LONGEST_BODY = 5000
LONGEST_REASON = 2000
LONGEST_SHARE_DAYS = 366


class Kind(StrEnum):
    """A look back, or something to do; the latter has a day and an end."""

    NOTE = "note"
    ACTION = "action"


class DevelopmentEntry(Base):
    """A reflective note or an action: in which context, which behaviours were chosen, and why (15.2)."""

    __tablename__ = "development_entry"
    __table_args__ = (
        UniqueConstraint("person_id", "id"),
        CheckConstraint(one_of("kind", Kind), name="kind_known"),
        CheckConstraint(one_of("context", Context), name="context_known"),
        CheckConstraint(
            f"behaviours <@ ARRAY[{', '.join(repr(each.value) for each in Behaviour)}]::varchar[]",
            name="behaviours_known",
        ),
        CheckConstraint("cardinality(behaviours) >= 1", name="behaviour_chosen"),
        CheckConstraint("kind = 'action' OR num_nonnulls(due_on, done_on) = 0", name="only_actions_have_days"),
        CheckConstraint(f"length(title) BETWEEN 1 AND {LONGEST_TITLE}", name="title_of_a_line"),
        CheckConstraint(
            f"length(body) <= {LONGEST_BODY} AND length(reason) <= {LONGEST_REASON}", name="texts_of_a_few_pages"
        ),
        CheckConstraint("changed_at >= written_at", name="changed_after_written"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    reason: Mapped[str]
    context: Mapped[str]
    behaviours: Mapped[list[str]] = mapped_column(ARRAY(String))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def context_words(self) -> str:
        return Context(self.context).words

    @property
    def behaviour_words(self) -> list[str]:
        """In the order of the study, whatever the order of ticking."""
        return [each.words for each in Behaviour if each in self.behaviours]


class ProfileShare(Base):
    """That a leader lets a coach read something, until a day or until they take it back.

    The coach is named by address alone, so that nothing here says whether such an account exists: the database lets
    the account with that address read it while it is a coach's. `leader_name` is what the coach reads, who sees
    nobody of the register.
    """

    __tablename__ = "profile_share"
    __table_args__ = (
        UniqueConstraint("person_id", "id"),
        Index("ix_profile_share_coach_email", "coach_email"),
        CheckConstraint("coach_email = lower(coach_email)", name="coach_email_in_lower_case"),
        CheckConstraint(f"ends_on >= starts_on AND ends_on <= starts_on + {LONGEST_SHARE_DAYS}", name="a_year_at_most"),
        CheckConstraint("revoked_at >= granted_at", name="revoked_after_granted"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    leader_name: Mapped[str]
    # Emptied 30 days after the share has ended (decision 68).
    coach_email: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    def stands(self, on: date) -> bool:
        """Whether the coach may read it on that day."""
        return self.revoked_at is None and on <= self.ends_on


class ProfileShareItem(Base):
    """One thing shared: the results of a closed round, or one note or action."""

    __tablename__ = "profile_share_item"
    __table_args__ = (
        ForeignKeyConstraint(["person_id", "share_id"], ["profile_share.person_id", "profile_share.id"]),
        ForeignKeyConstraint(["person_id", "round_id"], ["profile_round.person_id", "profile_round.id"]),
        ForeignKeyConstraint(["person_id", "entry_id"], ["development_entry.person_id", "development_entry.id"]),
        Index("ix_profile_share_item_person_id_share_id", "person_id", "share_id"),
        Index("ix_profile_share_item_person_id_round_id", "person_id", "round_id"),
        Index("ix_profile_share_item_person_id_entry_id", "person_id", "entry_id"),
        CheckConstraint("num_nonnulls(round_id, entry_id) = 1", name="one_thing"),
        CheckConstraint(
            "num_nonnulls(round_id, round_kind, round_closed_on) IN (0, 3)", name="round_with_kind_and_day"
        ),
        CheckConstraint(one_of("round_kind", RoundKind), name="round_kind_known"),
        UniqueConstraint(
            "share_id",
            "round_id",
            "entry_id",
            name="uq_profile_share_item_once",
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID]
    share_id: Mapped[UUID] = mapped_column(index=True)
    round_id: Mapped[UUID | None] = mapped_column(index=True)
    round_kind: Mapped[str | None]
    round_closed_on: Mapped[date | None]
    entry_id: Mapped[UUID | None] = mapped_column(index=True)
