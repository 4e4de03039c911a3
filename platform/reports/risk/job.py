"""The report job: assemble within the report's own scope, render, store; the end of the job commits with the result.

An authority's report is made in a session that sees that authority alone, so that a fault cannot mix two.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.deployment import Purpose, find_purpose
from core.jobs import ClaimedJob, job_kind
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.risk.models import RiskRun
from reports.models import Report, ReportFile, ReportStatus
from reports.publication.draft import draft_publication
from reports.risk.assemble.authority import assemble_authority
from reports.risk.assemble.programme import assemble_programme
from reports.risk.content import AuthorityReport, ProgrammeReport, to_stored
from reports.risk.finish import start_programme_reports
from reports.risk.render import RenderedFile, render_authority, render_programme
from reports.risk.request import RENDER

KEPT_MONTHS = 12


def mark_failed(session: Session, subject: str, reason: str) -> None:
    """Say on the report itself that it has failed, and why; no other report is touched."""
    report = session.get_one(Report, UUID(subject))
    if report.status == ReportStatus.REQUESTED:
        report.status = ReportStatus.FAILED
        report.error = reason
        report.finished_at = func.clock_timestamp()
        session.flush()  # the query below must see that this unit has ended
        start_programme_reports(session)


@job_kind(RENDER, on_failure=mark_failed)
def render_report(job: ClaimedJob) -> None:
    """Make one report, of an authority or of the programme."""
    scope = Scope.EVERYTHING if job.authority_id is None else Scope.of(job.authority_id)
    with reading(scope) as session:
        content = _assemble(session, UUID(job.subject), job.authority_id)
        demonstration = find_purpose(session) is Purpose.DEMONSTRATION
    if isinstance(content, AuthorityReport):
        files = render_authority(content, demonstration=demonstration)
    else:
        files = render_programme(content, demonstration=demonstration)
    with transaction(scope) as session:
        report = session.get_one(Report, UUID(job.subject), with_for_update=True)
        if report.status == ReportStatus.REQUESTED:
            _store(session, report, content, files)
        if isinstance(content, ProgrammeReport):
            draft_publication(session, session.get_one(RiskRun, report.run_id), content)
        job.finish(session)
    # Needs a wider view than this report has; if the worker dies here, the sweeper does it.
    with transaction(Scope.EVERYTHING) as session:
        start_programme_reports(session)


def _assemble(session: Session, report_id: UUID, authority_id: int | None) -> AuthorityReport | ProgrammeReport:
    report = session.get_one(Report, report_id)
    run = session.get_one(RiskRun, report.run_id)
    if authority_id is None:
        return assemble_programme(session, run)
    return assemble_authority(session, run, session.get_one(Authority, authority_id))


def _store(
    session: Session,
    report: Report,
    content: AuthorityReport | ProgrammeReport,
    files: tuple[RenderedFile, ...],
) -> None:
    report.status = ReportStatus.READY
    report.content = to_stored(content)
    report.finished_at = func.clock_timestamp()
    report.expires_on = expiry(content.provenance.landmark)
    session.add_all(
        ReportFile(
            report_id=report.id,
            authority_id=report.authority_id,
            kind=file.kind,
            name=file.name,
            body=file.body,
            sha256=file.digest,
        )
        for file in files
    )


def expiry(landmark: date) -> date:
    """Twelve months after the landmark (29 February counts as 28)."""
    day = min(landmark.day, 28) if landmark.month == 2 else landmark.day  # noqa: PLR2004
    return date(landmark.year + KEPT_MONTHS // 12, landmark.month, day)
