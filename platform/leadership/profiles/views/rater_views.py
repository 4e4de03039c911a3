"""The pages of somebody who came by a link, without an account."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.access import public
from core.clock import today
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.profiles.answer import store_answers
from leadership.profiles.errors import LinkNotOpenError
from leadership.profiles.link import RATE, hash_of
from leadership.profiles.rater import Rater, get_rater_by_link
from leadership.profiles.views.blueprint import rater_pages
from leadership.profiles.views.flow import Flow
from leadership.profiles.views.link_limits import count_nothing, count_use
from leadership.profiles.views.sheet import Sheet

LIMITED = "rate"


@rater_pages.get(f"{RATE}/<sealed>")
@public
def start(sealed: str) -> ResponseReturnValue:
    """What is asked and who will see what; opening it changes nothing, its button begins."""
    count_use(LIMITED, sealed)
    try:
        rater = _find(sealed)
    except LinkNotOpenError as error:
        return _not_open(error)
    return _flow(rater).start()


@rater_pages.post(f"{RATE}/<sealed>")
@public
def answer(sealed: str) -> ResponseReturnValue:
    """One step on: a question, the text, the check; the last one stores everything at once."""
    count_use(LIMITED, sealed)

    def send(sheet: Sheet) -> None:
        secret_hash = hash_of(sealed)
        with transaction(_scope(sealed)) as session:
            rater = get_rater_by_link(session, secret_hash=secret_hash, on=today())
            store_answers(session, rater=rater, answers=sheet.answers(), on=today())

    try:
        return _flow(_find(sealed)).answer(send)
    except LinkNotOpenError as error:
        return _not_open(error)


def _scope(sealed: str) -> Scope:
    """Nothing but the invitation that the link opens, whoever the browser is signed in as."""
    return Scope(frozenset(), invitation=hash_of(sealed))


def _find(sealed: str) -> Rater:
    with reading(_scope(sealed)) as session:
        return get_rater_by_link(session, secret_hash=hash_of(sealed), on=today())


def _flow(rater: Rater) -> Flow:
    return Flow(rater, request.form, runtime().settings)


def _not_open(error: LinkNotOpenError) -> tuple[str, int]:
    """One page for every link that opens nothing: it does not tell which of them ever did (14.3, case 9)."""
    count_nothing(LIMITED)
    return render_template("profiles/link_not_open.html", sentence=error.sentence), error.status
