"""What is due: a collection for each quarter, the indicators it asks for, extensions, and how an authority returns."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy import Identity as Numbered
from sqlalchemy.orm import Mapped, mapped_column

from authorities.programme.models import Programme
from core.database import Base
from core.quarters import Quarter
from core.scope import AuthorityScoped
from outcomes.catalogue.models import IndicatorRow
from outcomes.collection.quarter_label import WRITTEN_IN_FULL, QuarterLabel


class Collection(Base):
    """What the programme asks of its members for one quarter: from `opens_on`, by `due_on`, late until `closes_on`.

    Read by everybody signed in, written by those who see everything. A later date never rewrites how punctual a
    return was: that is frozen with its first submission.
    """

    __tablename__ = "collection"
    __table_args__ = (
        CheckConstraint(WRITTEN_IN_FULL, name="quarter_written_in_full"),
        CheckConstraint("due_on >= opens_on", name="due_after_opening"),
        CheckConstraint("closes_on IS NULL OR closes_on >= due_on", name="closes_after_due"),
    )

    id: Mapped[int] = mapped_column(Numbered(), primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey(Programme.id), index=True)
    quarter: Mapped[Quarter] = mapped_column(QuarterLabel, unique=True)
    opens_on: Mapped[date]
    due_on: Mapped[date]
    # Last day on which a late return is taken; None as long as it is wanted.
    closes_on: Mapped[date | None]
    note: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class CollectionItem(Base):
    """One indicator of a collection, asked for or left out this time."""

    __tablename__ = "collection_item"

    collection_id: Mapped[int] = mapped_column(ForeignKey(Collection.id), primary_key=True)
    indicator_code: Mapped[str] = mapped_column(ForeignKey(IndicatorRow.code), primary_key=True, index=True)
    asked: Mapped[bool]


class Extension(AuthorityScoped, Base):
    """A later deadline for one authority and one collection, with its reason; it lapses by itself (W8)."""

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),
        Index("uq_extension_open", "authority_id", "collection_id", unique=True, postgresql_where="ended_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    collection_id: Mapped[int] = mapped_column(ForeignKey(Collection.id), index=True)
    until: Mapped[date]
    reason: Mapped[str]
    granted_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class ReturnSetting(AuthorityScoped, Base):
    """Whether an authority wants its director to sign each return off before it is submitted."""

    __tablename__ = "return_setting"

    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    sign_off: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
