"""Writing the reports to `out/`: the documents as they are stored, and their charts as pictures of their own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from charts.chart import Chart
from charts.svg import to_svg
from core.embedded import EmbeddedError
from core.scope import Scope
from core.transaction import reading
from reports.models import Report, ReportFile
from reports.risk.content import AuthorityReport, ProgrammeReport, from_plain
from reports.risk.find import list_units
from reports.risk.pictures import authority_line, programme_expectations, record_picture
from web.demonstration.report import current_run

AUTHORITIES = "authorities"
CHARTS = "charts"


def write_out(folder: Path) -> tuple[ProgrammeReport, int]:
    """Write every file of the current run in place of an earlier one's; return the programme report and how many."""
    for old in (folder / AUTHORITIES, folder / CHARTS):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    for old_file in folder.glob("risk-programme-*"):
        old_file.unlink()
    with reading(Scope.EVERYTHING) as session:
        run = current_run(session)
        reports = [report for report, _ in list_units(session, run.same_as_id or run.id) if report.content]
        written = sum(_write_documents(session, report, folder) for report in reports)
    programme = next((found for found in map(_content, reports) if isinstance(found, ProgrammeReport)), None)
    if programme is None:
        raise EmbeddedError("There is no programme report yet: start again with 'python3 start.py demo'.")
    for chart in _charts(reports):
        (folder / CHARTS / f"{chart.filename}.svg").write_text(to_svg(chart, titled=True), encoding="utf-8")
        (folder / CHARTS / f"{chart.filename}.csv").write_text(chart.to_csv(), encoding="utf-8", newline="")
        written += 2
    return programme, written


def _write_documents(session: Session, report: Report, folder: Path) -> int:
    place = folder if report.authority_id is None else folder / AUTHORITIES
    files = session.scalars(select(ReportFile).where(ReportFile.report_id == report.id)).all()
    for file in files:
        (place / file.name).write_bytes(file.body)
    return len(files)


def _content(report: Report) -> ProgrammeReport | AuthorityReport:
    plain = report.content or {}
    return from_plain(ProgrammeReport, plain) if report.authority_id is None else from_plain(AuthorityReport, plain)


def _charts(reports: list[Report]) -> Iterator[Chart]:
    for content in map(_content, reports):
        if isinstance(content, ProgrammeReport):
            drawn: tuple[Chart | None, ...] = (programme_expectations(content), record_picture(content))
        else:
            drawn = (authority_line(content),)
        yield from (chart for chart in drawn if chart is not None)
