"""What a check found, and confirming it."""

from dataclasses import dataclass
from textwrap import shorten
from uuid import UUID

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.attachment import attachment
from core.errors import NotFoundError
from core.quarters import Quarter
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.confirm import ClearingError, confirm, get_check, is_change
from outcomes.collection.check.make import has_failed, reference
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.check.result import Checked
from outcomes.collection.rules.finding import Finding
from outcomes.collection.submission.explain import SHORTEST, ExplanationError
from outcomes.collection.submission.find import find_submission, find_version_of_check
from outcomes.collection.submission.queries import Query, list_explanations, list_queries, names
from outcomes.collection.submission.views.at_hand import AtHand, doing, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER, returns
from outcomes.collection.submission.views.boxes import explain_typed
from outcomes.collection.submission.views.forms import BareForm
from outcomes.collection.submission.views.problems import Problem, Problems
from outcomes.collection.submission.views.upload_views import file_name
from outcomes.collection.submission.views.words import (
    OUTCOME_WORDS,
    change_row,
    counts_words,
    file_words,
    name_of,
    place_words,
    result_words,
)

OF_CHECK = f"{OF_QUARTER}/checks/<uuid:check_id>"
NOT_YOURS = "There is no such page, or it is not yours to see."
TICK = "clear"
LONGEST_LINE = 160  # of the error summary; the whole sentence stands where its link leads


@dataclass(frozen=True)
class Asked:
    """A query of the check with what was said about it before."""

    box: str
    rule: str
    indicator: str
    findings: tuple[Finding, ...]
    carried: str | None
    carried_from: int | None
    draft: str | None
    typed: str


@returns.get(OF_CHECK)
@requires(Permission.RETURN_READ)
def check(code: str, quarter: Quarter, check_id: UUID) -> str:
    """Errors first, then queries, then changes old to new; nothing is stored yet."""
    with looking(code, quarter) as at:
        return _page(at, check_id, Problems())


@returns.post(f"{OF_CHECK}/confirm")
@requires(Permission.RETURN_WRITE)
def confirm_check(code: str, quarter: Quarter, check_id: UUID) -> ResponseReturnValue:
    """Store exactly what was checked, with the explanations that were typed beside it, or nothing at all."""
    problems = Problems()
    try:
        with doing(code, quarter) as at:
            _of_this_return(at, check_id)
            before = at.version
            version = confirm(
                at.session,
                by=at.by,
                check_id=check_id,
                authority=at.authority,
                ticked_clearings=request.form.getlist(TICK),
                at=at.at,
                on=at.on,
            )
            new = version.number > before and version.check_id == check_id
            if new:
                explain_typed(at, _queries_stored(at))
            same = version.check_id != check_id
            number, address = version.number, at.url("returns.tasks")
    except ClearingError as error:
        problems.found += [
            Problem(f"{TICK}-{each.lower().replace('_', '-')}", f"Tick {name_of(each)} if it is to be taken away")
            for each in error.indicators
        ]
    except ExplanationError as error:
        problems.found.append(Problem(error.box, error.sentence))
    else:
        flash(_said(number, new=new, same=same))
        return redirect(address, 303)
    with looking(code, quarter) as at:
        return _page(at, check_id, problems), 422


def _queries_stored(at: AtHand) -> list[Query]:
    return list_queries(at.session, at.authority, find_submission(at.session, at.authority, at.collection), at.on)


def _said(number: int, *, new: bool, same: bool) -> str:
    if same:
        return f"Nothing differs from what is stored: version {number} still counts, and no new one was made."
    if not new:
        return f"This check was stored before, as version {number}. Nothing was stored twice."
    earlier = "; earlier ones stay readable" if number > 1 else ""
    return f"Version {number} is stored{earlier}. Next: explain the queries, if any, then submit."


@returns.get(f"{OF_CHECK}/findings.<any(csv, xlsx):kind>")
@requires(Permission.RETURN_READ)
def findings(code: str, quarter: Quarter, check_id: UUID, kind: str) -> Response:
    """Every finding with all its cells, as a file (E11)."""
    from outcomes.collection.export.findings import findings_csv, findings_xlsx  # noqa: PLC0415

    with looking(code, quarter) as at:
        checked = from_json(_of_this_return(at, check_id).result)
        name = file_name("findings", at)
    return attachment(findings_csv(checked) if kind == "csv" else findings_xlsx(checked), f"{name}.{kind}")


