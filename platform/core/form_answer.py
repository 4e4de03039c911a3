"""The course of a form: look, send, be told what is wrong at its box, or be done and led back with a sentence."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from core.access import current_identity
from core.errors import RefusalError
from core.forms import show_refusal
from core.transaction import reading, transaction


def answer_form(
    form: FlaskForm,
    *,
    store: Callable[[Session], str],
    refusals: type[RefusalError],
    onward: str,
    page: Callable[[Session], str],
) -> ResponseReturnValue:
    """Show the form; or do what was sent in one transaction and go on, saying what was done.

    Whoever is refused gets the page again with what they typed, and nothing is stored.

    Args:
        form: filled in already where something is being corrected.
        store: does it, and returns the sentence that says so.
        refusals: what `store` may refuse; any other error is answered as everywhere.
        onward: the address to go to once it is done.
        page: the page around the form.
    """
    scope = current_identity().scope()
    if form.validate_on_submit():
        try:
            with transaction(scope) as session:
                said = store(session)
        except refusals as error:
            show_refusal(form, error)
        else:
            flash(said)
            return redirect(onward, 303)
    with reading(scope) as session:
        shown = page(session)
    return shown, 422 if form.is_submitted() else 200
