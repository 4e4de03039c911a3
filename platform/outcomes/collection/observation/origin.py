"""In which version's file a figure stands: a version holds figures that its own file did not name (W6).

A file with three rows over a return of forty makes a version of forty figures; thirty-seven of them still stand in the
file of an earlier version, and their cells are cells of that one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.figure import Figure
from outcomes.collection.submission.models import SubmissionVersion, SubmittedFigure


@dataclass(frozen=True)
class Origin:
    """The file in which a figure stands, and its place there."""

    version_id: UUID
    number: int
    file_name: str
    sheet: str | None
    cell: str


def origins_of(session: Session, version: SubmissionVersion, codes: Iterable[str]) -> dict[str, Origin]:
    """Where each of these figures of the version stands, in two statements.

    The newest version, up to this one, whose own file named the indicator is the one.
    """
    named = session.execute(
        select(
            SubmissionVersion.id,
            SubmissionVersion.number,
            Upload.file_name,
            FigureCheck.result["figures"].label("figures"),
        )
        .join(FigureCheck, FigureCheck.id == SubmissionVersion.check_id)
        .join(Upload, Upload.id == FigureCheck.upload_id)
        .where(
            SubmissionVersion.authority_id == version.authority_id,
            SubmissionVersion.submission_id == version.submission_id,
            SubmissionVersion.number <= version.number,
            FigureCheck.authority_id == version.authority_id,
            Upload.authority_id == version.authority_id,
        )
        .order_by(SubmissionVersion.number.desc())
    ).all()
    places = {
        row.indicator_code: (row.sheet, row.cell)
        for row in session.execute(
            select(SubmittedFigure.indicator_code, SubmittedFigure.sheet, SubmittedFigure.cell).where(
                SubmittedFigure.authority_id == version.authority_id, SubmittedFigure.version_id == version.id
            )
        )
    }
    files = [(row, {figure["indicator"] for figure in row.figures}) for row in named]
    found = {}
    for code in codes:
        row = next((row for row, codes_named in files if code in codes_named), named[0])
        sheet, cell = places[code]
        found[code] = Origin(row.id, row.number, row.file_name, sheet, cell)
    return found


def says(figure: Figure) -> tuple[object, ...]:
    """What an observation keeps of a figure: two that say the same are one."""
    return figure.status, figure.value, figure.numerator, figure.denominator, figure.definition
