"""From content to files: the same content gives the same bytes, so nothing here reads the clock or the database."""

from dataclasses import dataclass
from hashlib import sha256

from flask import current_app

from reports.risk.content import AuthorityReport, ProgrammeReport
from reports.risk.pictures import authority_line, programme_expectations, record_picture
from reports.risk.sheet import authority_sheet, programme_sheet

DOCUMENT = "reports/document.html"


@dataclass(frozen=True)
class RenderedFile:
    kind: str
    name: str
    body: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return sha256(self.body).hexdigest()


def render_authority(report: AuthorityReport, *, demonstration: bool) -> tuple[RenderedFile, ...]:
    """The authority's report as a stand-alone HTML document and as CSV."""
    name = f"risk-{report.code.lower()}-{report.provenance.landmark.isoformat()}"
    page = _document(
        body="reports/authority_body.html",
        heading=f"Risk of leadership change: {report.name}",
        report=report,
        line=authority_line(report),
        demonstration=demonstration,
    )
    return _files(name, page, authority_sheet(report))


def render_programme(report: ProgrammeReport, *, demonstration: bool) -> tuple[RenderedFile, ...]:
    """The programme's report as a stand-alone HTML document and as CSV."""
    name = f"risk-programme-{report.provenance.landmark.isoformat()}"
    page = _document(
        body="reports/programme_body.html",
        heading="Risk of leadership change: the programme",
        report=report,
        expectations=programme_expectations(report),
        record_chart=record_picture(report),
        demonstration=demonstration,
    )
    return _files(name, page, programme_sheet(report))


def _document(**parts: object) -> str:
    """The document, without what a page of the moment would add: no reader, no navigation, no address.

    The context of its own makes its pictures count from one, whatever was drawn before it.
    """
    with current_app.app_context():
        return current_app.jinja_env.get_template(DOCUMENT).render(**parts)


def _files(name: str, page: str, sheet: str) -> tuple[RenderedFile, ...]:
    return (
        RenderedFile("html", f"{name}.html", page.encode()),
        RenderedFile("csv", f"{name}.csv", sheet.encode("utf-8-sig")),
    )
