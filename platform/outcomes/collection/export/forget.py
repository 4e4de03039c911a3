"""Files past their day are emptied; that they were asked for stays on record (L4)."""

from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from outcomes.collection.export.models import FiguresExport


def forget_expired_exports(session: Session, *, at: datetime) -> int:
    """Empty every file whose time is over; returns how many. Run twice it does nothing more."""
    result = session.execute(
        update(FiguresExport)
        .where(FiguresExport.status == "ready", FiguresExport.expires_at <= at)
        .values(status="expired", body=None)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount if isinstance(result, CursorResult) else 0
