"""Support given: what the support team did for an authority or one of its posts. Versions are kept; the last counts."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped
from leadership.register.models import one_of
from leadership.support.kinds import LONGEST_AGREED, Kind


class SupportEntry(AuthorityScoped, Base):
    """One version of one entry: a contact, an offer or an action, what was agreed, by when, and when it was done.

    Correcting, saying that something is done and taking an entry back are each a further version, so that a backtest
    can ask what had been done, and was known, on any day. Only the support team sees any of it (a policy).
    """

    __tablename__ = "support_entry"
    __table_args__ = (
        UniqueConstraint("authority_id", "entry_id", "version", name="uq_support_entry_version"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        Index("ix_support_entry_post", "authority_id", "post_id"),
        CheckConstraint(one_of("kind", Kind), name="kind_known"),
        CheckConstraint("version > 0", name="versions_count_from_one"),
        CheckConstraint(f"agreed <> '' AND length(agreed) <= {LONGEST_AGREED}", name="agreed_of_a_page"),
        CheckConstraint("due_on IS NULL OR due_on >= given_on", name="due_afterwards"),
        CheckConstraint("done_on IS NULL OR done_on >= given_on", name="done_afterwards"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID]
    version: Mapped[int]
    post_id: Mapped[UUID | None]
    kind: Mapped[str]
    given_on: Mapped[date]
    with_whom: Mapped[str]
    agreed: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
