"""Check answers, submit, and the director's sign-off before it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.errors import ConflictError, NotFoundError
from core.forms import blame
from core.quarters import Quarter
from outcomes.collection.submission.ask_director import (
    NothingToSignError,
    ask_for_signature,
    asked_at,
    waits_for_signature,
)
from outcomes.collection.submission.find import figures_of, find_current_version, list_versions
from outcomes.collection.submission.may import is_maker
from outcomes.collection.submission.obstacles import list_obstacles
from outcomes.collection.submission.queries import digest_of, list_queries
from outcomes.collection.submission.sign_off import OWN_VERSION, OtherWordsError, SignOffError, decline, sign_off
from outcomes.collection.submission.submit import NotReadyError, submit
from outcomes.collection.submission.views.at_hand import AtHand, doing, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER, returns
from outcomes.collection.submission.views.forms import AskForm, DeclineForm, SignOffForm, SubmitForm
from outcomes.collection.submission.views.words import due_sentence, figure_words, file_words, name_of

NOT_YOURS = "There is no such page, or it is not yours to see."


@returns.route(f"{OF_QUARTER}/submit", methods=["GET", "POST"])
@requires(Permission.RETURN_WRITE)
def submit_return(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Look at everything once more, then hand it in."""
    form = SubmitForm()
    if form.validate_on_submit():
        try:
            with doing(code, quarter) as at:
                submit(
                    at.session,
                    by=at.by,
                    authority=at.authority,
                    collection=at.collection,
                    version=_whole(form.version.data),
                    at=at.at,
                    on=at.on,
                )
        except NotReadyError as error:
            form.form_errors = [each.sentence for each in error.obstacles]
        else:
            flash(
                f"The return for {quarter} is submitted. The programme support team reviews it, and approves it or "
                "sends it back naming what to change; you get an email either way. Until then it cannot be changed."
            )
            return redirect(url_for("returns.tasks", code=code, quarter=quarter), 303)
    with looking(code, quarter) as at:
        page = render_template("returns/submit.html", at=at, form=form, **_answers(at))
    return page, 422 if form.is_submitted() else 200


@returns.get(f"{OF_QUARTER}/sign-off")
@requires(Permission.RETURN_READ)
def sign(code: str, quarter: Quarter) -> str:
    """What the director signs: every figure, every query with its explanation."""
    with looking(code, quarter) as at:
        return _sign_page(at, SignOffForm(), DeclineForm())


@returns.post(f"{OF_QUARTER}/sign-off")
@requires(Permission.RETURN_SIGN_OFF)
def sign_return(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Sign the version that was read."""
    form = SignOffForm()
    if not form.validate_on_submit():
        raise NotFoundError(NOT_YOURS)
    try:
        with doing(code, quarter) as at:
            sign_off(
                at.session,
                by=at.by,
                authority=at.authority,
                collection=at.collection,
                version=_whole(form.version.data),
                words=form.words.data or "",
                at=at.at,
                on=at.on,
            )
    except (SignOffError, OtherWordsError) as error:
        form.form_errors = [error.sentence]
        with looking(code, quarter) as at:
            return _sign_page(at, form, DeclineForm()), error.status
    flash("Signed off. Your authority lead can now submit the return.")
    return redirect(url_for("returns.sign", code=code, quarter=quarter), 303)


@returns.post(f"{OF_QUARTER}/sign-off/ask")
@requires(Permission.RETURN_WRITE)
def ask_signature(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Ask the director to sign the return as it stands."""
    form = AskForm()
    if not form.validate_on_submit():
        raise NotFoundError(NOT_YOURS)
    try:
        with doing(code, quarter) as at:
            ask_for_signature(
                at.session,
                by=at.by,
                authority=at.authority,
                collection=at.collection,
                version=_whole(form.version.data),
                on=at.on,
            )
    except NothingToSignError as error:
        form.form_errors = [error.sentence]
        with looking(code, quarter) as at:
            return _sign_page(at, form, DeclineForm()), error.status
    flash(
        "Everybody who signs for your authority gets a letter with the address of this page. If nobody holds the role "
        "of signatory, ask the programme support team to give it to somebody."
    )
    return redirect(url_for("returns.sign", code=code, quarter=quarter), 303)


@returns.post(f"{OF_QUARTER}/sign-off/decline")
@requires(Permission.RETURN_SIGN_OFF)
def decline_return(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Say what should change before it is signed. What was typed stays when another version has been stored since."""
    form, status = DeclineForm(), 422
    if form.validate_on_submit():
        try:
            with doing(code, quarter) as at:
                decline(
                    at.session,
                    by=at.by,
                    authority=at.authority,
                    collection=at.collection,
                    version=_whole(form.version.data),
                    reason=form.reason.data or "",
                    at=at.at,
                    on=at.on,
                )
        except SignOffError as error:
            blame(form.reason, error.sentence)
        except ConflictError as error:
            form.form_errors, status = [error.sentence], error.status
        else:
            flash("Your authority lead sees your reason on the page of the return.")
            return redirect(url_for("returns.sign", code=code, quarter=quarter), 303)
    with looking(code, quarter) as at:
        return _sign_page(at, form, form), status


def _sign_page(at: AtHand, form: SignOffForm | DeclineForm | AskForm, declining: DeclineForm) -> str:
    signs = at.by.may(Permission.RETURN_SIGN_OFF, at.authority.id)
    waits = waits_for_signature(at.session, at.authority, at.collection, at.standing, at.on)
    return render_template(
        "returns/sign.html",
        at=at,
        form=form,
        signing=SignOffForm(),
        declining=declining,
        asking=AskForm() if waits and at.by.may(Permission.RETURN_WRITE, at.authority.id) else None,
        asked_at=asked_at(at.session, at.authority, at.collection, at.standing),
        own=OWN_VERSION if signs and is_maker(at.by, at.standing.makers) else None,
        **_answers(at),
    )


def _answers(at: AtHand) -> dict[str, object]:
    """Everything that is handed in, as both pages show it."""
    queries = list_queries(at.session, at.authority, at.submission, at.on)
    version = find_current_version(at.session, at.authority, at.submission)
    kept = list_versions(at.session, at.authority, at.submission)
    return {
        "due": due_sentence(at.collection.quarter, at.standing.window, at.on, at.state),
        "figures": figures_of(at.session, version),
        "queries": queries,
        "words": digest_of(queries),
        "obstacles": list_obstacles(at.session, at.authority, at.collection, at.standing, at.on),
        "kept": kept[0] if kept else None,
        "name_of": name_of,
        "figure_words": figure_words,
        "file_words": file_words,
    }


def _whole(text: str | None) -> int:
    """The version that the page was drawn for; nonsense is no version at all."""
    return int(text) if text and text.isdecimal() else -1
