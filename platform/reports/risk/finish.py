"""Start the programme report when the last authority's report has ended, well or badly."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from leadership.risk.models import RiskRun
from leadership.risk.stored import PredictionsStored
from reports.models import Report, ReportStatus
from reports.risk.request import request_report


def start_programme_reports(session: Session) -> int:
    """Request the programme report of each run whose units have all ended; return how many.

    Called at the end of each unit and, in case that end was never reached, by the sweeper; a unique key keeps
    both from making two.
    """
    programme = aliased(Report)
    ended = session.scalars(
        select(Report.run_id)
        .where(
            Report.authority_id.is_not(None),
            ~select(programme.id).where(programme.run_id == Report.run_id, programme.authority_id.is_(None)).exists(),
        )
        .group_by(Report.run_id)
        .having(func.bool_and(Report.status != ReportStatus.REQUESTED))
    ).all()
    for run_id in ended:
        run = session.get_one(RiskRun, run_id)
        request_report(session, PredictionsStored(run.id, run.landmark, run.replayed), None)
    return len(ended)
