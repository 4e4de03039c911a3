"""Retention: a report names people, so after twelve months its content and files go; its line in the ledger stays."""

from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from reports.models import Report, ReportFile, ReportStatus

EXPIRED = "Kept for twelve months, then deleted because it names people."


def forget_expired(session: Session, on: date) -> int:
    """Delete the files and content of reports whose day has come; return how many reports."""
    due = session.scalars(select(Report.id).where(Report.expires_on <= on, Report.status == ReportStatus.READY)).all()
    if due:
        session.execute(delete(ReportFile).where(ReportFile.report_id.in_(due)))
        session.execute(
            update(Report).where(Report.id.in_(due)).values(status=ReportStatus.FAILED, content=None, error=EXPIRED)
        )
    return len(due)
