"""A recruitment pack of a post, and where the five attributes stand in it; versions are kept, the last one counts."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from core.database import Base
from core.scope import AuthorityScoped
from leadership.profiles.kinds import Attribute
from leadership.recruitment.kinds import Ground, Place
from leadership.register.models import known_before_recorded, one_of

_ATTRIBUTES = ", ".join(f"'{attribute}'" for attribute in Attribute)


class RecruitmentPack(AuthorityScoped, Base):
    """One search for the next holder of a post, from the day it was opened until it is over.

    As confidential as the announcements that it was opened for: `announcement_ids` are those that were confidential,
    and whoever may not see them as they stand now does not see the pack (a policy of the database, migration 0022).
    `confidential_until` is the day as it was last looked up, for those readers that ask for what is open to all.
    """

    __tablename__ = "recruitment_pack"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        Index("ix_recruitment_pack_post", "authority_id", "post_id"),
        # One that is still confidential may stand beside an open one unseen.
        Index(
            "uq_recruitment_pack_one_at_a_time",
            "post_id",
            unique=True,
            postgresql_where="closed_on IS NULL AND confidential_until IS NULL",
        ),
        CheckConstraint(one_of("ground", Ground), name="ground_known"),
        CheckConstraint("ground <> 'by_hand' OR reason IS NOT NULL", name="reason_by_hand"),
        CheckConstraint("reason <> ''", name="something_said"),
        CheckConstraint(known_before_recorded("opened_on"), name="known_before_recorded"),
        CheckConstraint("closed_on >= opened_on", name="dates_in_order"),
        CheckConstraint("(closed_on IS NULL) = (closed_at IS NULL)", name="closed_on_and_at"),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_by_somebody_then"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    post_id: Mapped[UUID]
    ground: Mapped[str]
    reason: Mapped[str | None]
    opened_on: Mapped[date]
    confidential_until: Mapped[date | None]
    announcement_ids: Mapped[Sequence[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}", default=list)
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    closed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class RecruitmentStep(AuthorityScoped, Base):
    """Which attributes stand in one place of the recruitment, with evidence and owner, in one version."""

    __tablename__ = "recruitment_step"
    __table_args__ = (
        UniqueConstraint("authority_id", "pack_id", "place", "version"),
        ForeignKeyConstraint(["authority_id", "pack_id"], ["recruitment_pack.authority_id", "recruitment_pack.id"]),
        CheckConstraint(one_of("place", Place), name="place_known"),
        CheckConstraint("version > 0", name="versions_count_from_one"),
        CheckConstraint(f"attributes <@ ARRAY[{_ATTRIBUTES}]::varchar[]", name="attributes_known"),
        CheckConstraint("cardinality(attributes) = 0 OR evidence IS NOT NULL", name="evidence_for_ticks"),
        CheckConstraint("evidence <> '' AND owner <> ''", name="something_said"),
        CheckConstraint("done_on <= known_on", name="done_before_known"),
        CheckConstraint(known_before_recorded("known_on"), name="known_before_recorded"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    pack_id: Mapped[UUID]
    place: Mapped[str]
    version: Mapped[int]
    attributes: Mapped[Sequence[str]] = mapped_column(ARRAY(String))
    evidence: Mapped[str | None]
    owner: Mapped[str]
    done_on: Mapped[date]
    known_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    @property
    def whole(self) -> bool:
        """Whether all five attributes stand there, so that the place counts its quarter."""
        return set(self.attributes) == set(Attribute)
