"""The course of every form here: look, send, be told what is wrong on the field, or be done and led back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.recorded import Versioned
from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from authorities.timeline.entries import describe
from core.form_answer import answer_form


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

    def page(session: Session) -> str:
        authority = authority_by_code(session, code)
        return render_template(
            "authorities/form.html", form=form, authority=authority, question=ask(session, authority)
        )

    return answer_form(
        form,
        store=lambda session: store(session, authority_by_code(session, code)),
        refusals=RegisterError,
        onward=url_for("authority_record.hub", code=code),
        page=page,
    )
