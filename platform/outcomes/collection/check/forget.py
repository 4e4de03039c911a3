"""Refused files are kept a week for the support team, then their bytes go; that they came stays on record."""

from datetime import date

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from outcomes.collection.check.models import Upload


def forget_refused(session: Session, *, on: date) -> int:
    """Empty every upload whose day has come; returns how many. A file that became a version is never forgotten."""
    result = session.execute(
        update(Upload)
        .where(Upload.forget_on.is_not(None), Upload.forget_on <= on, Upload.body.is_not(None))
        .values(body=None)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount if isinstance(result, CursorResult) else 0
