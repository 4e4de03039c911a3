"""Every version stays readable: its figures beside those of another, its check, its file (W6, D8, D10)."""

from flask import Response, render_template, request
from sqlalchemy import select

from core.access import Permission, requires
from core.attachment import attachment
from core.errors import NotFoundError
from core.quarters import Quarter
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.check.result import Change
from outcomes.collection.figure import Figure
from outcomes.collection.observation.origin import origins_of
from outcomes.collection.people import names_of
from outcomes.collection.submission.find import figures_of, get_version, in_order
from outcomes.collection.submission.models import SubmissionVersion
from outcomes.collection.submission.views.at_hand import AtHand, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER, returns
from outcomes.collection.submission.views.check_views import kind_of
from outcomes.collection.submission.views.upload_views import file_name
from outcomes.collection.submission.views.words import change_row, figure_words, file_words, name_of

NOT_YOURS = "There is no such page, or it is not yours to see."
COMPARE = "with"
LONGEST_NUMBER = 7


@returns.get(f"{OF_QUARTER}/versions/<int:number>")
@requires(Permission.RETURN_READ)
def version(code: str, quarter: Quarter, number: int) -> str:
    """One version, and what changed against the one before or any other that the address names."""
    with looking(code, quarter) as at:
        shown = _version(at, number)
        asked = request.args.get(COMPARE, "")
        other_number = int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else number - 1
        other = _version(at, other_number) if other_number > 0 and other_number != number else None
        figures = figures_of(at.session, shown)
        before = figures_of(at.session, other)
        check, upload = _origin(at, shown)
        return render_template(
            "returns/version.html",
            at=at,
            shown=shown,
            other=other,
            figures=figures,
            origins=origins_of(at.session, shown, figures),
            changes=[change_row(change) for change in changes_between(before, figures)] if other else [],
            check=check,
            upload=upload,
            file=file_words(upload),
            by=names_of(at.session, [shown.confirmed_by_id]).get(shown.confirmed_by_id),
            name_of=name_of,
            figure_words=figure_words,
        )


@returns.get(f"{OF_QUARTER}/versions/<int:number>/file")
@requires(Permission.RETURN_READ)
def version_file(code: str, quarter: Quarter, number: int) -> Response:
    """The original file of a version, to the byte."""
    with looking(code, quarter) as at:
        _, upload = _origin(at, _version(at, number))
        if upload.body is None:
            raise NotFoundError("This file is not kept.")
        return attachment(upload.body, f"{file_name('return', at)}-version-{number}.{kind_of(upload)}")


def changes_between(before: dict[str, Figure], after: dict[str, Figure]) -> list[Change]:
    """What differs between two versions, in the order of the catalogue."""
    found = []
    for code in in_order({**before, **after}):
        old, new = before.get(code), after.get(code)
        if old is not None and new is not None and old.says == new.says:
            continue
        kind = "new" if old is None else "cleared" if new is None else "changed"
        found.append(Change(code, kind, old, new))
    return found


def _version(at: AtHand, number: int) -> SubmissionVersion:
    if number > at.version or at.submission is None:  # a number that no column holds is not asked for
        raise NotFoundError(NOT_YOURS)
    return get_version(at.session, at.authority, at.submission, number)


def _origin(at: AtHand, shown: SubmissionVersion) -> tuple[FigureCheck, Upload]:
    row = at.session.execute(
        select(FigureCheck, Upload)
        .join(Upload, Upload.id == FigureCheck.upload_id)
        .where(
            FigureCheck.authority_id == at.authority.id,
            Upload.authority_id == at.authority.id,
            FigureCheck.id == shown.check_id,
        )
    ).one()
    return row[0], row[1]
