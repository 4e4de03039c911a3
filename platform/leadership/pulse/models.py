"""The team health check: who is asked, each month's round, and what was released of it. Migration 0017 has the rules.

Answers are inserted by the web role and never read by it (risk-and-analysis 14.2, rule 7). Their key is made anew for
every month, so that nobody's answers can be followed over time, and goes with them when the round is released.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped
from leadership.pulse.kinds import LONGEST_DAYS, Question
from leadership.register.models import one_of


class PulseMember(AuthorityScoped, Base):
    """Somebody of the senior team who is asked each month; with the removal the address is forgotten."""

    __tablename__ = "pulse_member"
    __table_args__ = (
        UniqueConstraint("authority_id", "email", name="uq_pulse_member_once"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint("(email IS NULL) = (removed_at IS NOT NULL)", name="removed_is_forgotten"),
        CheckConstraint("removed_by_id IS NULL OR removed_at IS NOT NULL", name="removed_who_and_when"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class PulseRound(Base):
    """One month's check: opened, closed once, frozen; `closes_on` is the last day for answers.

    Not fenced by the session as other records are: whoever comes by a link sees the one that it is for (a policy).
    """

    __tablename__ = "pulse_round"
    __table_args__ = (
        UniqueConstraint("authority_id", "month", name="uq_pulse_round_once_a_month"),
        UniqueConstraint("authority_id", "id"),
        Index("uq_pulse_round_open", "authority_id", unique=True, postgresql_where="closed_at IS NULL"),
        CheckConstraint("month = date_trunc('month', opened_on)::date", name="of_the_month_it_opens_in"),
        CheckConstraint(
            f"closes_on > opened_on AND closes_on <= opened_on + {LONGEST_DAYS}", name="lasts_a_month_at_most"
        ),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_who_and_when"),
        CheckConstraint("released_at IS NULL OR closed_at IS NOT NULL", name="released_after_closing"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    month: Mapped[date]
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    asked: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    closed_at: Mapped[datetime | None]
    # Closed by nobody means that its last day had passed.
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    released_at: Mapped[datetime | None]


class PulseInvitation(Base):
    """The link of one person for one month, made and sent by workers; destroyed when the month is released."""

    __tablename__ = "pulse_invitation"
    __table_args__ = (
        UniqueConstraint("round_id", "email", name="uq_pulse_invitation_once"),
        CheckConstraint("reminded_at IS NULL OR invited_at IS NOT NULL", name="invited_before_reminded"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("pulse_round.id"), index=True)
    email: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    answer_key: Mapped[UUID] = mapped_column(unique=True)
    attempts: Mapped[int]
    invited_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class PulseAnswer(Base):
    """One answer to one question; sent again, the highest `position` counts. Destroyed when the month is released."""

    __tablename__ = "pulse_answer"
    __table_args__ = (
        CheckConstraint(one_of("question", Question), name="question_known"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score_1_to_5"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("pulse_round.id"), index=True)
    answer_key: Mapped[UUID]
    question: Mapped[str]
    score: Mapped[int]
    position: Mapped[int] = mapped_column(BigInteger, Numbered(always=True))


class PulseResult(AuthorityScoped, Base):
    """What is said of one question in one month: rounded, ended or withheld already (14.2, rules 5 and 6)."""

    __tablename__ = "pulse_result"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "round_id"], ["pulse_round.authority_id", "pulse_round.id"]),
        UniqueConstraint("authority_id", "round_id", "question", name="uq_pulse_result_once"),
        CheckConstraint(one_of("question", Question), name="question_known"),
        CheckConstraint("value BETWEEN 1 AND 5", name="value_1_to_5"),
        CheckConstraint("value IS NULL OR answers >= 3", name="of_three_or_more"),
        CheckConstraint(
            "value IS NOT NULL OR num_nonnulls(at_end, answers, half_width) = 0", name="withheld_says_nothing"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    round_id: Mapped[UUID]
    question: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    at_end: Mapped[str | None]
    answers: Mapped[int | None]
    half_width: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
