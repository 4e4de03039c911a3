"""The halves of a move: one row in the authority that somebody leaves, one in the authority that they join."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped
from leadership.register.models import one_of


class Side(StrEnum):
    """Which half of the move."""

    LEFT = "left"
    JOINED = "joined"


class LeadershipMove(AuthorityScoped, Base):
    """One half of one person's move. The two rows of a move share `move_id` and nothing else.

    So each authority sees, under row-level security, its own half alone: that somebody left for, or came from, another
    post of the programme, and not which. Only the support team sees both (B9).
    """

    __tablename__ = "leadership_move"
    __table_args__ = (
        UniqueConstraint("move_id", "side"),
        UniqueConstraint("authority_id", "tenure_id", "side"),
        ForeignKeyConstraint(["authority_id", "tenure_id"], ["tenure.authority_id", "tenure.id"]),
        CheckConstraint(one_of("side", Side), name="side_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    move_id: Mapped[UUID]
    side: Mapped[str]
    tenure_id: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
