"""The course of every form about fidelity: look, send, be told what is wrong at its box, or be done and led back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.fidelity.views.asked import adoption_of
from authorities.programme.listing import AdoptionRecord
from authorities.programme.models import Innovation
from core.access import Identity, current_identity
from core.form_answer import answer_form


@dataclass(frozen=True)
class About:
    """The adoption that a form is about."""

    session: Session
    by: Identity
    record: AdoptionRecord
    innovation: Innovation


@dataclass(frozen=True)
class Page:
    """What stands around a form; `shown` is for a template of its own."""

    heading: str
    lead: str
    template: str = "fidelity/form.html"
    shown: Any = None


def answer(
    code: str,
    innovation: str,
    form: FlaskForm,
    store: Callable[[About], str],
    ask: Callable[[About], Page],
) -> ResponseReturnValue:
    """Show the form; or store what was sent and go back to the profile, saying what happens next."""

    def page(session: Session) -> str:
        found = about(session, code, innovation)
        asked = ask(found)
        return render_template(asked.template, form=form, about=found, page=asked)

    return answer_form(
        form,
        store=lambda session: store(about(session, code, innovation)),
        refusals=RegisterError,
        onward=url_for("fidelity.overview", code=code),
        page=page,
    )


def about(session: Session, code: str, innovation: str) -> About:
    """The adoption that an address names."""
    record, found = adoption_of(session, code, innovation)
    return About(session, current_identity(), record, found)
