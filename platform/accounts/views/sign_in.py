"""Ask for a link, open it, press the button; and leave."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask import session as form_cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from accounts.ask_for_link import ask_for_link
from accounts.cookie import put_cookie, take_cookie
from accounts.email_address import normal_address
from accounts.enter import Entered, enter_by_link, is_good
from accounts.errors import AccountError, LinkSpentError
from accounts.forms import AskForm
from accounts.link import SIGN_IN, unseal
from accounts.own_path import own_path
from accounts.sessions import end_session
from core.access import Identity, public
from core.clock import now
from core.errors import NotFoundError
from core.limits import count_or_refuse, refuse_when_spent
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction

sign_in = Blueprint("sign_in", __name__)

RATE = "10 per 5 minutes"
"""For asking, by network address and by e-mail address; for entering, failures by network address (warehouse)."""

AS_THE_PRODUCT = Scope.EVERYTHING
"""Nobody is signed in yet (or no longer), so the product itself writes the session and its audit event."""


@sign_in.app_context_processor
def way_out() -> dict[str, Any]:
    """What stands beside the reader's name on every page: their account, and the way out."""
    return {"account_url": url_for("account.show"), "sign_out_url": url_for("sign_in.leave")}


@sign_in.get(SIGN_IN)
@public
def ask() -> ResponseReturnValue:
    """Where to send the link."""
    return _ask_page(AskForm(next=own_path(request.args.get("next")) or ""))


@sign_in.post(SIGN_IN)
@public
def send() -> ResponseReturnValue:
    """Have a link sent; the answer is the same whether or not the address has an account."""
    form = AskForm()
    count_or_refuse(RATE, "sign-in.ask", _who())
    if not form.validate_on_submit():
        return _ask_page(form), 422
    try:
        count_or_refuse(RATE, "sign-in.ask-account", normal_address(form.email.data or ""))
        with transaction(Scope.NOTHING) as session:
            ask_for_link(session, email=form.email.data or "", next_path=own_path(form.next.data), at=now())
    except AccountError as error:
        form.email.errors = [error.sentence]
        return _ask_page(form), error.status
    return redirect(url_for("sign_in.sent"), 303)


@sign_in.get(f"{SIGN_IN}/sent")
@public
def sent() -> ResponseReturnValue:
    """What to do next."""
    return render_template("accounts/link_sent.html")


@sign_in.get(f"{SIGN_IN}/<sealed>")
@public
def open_link(sealed: str) -> ResponseReturnValue:
    """The page behind the link: a button, and nothing happens until it is pressed."""
    try:
        token_id = unseal(sealed, runtime().settings.secret_keys)
    except LinkSpentError:
        return _spent_page()
    with reading(Scope.NOTHING) as session:
        good = is_good(session, token_id=token_id, at=now())
    return render_template("accounts/open_link.html") if good else _spent_page()


@sign_in.post(f"{SIGN_IN}/<sealed>")
@public
def enter(sealed: str) -> ResponseReturnValue:
    """Spend the link and sign in under a new session, whatever session the browser came with."""
    refuse_when_spent(RATE, "sign-in.enter", _who())
    try:
        token_id = unseal(sealed, runtime().settings.secret_keys)
        with transaction(AS_THE_PRODUCT) as session:
            at = now()
            entered = enter_by_link(session, token_id=token_id, user_agent=request.user_agent.string, at=at)
            end_present(session, at=at)
    except LinkSpentError:
        count_or_refuse(RATE, "sign-in.enter", _who())
        return _spent_page()
    return start(entered)


@sign_in.post("/sign-out")
@public
def leave() -> ResponseReturnValue:
    """End the session of this browser, if it has one that is still good, and clear what it has kept."""
    with transaction(AS_THE_PRODUCT) as session:
        end_present(session, at=now())
    response = make_response(redirect(url_for("sign_in.left"), 303))
    form_cookie.clear()
    take_cookie(response)
    return response


@sign_in.get("/signed-out")
@public
def left() -> ResponseReturnValue:
    """That it is done."""
    return render_template("accounts/signed_out.html")


def start(entered: Entered) -> Response:
    """Answer a sign-in: the session's cookie, a fresh form cookie, and on to where they wanted to go."""
    response = make_response(redirect(own_path(entered.next_path) or "/", 303))
    form_cookie.clear()
    put_cookie(response, entered.secret)
    return response


def end_present(session: Session, *, at: datetime) -> None:
    """End the session that this browser is signed in with; somebody else may have ended it a moment ago."""
    identity: Identity | None = g.get("identity")
    if identity is None or identity.session_id is None:
        return
    try:
        end_session(session, by=identity, session_id=identity.session_id, at=at)
    except NotFoundError:
        return


def _who() -> str:
    return request.remote_addr or "unknown"


def _ask_page(form: AskForm) -> str:
    return render_template("accounts/ask.html", form=form)


def _spent_page() -> tuple[str, int]:
    error = LinkSpentError()
    return render_template("accounts/link_spent.html", sentence=error.sentence), error.status
