"""One button per persona, when and only when this is the demonstration."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from accounts.enter import Entered
from accounts.personas import DESCRIPTIONS, Persona, find_persona, list_personas
from accounts.sessions import open_session
from accounts.views.sign_in import AS_THE_PRODUCT, end_present, start
from core.access import public
from core.clock import now
from core.runtime import runtime
from core.transaction import reading, transaction

demonstration = Blueprint("demonstration", __name__)


@demonstration.get("/demonstration")
@public
def choose() -> ResponseReturnValue:
    """Who may be tried out."""
    _only_here()
    with reading(AS_THE_PRODUCT) as session:
        personas = [(persona, DESCRIPTIONS[persona]) for persona in list_personas(session)]
    return render_template("accounts/demonstration.html", personas=personas)


@demonstration.post("/demonstration/<persona>")
@public
def enter(persona: str) -> ResponseReturnValue:
    """Sign in as a persona."""
    _only_here()
    if persona not in set(Persona):
        raise NotFound
    with transaction(AS_THE_PRODUCT) as session:
        account = find_persona(session, Persona(persona))
        if account is None:
            raise NotFound
        at = now()
        end_present(session, at=at)
        _, secret = open_session(session, account=account, user_agent=request.user_agent.string, at=at)
    return start(Entered(secret, None))


def _only_here() -> None:
    """Answer as if the page did not exist unless the settings say that this is the demonstration."""
    if not runtime().settings.demonstration:
        raise NotFound
