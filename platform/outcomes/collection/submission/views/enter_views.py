"""Entering one or two figures by form: the same rules, the same versions as a file."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.errors import DomainError, NotFoundError
from core.quarters import Quarter
from outcomes.catalogue.versions import indicator_on
from outcomes.collection.check.make import make_check
from outcomes.collection.check.run import check_entries
from outcomes.collection.due.expected import asked_of
from outcomes.collection.figure import Figure
from outcomes.collection.submission.find import figures_of, find_current_version
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.views.at_hand import AtHand, doing, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER, returns
from outcomes.collection.submission.views.forms import EnterForm
from outcomes.collection.submission.views.typed import FILE_NAME, Typed, csv_of, entries_of, rows_with, typed_of
from outcomes.collection.submission.views.words import figure_words

NOT_YOURS = "There is no such page, or it is not yours to see."


@returns.get(f"{OF_QUARTER}/enter")
@requires(Permission.RETURN_WRITE)
def enter(code: str, quarter: Quarter) -> str:
    """Every indicator that is asked for, with what is stored and a way to type it."""
    with looking(code, quarter) as at:
        stored = _stored(at)
        rows = [
            (each, indicator_on(each.indicator, quarter), stored.get(each.indicator))
            for each in asked_of(at.session, at.authority, at.collection)
        ]
        return render_template("returns/enter.html", at=at, rows=rows, figure_words=figure_words)


@returns.route(f"{OF_QUARTER}/enter/<indicator_code>", methods=["GET", "POST"])
@requires(Permission.RETURN_WRITE)
def enter_one(code: str, quarter: Quarter, indicator_code: str) -> ResponseReturnValue:
    """Type one figure and have it checked."""
    form = EnterForm()
    if form.validate_on_submit():
        try:
            return redirect(_check(code, quarter, indicator_code, form), 303)
        except DomainError as error:
            if error.status in {404, 409}:
                raise
            form.form_errors = [*form.form_errors, error.sentence]
    with looking(code, quarter) as at:
        indicator = _asked_for(at, indicator_code)
        stored = _stored(at).get(indicator)
        if not form.is_submitted() and stored is not None:
            _fill(form, typed_of(stored))
        page = render_template(
            "returns/enter_one.html",
            at=at,
            form=form,
            indicator=indicator_on(indicator, quarter),
            stored=stored,
            figure_words=figure_words,
        )
    return page, 422 if form.is_submitted() else 200


def _check(code: str, quarter: Quarter, indicator_code: str, form: EnterForm) -> str:
    with doing(code, quarter) as at:
        indicator = _asked_for(at, indicator_code)
        require_unlocked(at.session, at.standing)
        typed = Typed(
            indicator,
            form.value.data or "",
            form.numerator.data or "",
            form.denominator.data or "",
            " ".join((form.comment.data or "").split()),
            form.follow_up.data or "",
        )
        rows = rows_with(_stored(at), typed)
        entries = entries_of(rows)
        made = make_check(
            at.session,
            by=at.by,
            authority=at.authority,
            collection=at.collection,
            content=csv_of(rows),
            file_name=FILE_NAME,
            at=at.at,
            on=at.on,
            check=lambda context: check_entries(entries, context),
        )
        return at.url("returns.check", check_id=made.id)


def _asked_for(at: AtHand, code: str) -> str:
    asked = {each.indicator for each in asked_of(at.session, at.authority, at.collection)}
    if code not in asked:
        raise NotFoundError(NOT_YOURS)
    return code


def _stored(at: AtHand) -> dict[str, Figure]:
    return figures_of(at.session, find_current_version(at.session, at.authority, at.submission))


def _fill(form: EnterForm, typed: Typed) -> None:
    """What is stored; a value beside both counts is left to be worked out, so that it cannot contradict a new count."""
    form.numerator.data, form.denominator.data = typed.numerator, typed.denominator
    form.value.data = "" if typed.numerator and typed.denominator else typed.value
    form.comment.data, form.follow_up.data = typed.comment, typed.follow_up
