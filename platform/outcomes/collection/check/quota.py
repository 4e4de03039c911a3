"""How much somebody may upload in a day: enough for any return, too little to fill a disk."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.errors import DomainError
from outcomes.collection.check.models import Upload

LONDON = ZoneInfo("Europe/London")
MOST_UPLOADS = 50
MOST_BYTES = 200 * 1024 * 1024


class QuotaError(DomainError):
    """The day's uploads are used up."""

    status = 429


def require_quota(session: Session, *, by: Identity, size: int, on: date) -> None:
    """Raise QuotaError when one more file of this size would be too much for the person and the day in London.

    It counts what the person uploaded, whichever of their authorities it was for.
    """
    since = datetime.combine(on, time.min, LONDON)
    uploads, stored = session.execute(
        select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(
            Upload.uploaded_by_id == by.account_id, Upload.uploaded_at >= since
        )
    ).one()
    if uploads >= MOST_UPLOADS:
        raise QuotaError(
            f"You have uploaded {uploads} files today, which is the most for one day. Everything you stored is safe. "
            "Go on tomorrow, or ask the programme support team if the return is due today."
        )
    if stored + size > MOST_BYTES:
        raise QuotaError(
            "With this file you would have uploaded more than 200 MB today, which is the most for one day. Everything "
            "you stored is safe. Go on tomorrow, or ask the programme support team if the return is due today."
        )
