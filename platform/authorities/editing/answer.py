"""The course of every form here: look, send, be told what is wrong on the field, or be done and led back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.recorded import Versioned
from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from authorities.timeline.entries import describe
from core.access import current_identity
from core.forms import blame
from core.transaction import reading, transaction


@dataclass(frozen=True)
class Question:
    """A page with one form: its heading, what it says first, and the versions that came before."""

    heading: str
    lead: str = ""
    versions: Sequence[Versioned] = ()
    innovation: str = ""
    withdraw: Any = None

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """What was recorded before, the newest first, as the page shows it."""
        return [
            {
                "version": version,
                "says": "; ".join(f"{entry.title} ({entry.when})" for entry in describe(version, self.innovation)),
            }
            for version in reversed(self.versions)
        ]


Store = Callable[[Session, Authority], str]


def answer(
    code: str, form: FlaskForm, store: Store, ask: Callable[[Session, Authority], Question]
) -> ResponseReturnValue:
    """Show the form; or store what was sent and go back to the record, saying what was done.

    Args:
        code: the authority's.
        form: the form, filled in already where something is being corrected.
        store: does it in a transaction, and returns the sentence that says so.
        ask: what the page says around the form.
    """
    identity = current_identity()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                said = store(session, authority_by_code(session, code))
        except RegisterError as error:
            show_refusal(form, error)
        else:
            flash(said)
            return redirect(url_for("authority_record.hub", code=code), 303)
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        page = render_template(
            "authorities/form.html", form=form, authority=authority, question=ask(session, authority)
        )
    return page, 422 if form.is_submitted() else 200


def show_refusal(form: FlaskForm, error: RegisterError) -> None:
    """Put a refusal on the field it is about, or over the whole form when it has none."""
    if error.field is not None and error.field in form:
        blame(form[error.field], error.sentence)
    else:
        form.form_errors = [*form.form_errors, error.sentence]
