"""Downloads of approved figures: an authority's own, and the programme's for the support team.

Looking changes nothing, so a download leaves a line in the log and no row of the audit. Everything is made while the
browser waits; a workbook that would take too long is refused with what to do instead.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, make_response, request

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import DomainError, NotFoundError
from core.logs import logger
from core.quarters import Quarter
from core.transaction import reading
from outcomes.collection.export.figures import Export
from outcomes.collection.export.read import read_export
from outcomes.collection.export.tidy import metadata_csv, tidy_csv
from outcomes.collection.export.workbook import workbook

figure_exports = Blueprint("figure_exports", __name__)

EARLIEST = date(1990, 1, 1)
KINDS = '<any("csv", "meta.csv", "xlsx"):kind>'
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "meta.csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class AskedError(DomainError):
    """The address asks for something that cannot be read."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the same address gives the same file."""

    as_at: date
    first: Quarter | None
    counts: bool


@figure_exports.get(f"/authorities/<code>/figures.{KINDS}")
@requires(Permission.FIGURES_READ)
def of_authority(code: str, kind: str) -> Response:
    """The approved figures of one authority: DfE's tidy layout, its description, or an accessible workbook."""
    asked = _asked()
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        export = read_export(session, authority_ids=[authority.id], as_at=asked.as_at, first=asked.first)
        return _answer(export, asked, kind, f"{authority.name}: approved figures", authority.code)


@figure_exports.get(f"/figures.{KINDS}")
@requires(Permission.RETURN_REVIEW)
def of_programme(kind: str) -> Response:
    """The approved figures of every authority."""
    asked = _asked()
    with reading(current_identity().scope()) as session:
        export = read_export(session, authority_ids=None, as_at=asked.as_at, first=asked.first)
    return _answer(export, asked, kind, "Approved figures of all authorities", "programme")


def _answer(export: Export, asked: Asked, kind: str, title: str, whose: str) -> Response:
    if not export.figures:
        raise NotFoundError("There are no approved figures to download yet for that day.")
    if kind == "xlsx":
        content = workbook(export, title=title)
    else:
        content = (tidy_csv if kind == "csv" else metadata_csv)(export.figures, counts=asked.counts)
    logger().info("figures.exported", whose=whose, kind=kind, figures=len(export.figures))
    response = make_response(content)
    name = f"figures-{whose}-{asked.as_at}".lower()
    response.headers["Content-Type"] = TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _asked() -> Asked:
    """Read the address; a file of another day than the one asked for would mislead, so nothing is guessed."""
    return Asked(
        _day(request.args.get("as_at", "").strip()),
        _quarter(request.args.get("from", "").strip()),
        request.args.get("counts", "") == "yes",
    )


def _day(text: str) -> date:
    if not text:
        return today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AskedError("The day (as_at) must be written like 2025-11-28.") from None
    if not EARLIEST <= day <= today():
        raise AskedError(f"The day (as_at) must not be in the future, nor before {EARLIEST.year}.")
    return day


def _quarter(text: str) -> Quarter | None:
    if not text:
        return None
    try:
        return Quarter.parse(text.lower().replace("-q", " Q"))
    except ValueError:
        raise AskedError("The first quarter (from) must be written like 2025-26-q1.") from None
