"""The course of every form here: look, send, be told what is wrong on the field, or be done and led on."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from core.access import current_identity
from core.forms import show_refusal
from core.transaction import reading, transaction
from outcomes.collection.due.errors import CollectionError
from outcomes.collection.due.seen import StaleFormError

Store = Callable[[Session], tuple[str, str]]
Ask = Callable[[Session], dict[str, Any]]


def answer(
    form: FlaskForm, template: str, *, prepare: Callable[[Session], None], store: Store, ask: Ask
) -> ResponseReturnValue:
    """Show the form; or store what was sent and go on, saying what was done.

    Args:
        form: the form.
        template: its page.
        prepare: fills the form's choices from the database.
        store: does it in a transaction; returns the sentence that says so and where to go.
        ask: what the page says around the form.
    """
    identity = current_identity()
    with reading(identity.scope()) as session:
        prepare(session)
    status = 200
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                said, onward = store(session)
        except CollectionError as error:
            show_refusal(form, error)
            status = error.status
            if isinstance(error, StaleFormError):
                # Whoever has been told and sends it again knows what is replaced.
                form.seen.data = error.now
        else:
            flash(said)
            return redirect(onward, 303)
    elif form.is_submitted():
        status = 422
    with reading(identity.scope()) as session:
        return render_template(template, form=form, **ask(session)), status
