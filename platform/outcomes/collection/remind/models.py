"""Letters about returns: which were asked for, sent, or not needed after all."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped
from outcomes.collection.due.models import Collection


class Notice(AuthorityScoped, Base):
    """A letter about a return to one account: asked for once, whatever runs again (J5, W10).

    `key` tells two notices of one kind apart: the day of a reminder, the version of a receipt.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("authority_id", "collection_id", "account_id", "kind", "key", name="uq_notice_once"),
        CheckConstraint("sent_at IS NULL OR dropped IS NULL", name="sent_or_dropped"),
        Index("ix_notice_unsent", "asked_at", postgresql_where="sent_at IS NULL AND dropped IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    collection_id: Mapped[int] = mapped_column(ForeignKey(Collection.id), index=True)
    kind: Mapped[str]
    key: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]
    # Why it was not sent after all: what it asked for had been done, or the account was gone.
    dropped: Mapped[str | None]
