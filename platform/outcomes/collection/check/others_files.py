"""Who keeps sending files of other authorities (W5): read from the audit, which is all that is kept of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.audit import AuditEvent

OTHERS_FILE = "upload.of_another_authority"
SO_MANY = 3
WITHIN = timedelta(minutes=10)
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Repeated:
    """Somebody whose third file of another authority came within ten minutes of the first; the last such moment."""

    account_id: int
    authority_name: str
    at: datetime


def list_repeated(session: Session, *, at: datetime) -> list[Repeated]:
    """Everybody of whom that is so in the last seven days, the latest first; one line for each authority they acted in.

    The three may have been sent in any of their authorities' places.
    """
    earlier = func.lag(AuditEvent.at, SO_MANY - 1).over(partition_by=AuditEvent.account_id, order_by=AuditEvent.id)
    sent = (
        select(AuditEvent.account_id, AuditEvent.authority_id, AuditEvent.at, earlier.label("first"))
        .where(
            AuditEvent.deed == OTHERS_FILE, AuditEvent.account_id.is_not(None), AuditEvent.at > at - SHOWN_FOR - WITHIN
        )
        .subquery()
    )
    rows = session.execute(
        select(sent.c.account_id, Authority.name, func.max(sent.c.at).label("latest"))
        .join(Authority, Authority.id == sent.c.authority_id)
        .where(sent.c.at - sent.c.first <= WITHIN, sent.c.at > at - SHOWN_FOR)
        .group_by(sent.c.account_id, Authority.name)
        .order_by(func.max(sent.c.at).desc(), Authority.name)
    )
    return [Repeated(*row) for row in rows]
