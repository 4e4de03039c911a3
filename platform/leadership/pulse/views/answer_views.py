"""The page of somebody who came by a link, without an account. Opening it changes nothing; its button sends."""

from flask import render_template
from flask.typing import ResponseReturnValue

from core.access import public
from core.clock import today
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.profiles.views.link_limits import count_nothing, count_use
from leadership.pulse.answer import Answerer, get_answerer, store_answers
from leadership.pulse.errors import PulseLinkNotOpenError
from leadership.pulse.link import ANSWER, hash_of
from leadership.pulse.views.blueprint import pulse_answers
from leadership.pulse.views.forms import AnswerForm

LIMITED = "team-pulse"


@pulse_answers.get(f"{ANSWER}/<sealed>")
@public
def ask(sealed: str) -> ResponseReturnValue:
    """Who will see what, and five questions."""
    count_use(LIMITED, sealed)
    try:
        return _page(_find(sealed), AnswerForm(formdata=None))
    except PulseLinkNotOpenError as error:
        return _not_open(error)


@pulse_answers.post(f"{ANSWER}/<sealed>")
@public
def send(sealed: str) -> ResponseReturnValue:
    """Store all five answers, or say which is missing."""
    count_use(LIMITED, sealed)
    form = AnswerForm()
    try:
        answerer = _find(sealed)
        if not form.validate_on_submit():
            return _page(answerer, form), 422
        with transaction(_scope(sealed)) as session:
            answerer = get_answerer(session, secret_hash=hash_of(sealed), on=today())
            store_answers(session, answerer=answerer, scores=form.scores(), on=today())
        return render_template("pulse/sent.html", held=answerer.round, authority=answerer.authority)
    except PulseLinkNotOpenError as error:
        return _not_open(error)


def _scope(sealed: str) -> Scope:
    """Nothing but what the link opens, whoever the browser is signed in as."""
    return Scope(frozenset(), invitation=hash_of(sealed))


def _find(sealed: str) -> Answerer:
    with reading(_scope(sealed)) as session:
        return get_answerer(session, secret_hash=hash_of(sealed), on=today())


def _page(answerer: Answerer, form: AnswerForm) -> str:
    return render_template("pulse/answer.html", form=form, held=answerer.round, authority=answerer.authority)


def _not_open(error: PulseLinkNotOpenError) -> tuple[str, int]:
    """One page for every link that opens nothing: it does not tell which of them ever did."""
    count_nothing(LIMITED)
    return render_template("profiles/link_not_open.html", sentence=error.sentence), error.status
