"""Tasks leave after the commit, through a table: a crash between commit and broker loses nothing.

A web request never publishes to the broker, which may hang for a minute (reliability 1.7): it writes a row here, and
a task drains the table under `FOR UPDATE SKIP LOCKED`. A row may be sent twice after a crash, never less than once,
so every task is safe to run twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Identity as Numbered
from sqlalchemy import Index, delete, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base
from core.logs import current_request_id

BATCH = 100
KEEP_SENT = timedelta(days=1)


class OutboxMessage(Base):
    """A task to be sent: its name and ids, never a name or a value of anybody."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_unsent", "id", postgresql_where="sent_at IS NULL"),)

    id: Mapped[int] = mapped_column(Numbered(always=True), primary_key=True)
    task: Mapped[str]
    arguments: Mapped[list[Any]] = mapped_column(JSONB)
    request_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    sent_at: Mapped[datetime | None]


def send_after_commit(
    session: Session,
    task: str,
    *arguments: str | int,
    request_id: str | None = None,
    pause: timedelta = timedelta(0),
) -> None:
    """Ask for a task by name; it leaves if, and only if, this transaction commits, and once the pause is over.

    The task keeps the request id of now, or the one that is given: of the request that first asked for the work.
    A pause is waited here and not in the broker, whose visibility timeout is no place for it.
    """
    session.add(
        OutboxMessage(
            task=task,
            arguments=list(arguments),
            request_id=request_id or current_request_id(),
            created_at=func.clock_timestamp() + pause,
        )
    )


def drain(session: Session, publish: Callable[[OutboxMessage], None]) -> int:
    """Publish unsent messages, oldest first, and mark them; return how many. Runs in a worker only."""
    messages = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.created_at <= func.clock_timestamp())
        .order_by(OutboxMessage.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for message in messages:
        publish(message)
        message.sent_at = func.clock_timestamp()
    return len(messages)


def forget_sent(session: Session, now: datetime) -> None:
    """Delete what was sent more than a day ago."""
    session.execute(delete(OutboxMessage).where(OutboxMessage.sent_at < now - KEEP_SENT))


def oldest_unsent(session: Session) -> datetime | None:
    """When the longest-waiting message was written; the readiness page compares it with a minute."""
    return session.scalar(select(func.min(OutboxMessage.created_at)).where(OutboxMessage.sent_at.is_(None)))
