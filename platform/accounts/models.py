"""Accounts, what they are members of, their single-use links and their sessions."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base


class Account(Base):
    """Somebody who may sign in. What they may do stands in their memberships."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint("disabled_by_id IS NULL OR disabled_at IS NOT NULL", name="disabled_who_and_when"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    # What stands in addresses: a running number would tell how many accounts there are.
    public_id: Mapped[UUID] = mapped_column(unique=True, default=uuid4, server_default=func.gen_random_uuid())
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    disabled_at: Mapped[datetime | None]
    disabled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class AccountMembership(Base):
    """One role of an account, for the programme or for one authority; a leader's names the person they are.

    Seen by its own account and by those who see everything, written by the latter alone (a policy of the database,
    migration 0003).
    """

    __tablename__ = "account_membership"
    __table_args__ = (
        CheckConstraint(
            "role IN ('support_team', 'authority_lead', 'risk_reader', 'leader', 'dfe_viewer', 'signatory', 'coach')",
            name="role_known",
        ),
        CheckConstraint(
            "(role IN ('authority_lead', 'risk_reader', 'leader', 'signatory')) = (authority_id IS NOT NULL)",
            name="authority_where_needed",
        ),
        CheckConstraint("(role = 'leader') = (person_id IS NOT NULL)", name="person_where_needed"),
        # Ended by nobody means that the product itself ended it.
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),
        Index(
            "uq_account_membership_open",
            "account_id",
            "role",
            "authority_id",
            unique=True,
            postgresql_where="ended_at IS NULL",
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"), index=True)
    # A person of the leadership register; no foreign key, since accounts know nothing of leadership.
    person_id: Mapped[UUID | None]
    granted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # The last day on which they hold it, said beforehand, so that somebody else can be found in time.
    leaves_on: Mapped[date | None]


class SignInToken(Base):
    """A single-use link. The link is this row's id, signed: the row alone opens nothing, nor does the key alone.

    A row without an account was asked for an address that nobody has, so that known and unknown addresses cost the
    same work; it is never sent and goes with the others after a day.
    """

    __tablename__ = "sign_in_token"
    __table_args__ = (Index("ix_sign_in_token_expires_at", "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    expires_at: Mapped[datetime]
    # How often a worker has begun to send the letter: it gives up after three.
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    next_path: Mapped[str | None]


class SignedInSession(Base):
    """A session on the server, which can be ended from anywhere; the cookie's value is kept as a hash only."""

    __tablename__ = "signed_in_session"
    __table_args__ = (CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    # Such as "Firefox on Windows": enough to know one's own again, too little to follow anybody by.
    browser: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
