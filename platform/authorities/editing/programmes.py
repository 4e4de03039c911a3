"""Which programme a form is about: asked where there are several, and nothing to ask where there is one."""

from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from authorities.programme.models import Programme
from authorities.programme.open import get_programme, list_programmes
from core.access import current_identity
from core.transaction import reading


def ask_programme(form: FlaskForm) -> None:
    """Offer the programmes, the latest first; take the question out of the form where there is no choice."""
    with reading(current_identity().scope()) as session:
        names = {each.code: each.name for each in reversed(list_programmes(session))}
    if len(names) > 1:
        form.programme.choices = names
    else:
        del form.programme


def programme_of(session: Session, form: FlaskForm) -> Programme:
    """The programme that was chosen, or the only one."""
    return get_programme(session, code=form.programme.data if "programme" in form else None)
