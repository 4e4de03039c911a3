"""Downloads of approved figures: an authority's own, and the programme's for the support team.

Looking changes nothing, so a download leaves a line in the log and no row of the audit. These are made while the
browser waits; a workbook that would take too long is refused, and can be made in the background instead.
"""

from flask import Response

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.attachment import attachment
from core.errors import NotFoundError
from core.logs import logger
from core.transaction import reading
from outcomes.collection.export.figures import Export
from outcomes.collection.export.names import file_name, title_of
from outcomes.collection.export.read import read_export
from outcomes.collection.export.tidy import metadata_csv, tidy_csv
from outcomes.collection.export.views.asked import Asked, read_asked
from outcomes.collection.export.views.blueprint import figure_exports
from outcomes.collection.export.workbook import workbook

KINDS = '<any("csv", "meta.csv", "xlsx"):kind>'


@figure_exports.get(f"/authorities/<code>/figures.{KINDS}")
@requires(Permission.FIGURES_READ)
def of_authority(code: str, kind: str) -> Response:
    """The approved figures of one authority: DfE's tidy layout, its description, or an accessible workbook."""
    asked = read_asked()
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        export = read_export(session, authority_ids=[authority.id], as_at=asked.as_at, span=asked.span)
        return _answer(export, asked, kind, title_of(authority.name), authority.code)


@figure_exports.get(f"/figures.{KINDS}")
@requires(Permission.RETURN_REVIEW)
def of_programme(kind: str) -> Response:
    """The approved figures of every authority."""
    asked = read_asked()
    with reading(current_identity().scope()) as session:
        export = read_export(session, authority_ids=None, as_at=asked.as_at, span=asked.span)
    return _answer(export, asked, kind, title_of(None), None)


def _answer(export: Export, asked: Asked, kind: str, title: str, code: str | None) -> Response:
    if not export.figures:
        raise NotFoundError("There are no approved figures to download yet for that day and those quarters.")
    if kind == "xlsx":
        content = workbook(export, title=title)
    else:
        content = (tidy_csv if kind == "csv" else metadata_csv)(export.figures, counts=asked.counts)
    name = file_name(code, asked.as_at, kind, asked.span)
    logger().info("figures.exported", file=name, figures=len(export.figures))
    return attachment(content, name)
