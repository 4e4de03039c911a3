"""Append-only audit: every change leaves a row in the same transaction. Looking leaves none: a GET writes nothing.

The web and worker roles may insert and read, never update or delete (migration 0001); a trigger refuses the rest,
whoever asks.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy import Identity as Numbered
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.access.identity import Identity
from core.database import Base
from core.logs import current_request_id
from core.scope import ProgrammeOrAuthorityScoped


class AuditEvent(ProgrammeOrAuthorityScoped, Base):
    """One deed: who, what, on which record, what it was and what it became, under which request."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_deed", "deed", "at"),)

    id: Mapped[int] = mapped_column(Numbered(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    actor: Mapped[str]
    deed: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    request_id: Mapped[str | None]


def record(
    session: Session,
    *,
    by: Identity,
    deed: str,
    subject: str,
    authority_id: int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write down a deed, as `resource.past_tense` on `kind:reference`; values must be plain JSON."""
    event = AuditEvent(
        authority_id=authority_id,
        account_id=by.account_id,
        actor="account" if by.account_id is not None else by.name,
        deed=deed,
        subject=subject,
        before=before,
        after=after,
        request_id=current_request_id(),
    )
    session.add(event)
    return event
