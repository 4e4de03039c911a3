"""A handover pack with what was written into its parts, what is left to do, and what happened to it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from core.database import Base
from core.scope import AuthorityScoped
from leadership.handover.parts import Behaviour, Part
from leadership.handover.states import CLOSED, Deed, State
from leadership.register.kinds import Precision
from leadership.register.models import one_of


class HandoverPack(AuthorityScoped, Base):
    """What one holder of a post leaves to the next. `last_day` is the announced or actual one.

    A pack is as confidential as the announcement that opened it (the same policy of the database, migration 0015);
    `recorded_by_id` is who recorded that announcement. `tenure_id` names the newest row of the tenure that ends.
    """

    __tablename__ = "handover_pack"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        ForeignKeyConstraint(["authority_id", "post_id"], ["post.authority_id", "post.id"]),
        ForeignKeyConstraint(["authority_id", "tenure_id"], ["tenure.authority_id", "tenure.id"]),
        ForeignKeyConstraint(["authority_id", "next_tenure_id"], ["tenure.authority_id", "tenure.id"]),
        Index("ix_handover_pack_post", "authority_id", "post_id"),
        Index("ix_handover_pack_tenure", "authority_id", "tenure_id"),
        Index("ix_handover_pack_next_tenure", "authority_id", "next_tenure_id"),
        # One pack at a time for each time in post; one that is still confidential may stand beside it unseen.
        Index(
            "uq_handover_pack_one_at_a_time",
            "tenure_id",
            unique=True,
            postgresql_where="state IN ('open', 'ready') AND confidential_until IS NULL",
        ),
        CheckConstraint(one_of("state", State), name="state_known"),
        CheckConstraint(one_of("last_day_precision", Precision), name="last_day_precision_known"),
        CheckConstraint(f"(closed_at IS NOT NULL) = ({one_of('state', sorted(CLOSED))})", name="closed_when_it_is"),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_by_somebody_then"),
        CheckConstraint("(next_tenure_id IS NOT NULL) = (state = 'handed_over')", name="confirmed_for_a_holder"),
        CheckConstraint("NOT on_behalf OR state = 'handed_over'", name="on_behalf_of_a_holder"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    post_id: Mapped[UUID]
    tenure_id: Mapped[UUID]
    last_day: Mapped[date]
    last_day_precision: Mapped[str] = mapped_column(default=Precision.DAY)
    confidential_until: Mapped[date | None]
    state: Mapped[str]
    opened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # Who took over, and whether a lead confirmed for them.
    next_tenure_id: Mapped[UUID | None]
    on_behalf: Mapped[bool] = mapped_column(default=False)


class HandoverEvent(AuthorityScoped, Base):
    """Something that happened to a pack: its state follows from these. Nothing here is ever changed."""

    __tablename__ = "handover_event"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "pack_id"], ["handover_pack.authority_id", "handover_pack.id"]),
        Index("ix_handover_event_pack", "authority_id", "pack_id"),
        CheckConstraint(one_of("kind", Deed), name="kind_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    pack_id: Mapped[UUID]
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class HandoverEntry(AuthorityScoped, Base):
    """One version of what stands in a part; the last one counts, and none is ever changed."""

    __tablename__ = "handover_entry"
    __table_args__ = (
        UniqueConstraint("authority_id", "pack_id", "part", "version"),
        ForeignKeyConstraint(["authority_id", "pack_id"], ["handover_pack.authority_id", "handover_pack.id"]),
        CheckConstraint(one_of("part", Part), name="part_known"),
        CheckConstraint("version > 0", name="versions_count_from_one"),
        CheckConstraint("NOT done OR words <> ''", name="done_says_something"),
        CheckConstraint(
            f"behaviours <@ ARRAY[{', '.join(repr(each.value) for each in Behaviour)}]::varchar[]",
            name="behaviours_known",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    pack_id: Mapped[UUID]
    part: Mapped[str]
    version: Mapped[int]
    words: Mapped[str]
    behaviours: Mapped[Sequence[str]] = mapped_column(ARRAY(String))
    done: Mapped[bool]
    written_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class HandoverAction(AuthorityScoped, Base):
    """One thing to be done before or after the handover, with whoever owns it and by when."""

    __tablename__ = "handover_action"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        ForeignKeyConstraint(["authority_id", "pack_id"], ["handover_pack.authority_id", "handover_pack.id"]),
        Index("ix_handover_action_pack", "authority_id", "pack_id"),
        CheckConstraint("what <> '' AND owner <> ''", name="what_and_whose"),
        CheckConstraint("done_by_id IS NULL OR done_at IS NOT NULL", name="done_by_somebody_then"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    pack_id: Mapped[UUID]
    what: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date | None]
    added_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
