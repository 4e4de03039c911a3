"""The course of every form of a pack: look, send, be told what is wrong at its box, or be led back to the pack."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Identity, current_identity
from core.clock import today
from core.form_answer import answer_form
from core.transaction import reading
from leadership.handover.errors import HandoverError
from leadership.handover.find import Handover, get_handover


@dataclass(frozen=True)
class Subject:
    """The pack that a form is about, as the reader knows it today."""

    session: Session
    by: Identity
    authority: Authority
    handover: Handover


@dataclass(frozen=True)
class Page:
    """What stands around a form."""

    heading: str
    lead: str
    template: str = "handover/form.html"
    shown: Any = None


@contextmanager
def looking(code: str, pack_id: UUID) -> Iterator[Subject]:
    """A pack, to read about it."""
    with reading(current_identity().scope()) as session:
        yield _subject(session, code, pack_id)


def answer(
    code: str,
    pack_id: UUID,
    form: FlaskForm,
    store: Callable[[Subject], str],
    ask: Callable[[Subject], Page],
) -> ResponseReturnValue:
    """Show the form; or store what was sent and go back to the pack, saying what happens next."""

    def page(session: Session) -> str:
        subject = _subject(session, code, pack_id)
        asked = ask(subject)
        return render_template(asked.template, form=form, subject=subject, page=asked)

    return answer_form(
        form,
        store=lambda session: store(_subject(session, code, pack_id)),
        refusals=HandoverError,
        onward=url_for("handovers.pack", code=code, pack_id=pack_id),
        page=page,
    )


def _subject(session: Session, code: str, pack_id: UUID) -> Subject:
    identity = current_identity()
    authority = authority_by_code(session, code)
    handover = get_handover(session, by=identity, authority_id=authority.id, pack_id=pack_id, on=today())
    return Subject(session, identity, authority, handover)
