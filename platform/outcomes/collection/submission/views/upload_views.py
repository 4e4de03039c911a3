"""Downloading the template and uploading the file."""

from typing import Any

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from core.access import Permission, requires
from core.attachment import attachment
from core.errors import DomainError
from core.forms import blame
from core.quarters import Quarter
from outcomes.collection.check.make import OthersFileError, make_check, record_others_file
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.views.at_hand import AtHand, doing, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER, returns
from outcomes.collection.submission.views.forms import UploadForm
from outcomes.collection.submission.views.words import due_words

SELECT_A_FILE = "Select a CSV or XLSX file"


@returns.get(f"{OF_QUARTER}/template.<any(csv, xlsx):kind>")
@requires(Permission.RETURN_READ)
def template(code: str, quarter: Quarter, kind: str) -> Response:
    """The template with the authority, the quarter, the indicators and the last values filled in (D4)."""
    from outcomes.collection.template.fill import template_rows  # noqa: PLC0415  (workbook writers only when wanted)
    from outcomes.collection.template.write_csv import template_csv  # noqa: PLC0415
    from outcomes.collection.template.write_xlsx import template_xlsx  # noqa: PLC0415

    with looking(code, quarter) as at:
        rows = template_rows(at.session, at.authority, at.collection)
        name = file_name("return", at)
    return attachment(template_csv(rows) if kind == "csv" else template_xlsx(rows), f"{name}.{kind}")


def file_name(what: str, at: AtHand) -> str:
    """A plain name: return-z001-2025-26-q1."""
    return f"{what}-{at.authority.code}-{at.collection.quarter}".lower().replace(" ", "-")


@returns.route(f"{OF_QUARTER}/upload", methods=["GET", "POST"])
@requires(Permission.RETURN_WRITE)
def upload(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Take a file and check it: nothing of it becomes a figure before it is confirmed."""
    form = UploadForm()
    if form.validate_on_submit():
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            blame(form.file, SELECT_A_FILE)
            return _page(code, quarter, form), 422
        try:
            return _check(code, quarter, sent.filename, sent.read())
        except OthersFileError as error:
            with doing(code, quarter) as at:
                record_others_file(at.session, by=at.by, authority=at.authority, collection=at.collection)
            blame(form.file, error.sentence)
            return _page(code, quarter, form), error.status
        except DomainError as error:
            if error.status in {404, 409}:
                raise
            blame(form.file, error.sentence)
            return _page(code, quarter, form), error.status
    return _page(code, quarter, form), 422 if form.is_submitted() else 200


def _check(code: str, quarter: Quarter, name: str, content: bytes) -> ResponseReturnValue:
    with doing(code, quarter) as at:
        require_unlocked(at.session, at.standing)
        made = make_check(
            at.session,
            by=at.by,
            authority=at.authority,
            collection=at.collection,
            content=content,
            file_name=name,
            at=at.at,
            on=at.on,
        )
        known = made.made_at != at.at
        address = at.url("returns.check", check_id=made.id)
    if known:
        flash("You have uploaded this very file before, and nothing has changed since. This is what was found.")
    return redirect(address, 303)


def _page(code: str, quarter: Quarter, form: UploadForm) -> str:
    with looking(code, quarter) as at:
        return render_template("returns/upload.html", at=at, form=form, due=due_words(at.standing.window, at.on))


@returns.errorhandler(RequestEntityTooLarge)
def too_large(_error: Any) -> ResponseReturnValue:
    """More than the server takes: say it in the words of the upload page."""
    return (
        render_template(
            "error.html",
            heading="The selected file must be smaller than 10MB",
            sentence="Remove everything but the return from the file, then upload it again. Nothing was stored.",
            reference=None,
            back={"href": request.path, "text": "Choose another file"},
        ),
        413,
    )