@returns.get(f"{OF_CHECK}/marked.xlsx")
@requires(Permission.RETURN_READ)
def marked(code: str, quarter: Quarter, check_id: UUID) -> Response:
    """The file with its errors marked, to be mended and uploaded (reliability 7)."""
    from outcomes.collection.export.marked import marked_copy  # noqa: PLC0415

    with looking(code, quarter) as at:
        made = _of_this_return(at, check_id)
        upload, checked = _upload(at, made), from_json(made.result)
        body, name, sent = upload.body, file_name("marked", at), upload.file_name
        if body is None or upload.kind == "form" or not checked.markable:
            raise NotFoundError("There is no copy with marks of this file: it is not kept, or too long for that.")
    return attachment(marked_copy(body, sent, checked), f"{name}.xlsx")


@returns.get(f"{OF_CHECK}/file")
@requires(Permission.RETURN_READ)
def checked_file(code: str, quarter: Quarter, check_id: UUID) -> Response:
    """The file as it was sent, while it is kept: so that support can look into a check that failed (M2)."""
    with looking(code, quarter) as at:
        upload = _upload(at, _of_this_return(at, check_id))
        if upload.body is None:
            raise NotFoundError("This file is not kept.")
        name = f"{file_name('checked', at)}-{reference(upload.id)}.{kind_of(upload)}"
        return attachment(upload.body, name.lower())


def kind_of(upload: Upload) -> str:
    """The ending of a kept file: what was typed is kept as CSV, what could not be read as it is."""
    return {"form": "csv", "other": "bin"}.get(upload.kind, upload.kind)


def _of_this_return(at: AtHand, check_id: UUID) -> FigureCheck:
    found = get_check(at.session, at.authority, check_id)
    if found.collection_id != at.collection.id:
        raise NotFoundError(NOT_YOURS)
    return found


def _upload(at: AtHand, made: FigureCheck) -> Upload:
    return at.session.get_one(Upload, made.upload_id)


def _page(at: AtHand, check_id: UUID, problems: Problems) -> str:
    made = _of_this_return(at, check_id)
    checked = from_json(made.result)
    upload = _upload(at, made)
    typed = upload.kind == "form"
    version = find_version_of_check(at.session, at.authority, made.id)
    if not problems.found:
        problems = _problems(checked, typed=typed)
    stale = version is None and made.base_version != at.version
    return render_template(
        "returns/check.html",
        at=at,
        form=problems,
        token=BareForm(),
        made=made,
        checked=checked,
        upload=upload,
        file=file_words(upload),
        markable=upload.body is not None and not typed and checked.markable,
        result=result_words(checked),
        counts=counts_words(checked.counts),
        asked=_asked(at, checked),
        changes=[change_row(change) for change in checked.changes if change.kind in {"new", "changed"}],
        cleared=[change_row(change) for change in checked.cleared],
        is_change=is_change(checked),
        version=version,
        stale=stale,
        reference=reference(upload.id) if has_failed(made) else None,
        ticked=set(request.form.getlist(TICK)),
        name_of=name_of,
        place_words=_in_the_form if typed else place_words,
        outcome_words=OUTCOME_WORDS,
        shortest=SHORTEST,
    )


def _problems(checked: Checked, *, typed: bool) -> Problems:
    if checked.refusal is not None:
        return Problems(form_errors=[checked.refusal.sentence])
    return Problems(
        [
            Problem(
                f"error-{number}",
                shorten(
                    f"{_place_and_name(finding, typed=typed)}: {finding.message}", LONGEST_LINE, placeholder=" and more"
                ),
            )
            for number, finding in enumerate(checked.errors, start=1)
        ]
    )


def _in_the_form(_finding: Finding) -> str:
    """Who typed a figure has seen a form: the cells of the file that is kept of it are no place for them."""
    return "The form"


def _place_and_name(finding: Finding, *, typed: bool) -> str:
    """The cells, and which indicator they are about: a reader who knows their figures need not open the file."""
    place = _in_the_form(finding) if typed else place_words(finding)
    return f"{place} ({name_of(finding.indicator)})" if finding.indicator else place


def _asked(at: AtHand, checked: Checked) -> list[Asked]:
    """The queries by rule and indicator, each with the words that will be carried or can be used again."""
    figures = {figure.indicator: figure for figure in checked.figures}
    given = [] if at.submission is None else list_explanations(at.session, at.authority, at.submission)
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for finding in checked.queries:
        grouped.setdefault((finding.rule, finding.indicator or ""), []).append(finding)
    asked = []
    for (rule, indicator), found in grouped.items():
        earlier = [each for each in given if names(each) == (rule, indicator)]
        figure = figures.get(indicator)
        same = next((each for each in earlier if figure is not None and each.figure_key == figure.key), None)
        other = next((each for each in earlier if each is not same), None)
        box = f"explain-{rule}-{indicator}".lower().replace("_", "-")
        asked.append(
            Asked(
                box,
                rule,
                indicator,
                tuple(found),
                same.text if same else None,
                (same.carried_from or same.version) if same else None,
                other.text if other and not same else None,
                request.form.get(box, ""),
            )
        )
    return asked
