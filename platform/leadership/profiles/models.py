"""Rounds, who is asked, what they answer, and what becomes of it. Migration 0011 says who may read which rows.

Nothing here may be read back by the web role but rounds, invitations and results of the reader's own: ratings are
inserted and never selected (risk-and-analysis 14.2, rule 7). So their rows are written with Core statements whose
values are all made in Python, and their classes serve the closing role alone.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    false,
    func,
)
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from core.database import Base
from leadership.profiles.comments.kinds import LONGEST_SUMMARY
from leadership.profiles.kinds import Attribute, Group, RoundKind, View
from leadership.register.models import one_of

LONGEST_ROUND_DAYS = 92
LONGEST_COMMENT = 2000
LONGEST_REFLECTION = 5000


class ProfileRound(Base):
    """One round of one leader: opened, closed once, frozen; `closes_on` is the last day for answers.

    Not fenced by authority as other records are: a leader sees their own rounds, a rater that of their link, the
    support team that there is one (a policy of the database). `leader_name` and `post_title` are what raters read,
    who may see neither the register's people nor its posts.
    """

    __tablename__ = "profile_round"
    __table_args__ = (
        UniqueConstraint("person_id", "id"),
        UniqueConstraint("authority_id", "id"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        Index("ix_profile_round_post", "authority_id", "post_id"),
        Index("uq_profile_round_open", "person_id", unique=True, postgresql_where="closed_at IS NULL"),
        CheckConstraint(one_of("kind", RoundKind), name="kind_known"),
        CheckConstraint(
            f"closes_on >= opened_on AND closes_on <= opened_on + {LONGEST_ROUND_DAYS}",
            name="lasts_three_months_at_most",
        ),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_who_and_when"),
        CheckConstraint("released_at IS NULL OR closed_at IS NOT NULL", name="released_after_closing"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    post_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    leader_name: Mapped[str]
    post_title: Mapped[str]
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    closed_at: Mapped[datetime | None]
    # Closed by nobody means that its last day had passed.
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    released_at: Mapped[datetime | None]


class OfLeader:
    """A record of one round, with whose round it is: a policy of the database compares it with the reader."""

    round_id: Mapped[UUID]
    person_id: Mapped[UUID]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return cls.bound()

    @classmethod
    def bound(cls) -> tuple[SchemaItem, ...]:
        """The key that keeps round and leader together, with its index."""
        name: str = cls.__tablename__  # type: ignore[attr-defined]
        return (
            ForeignKeyConstraint(["person_id", "round_id"], ["profile_round.person_id", "profile_round.id"]),
            Index(f"ix_{name}_person_id_round_id", "person_id", "round_id"),
        )


class RaterInvitation(OfLeader, Base):
    """Somebody asked to rate a leader, by a link of which the hash is kept; the leader themselves need none.

    Address and hash go when the round is released, or when the invitation is withdrawn. The mark, from which nobody
    has the address, stays until the release, so that whoever is invited anew counts once. Whether they have answered
    does not stand here.
    """

    __tablename__ = "rater_invitation"

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (
            *cls.bound(),
            CheckConstraint(one_of("rater_group", Group), name="rater_group_known"),
            CheckConstraint("email = lower(email)", name="email_in_lower_case"),
            CheckConstraint("rater_group <> 'self' OR num_nonnulls(email, secret_hash) = 0", name="self_needs_no_link"),
            CheckConstraint("num_nonnulls(email, secret_hash) IN (0, 2)", name="link_with_address"),
            CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL", name="withdrawn_who_and_when"),
            CheckConstraint("withdrawn_at IS NULL OR email IS NULL", name="withdrawn_without_address"),
            UniqueConstraint("round_id", "email", name="uq_rater_invitation_once"),
            *(
                Index(
                    f"uq_rater_invitation_{group}",
                    "round_id",
                    unique=True,
                    postgresql_where=f"rater_group = '{group}' AND withdrawn_at IS NULL",
                )
                for group in (Group.SELF, Group.LINE_MANAGER)
            ),
        )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    rater_group: Mapped[str]
    email: Mapped[str | None]
    secret_hash: Mapped[str | None] = mapped_column(unique=True)
    address_mark: Mapped[str | None]
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class RaterLink(OfLeader, Base):
    """The random key under which somebody's answers are kept: the only thing that leads from one to the other.

    Shown to nobody but the request that carries the link itself; destroyed when the round is released.
    """

    __tablename__ = "rater_link"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("rater_invitation.id"), primary_key=True)
    rater_group: Mapped[str]
    rater_key: Mapped[UUID] = mapped_column(unique=True)


class RaterAnswer(Base):
    """That an invitation was answered, for workers that send reminders; destroyed together with the link."""

    __tablename__ = "rater_answer"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("rater_invitation.id"), primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("profile_round.id"), index=True)
    rater_group: Mapped[str]


class RoundProgress(Base):
    """How many of a group were invited, and whether at least three have answered; no number of answers is kept."""

    __tablename__ = "round_progress"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("profile_round.id"), primary_key=True)
    rater_group: Mapped[str] = mapped_column(primary_key=True)
    invited: Mapped[int]
    enough: Mapped[bool]


class StoredRating(Base):
    """One score of one rater for one attribute. A correction is a further row: the highest `position` counts."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint(one_of("rater_group", Group), name="rater_group_known"),
        CheckConstraint(one_of("attribute", Attribute), name="attribute_known"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score_1_to_5"),
        CheckConstraint("attributable = (rater_group = 'line_manager')", name="line_manager_was_told"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("profile_round.id"), index=True)
    rater_key: Mapped[UUID]
    rater_group: Mapped[str]
    attribute: Mapped[str]
    score: Mapped[int]
    attributable: Mapped[bool]
    position: Mapped[int] = mapped_column(BigInteger, Numbered(always=True))


class StoredComment(Base):
    """What a rater wrote; an empty text takes an earlier one back.

    `reader_told`: their page said that somebody of the support team reads it before the leader. Nobody reads another.
    """

    __tablename__ = "rating_comment"
    __table_args__ = (CheckConstraint(f"length(body) <= {LONGEST_COMMENT}", name="body_of_a_page"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("profile_round.id"), index=True)
    rater_key: Mapped[UUID]
    body: Mapped[str]
    reader_told: Mapped[bool] = mapped_column(server_default=false())
    position: Mapped[int] = mapped_column(BigInteger, Numbered(always=True))


class ProfileResult(OfLeader, Base):
    """What a leader sees of one attribute from one side, as it was released: rounded, ended or withheld already.

    Where the value is withheld nothing else stands either (14.2, rule 6). `results.py` makes a Result of it again.
    """

    __tablename__ = "profile_result"

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (
            *cls.bound(),
            CheckConstraint(one_of("attribute", Attribute), name="attribute_known"),
            CheckConstraint(one_of("seen_by", View), name="seen_by_known"),
            CheckConstraint("value BETWEEN 1 AND 5", name="value_1_to_5"),
            CheckConstraint(
                "value IS NOT NULL OR num_nonnulls(at_end, raters, half_width, gap) = 0", name="withheld_says_nothing"
            ),
            UniqueConstraint("round_id", "attribute", "seen_by", name="uq_profile_result_once"),
        )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    attribute: Mapped[str]
    seen_by: Mapped[str]
    value: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    at_end: Mapped[str | None]
    raters: Mapped[int | None]
    half_width: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    gap: Mapped[str | None]
    fewest: Mapped[int]


class ProfileComment(OfLeader, Base):
    """What a leader may read of what raters wrote: in an order that tells nothing, without group or attribute.

    One summary of five to nine writers; of more, each text as it was written or shortened. `released_at` is empty for
    those released before decision 71, which nobody had read first.
    """

    __tablename__ = "profile_comment"

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (
            *cls.bound(),
            UniqueConstraint("round_id", "place", name="uq_profile_comment_place"),
            CheckConstraint(f"length(body) <= {LONGEST_SUMMARY}", name="body_of_two_pages"),
        )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    place: Mapped[int]
    body: Mapped[str]
    summary: Mapped[bool] = mapped_column(server_default=false())
    released_at: Mapped[datetime | None]


class ProfileReflection(OfLeader, Base):
    """A leader's written answer to a question of the second workbook, which nobody else reads."""

    __tablename__ = "profile_reflection"

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (
            *cls.bound(),
            UniqueConstraint("round_id", "question", name="uq_profile_reflection_once"),
            CheckConstraint(f"length(body) <= {LONGEST_REFLECTION}", name="body_of_two_pages"),
        )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    question: Mapped[str]
    body: Mapped[str]
    written_at: Mapped[datetime]


class RaterLetter(Base):
    """A letter to somebody invited: asked for once, whatever runs again; its address stands in the invitation."""

    __tablename__ = "rater_letter"
    __table_args__ = (
        UniqueConstraint("invitation_id", "kind", "due_on", name="uq_rater_letter_once"),
        CheckConstraint("kind IN ('invitation', 'reminder')", name="kind_known"),
        CheckConstraint("sent_at IS NULL OR dropped_at IS NULL", name="sent_or_dropped"),
        Index("ix_rater_letter_unsent", "asked_at", postgresql_where="sent_at IS NULL AND dropped_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("rater_invitation.id"))
    kind: Mapped[str]
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]
    # Not sent after all: answered, withdrawn or closed meanwhile. The row does not say which.
    dropped_at: Mapped[datetime | None]
