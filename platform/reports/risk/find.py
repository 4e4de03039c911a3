"""Find reports: the newest of an authority, one by its id, the units of a run."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.errors import NotFoundError
from leadership.risk.models import RiskRun
from reports.models import Report, ReportFile, ReportStatus

NO_SUCH = "There is no such report, or it is not yours to see."


def find_newest(session: Session, authority_id: int | None) -> Report | None:
    """The newest finished report of an authority, or (None) of the programme."""
    return session.scalars(
        select(Report)
        .join(RiskRun, RiskRun.id == Report.run_id)
        .where(_of(authority_id), Report.status == ReportStatus.READY)
        .order_by(RiskRun.landmark.desc(), Report.finished_at.desc())
        .limit(1)
    ).one_or_none()


def get_report(session: Session, report_id: UUID, authority_id: int | None) -> Report:
    """One finished report of this authority (or of the programme); NotFoundError for any other."""
    found = session.scalars(
        select(Report).where(Report.id == report_id, _of(authority_id), Report.status == ReportStatus.READY)
    ).one_or_none()
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found


def get_file(session: Session, report_id: UUID, authority_id: int | None, kind: str) -> ReportFile:
    """One file of a report of this authority (or of the programme); NotFoundError for any other."""
    report = get_report(session, report_id, authority_id)
    found = session.scalars(
        select(ReportFile).where(ReportFile.report_id == report.id, ReportFile.kind == kind)
    ).one_or_none()
    if found is None:
        raise NotFoundError(NO_SUCH)
    return found


def list_units(session: Session, run_id: UUID) -> list[tuple[Report, Authority | None]]:
    """The reports of a run with their authorities, by name; the programme's last."""
    rows = session.execute(
        select(Report, Authority)
        .join(Authority, Authority.id == Report.authority_id, isouter=True)
        .where(Report.run_id == run_id)
        .order_by(Authority.name.asc().nulls_last())
    )
    return [(report, authority) for report, authority in rows]


def _of(authority_id: int | None):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return Report.authority_id.is_(None) if authority_id is None else Report.authority_id == authority_id
