"""Reading risk reports: an authority's, the programme's, and their files."""

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Permission, current_identity, requires
from core.errors import NotFoundError
from core.logs import logger
from core.transaction import reading
from reports.models import Report, ReportFile
from reports.risk.content import AuthorityReport, ProgrammeReport, read_stored
from reports.risk.find import NO_SUCH, find_newest, get_file, get_report
from reports.risk.pictures import authority_line, programme_expectations, record_picture

risk_reports = Blueprint("risk_reports", __name__)

MEDIA_TYPES = {"html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8"}


@risk_reports.get("/authorities/<code>/risk")
@requires(Permission.REPORT_READ)
def authority(code: str) -> str:
    """The newest report on an authority, or the one that the address names."""
    with reading(current_identity().scope()) as session:
        known = _authority(session, code)
        chosen = _chosen(session, known)
        if chosen is None:
            return render_template("reports/authority_none.html", name=known.name)
        _log("report.read", chosen)
        report = read_stored(AuthorityReport, chosen.content)
        if report is None:
            return render_template("reports/older.html", name=known.name, code=code, ledger=chosen)
        return render_template("reports/authority.html", ledger=chosen, report=report, line=authority_line(report))


@risk_reports.get("/authorities/<code>/risk/<uuid:report_id>/<any(html, csv):kind>")
@requires(Permission.REPORT_READ)
def authority_file(code: str, report_id: UUID, kind: str) -> Response:
    """A file of an authority's report, as it was made."""
    with reading(current_identity().scope()) as session:
        return _file(get_file(session, report_id, _authority(session, code).id, kind))


@risk_reports.get("/risk/reports/<uuid:report_id>")
@requires(Permission.PROGRAMME_REPORT_READ)
def programme(report_id: UUID) -> str:
    """A programme report."""
    with reading(current_identity().scope()) as session:
        chosen = get_report(session, report_id, None)
        _log("report.read", chosen)
        report = read_stored(ProgrammeReport, chosen.content)
        if report is None:
            return render_template("reports/older.html", name="The programme", code=None, ledger=chosen)
        return render_template(
            "reports/programme.html",
            ledger=chosen,
            report=report,
            expectations=programme_expectations(report),
            record_chart=record_picture(report),
        )


@risk_reports.get("/risk/reports/<uuid:report_id>/<any(html, csv):kind>")
@requires(Permission.PROGRAMME_REPORT_READ)
def programme_file(report_id: UUID, kind: str) -> Response:
    """A file of a programme report, as it was made."""
    with reading(current_identity().scope()) as session:
        return _file(get_file(session, report_id, None, kind))


def _authority(session: Session, code: str) -> Authority:
    found = session.scalars(select(Authority).where(Authority.code == code)).one_or_none()
    if found is None:
        raise NotFoundError(NO_SUCH)
    current_identity().scope().require(found.id)
    return found


def _chosen(session: Session, known: Authority) -> Report | None:
    named = request.args.get("report")
    if named is None:
        return find_newest(session, known.id)
    try:
        return get_report(session, UUID(named), known.id)
    except ValueError as error:
        raise NotFoundError(NO_SUCH) from error


def _file(found: ReportFile) -> Response:
    response = make_response(found.body)
    response.headers["Content-Type"] = MEDIA_TYPES[found.kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    # The file brings its own styles; opened in the browser it may run nothing and reach nothing.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    logger().info("report.exported", report_id=str(found.report_id), account_id=current_identity().account_id)
    return response


def _log(event: str, report: Report) -> None:
    """Restricted reading leaves a line in the log: who and which, never what it said."""
    logger().info(event, report_id=str(report.id), account_id=current_identity().account_id)
