"""Ask for the reports of a run: one for each authority of the programme, each with its own job."""

from uuid import uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.programme.members import list_member_ids
from core.jobs import request_job
from leadership.risk.stored import PredictionsStored
from reports.models import Report, ReportStatus

RENDER = "report.render"


def request_reports(session: Session, event: PredictionsStored) -> None:
    """A row and a job for each member authority. A replayed landmark is there to be scored, and has no report."""
    if event.replayed:
        return
    for authority_id in list_member_ids(session, on=event.landmark):
        request_report(session, event, authority_id)


def request_report(session: Session, event: PredictionsStored, authority_id: int | None) -> None:
    """One report of the run: of an authority, or (None) of the programme. Asking twice asks once."""
    made = session.execute(
        insert(Report)
        .values(id=uuid4(), run_id=event.run_id, authority_id=authority_id, status=ReportStatus.REQUESTED)
        .on_conflict_do_nothing(constraint="uq_report_run_id_authority_id")
        .returning(Report.id)
    ).scalar_one_or_none()
    if made is not None:
        request_job(session, kind=RENDER, key=f"{RENDER}:{made}", subject=str(made), authority_id=authority_id)
