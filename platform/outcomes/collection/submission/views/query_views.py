"""Explaining the queries of the current version, with what was said before offered beside each."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.quarters import Quarter
from outcomes.collection.people import names_of
from outcomes.collection.submission.explain import LONGEST, SHORTEST, ExplanationError, OtherVersionError
from outcomes.collection.submission.queries import Query, list_queries, unexplained
from outcomes.collection.submission.views.at_hand import AtHand, doing, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER, returns
from outcomes.collection.submission.views.boxes import explain_typed
from outcomes.collection.submission.views.forms import BareForm
from outcomes.collection.submission.views.problems import Problem, Problems
from outcomes.collection.submission.views.words import figure_words, name_of, place_words

USE = "use"
DRAFT = "draft"
LONGEST_NUMBER = 7


@returns.get(f"{OF_QUARTER}/queries")
@requires(Permission.RETURN_READ)
def queries(code: str, quarter: Quarter) -> str:
    """Every query with its text box. `?use=box.draft` or `box.1` puts words said before into the box, unsaved."""
    with looking(code, quarter) as at:
        found = list_queries(at.session, at.authority, at.submission, at.on)
        return _page(at, found, Problems(), _texts(found, request.args.get(USE, "")))


@returns.post(f"{OF_QUARTER}/queries")
@requires(Permission.RETURN_WRITE)
def explain_queries(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Store every box that has words in it; one that is too short stores none.

    Words that were written about the figures of an earlier version are kept in their boxes and not stored: whoever
    wrote them looks at the figures that count now first.
    """
    problems, status = Problems(), 422
    try:
        with doing(code, quarter) as at:
            version = _require_version(at)
            found = list_queries(at.session, at.authority, at.submission, at.on)
            explain_typed(at, found, version)
            at.session.flush()  # what was just explained is read back
            left = len(unexplained(list_queries(at.session, at.authority, at.submission, at.on)))
    except ExplanationError as error:
        problems.found.append(Problem(error.box, error.sentence))
    except OtherVersionError as error:
        problems.form_errors.append(error.sentence)
        status = error.status
    else:
        flash(_said(left))
        return redirect(url_for("returns.tasks" if not left else "returns.queries", code=code, quarter=quarter), 303)
    with looking(code, quarter) as at:
        found = list_queries(at.session, at.authority, at.submission, at.on)
        typed = {query.box: request.form.get(query.box, "") for query in found}
        return _page(at, found, problems, typed), status


def _require_version(at: AtHand) -> int:
    """The version that the page was drawn for, if it is the one that counts; nonsense is no version at all."""
    text = request.form.get("version", "")
    version = int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else -1
    if version != at.version:
        raise OtherVersionError(at.version)
    return version


def _said(left: int) -> str:
    if left:
        return f"Your explanations are stored. {left} {'query waits' if left == 1 else 'queries wait'} for one."
    return "Every query is explained. Next: submit the return."


def _texts(found: list[Query], use: str) -> dict[str, str]:
    """What stands in each box: its explanation, or words that the reader asked to use again."""
    box, _, which = use.rpartition(".")
    texts = {query.box: query.explanation.text if query.explanation else "" for query in found}
    for query in found:
        if query.box != box:
            continue
        if which == DRAFT and query.draft is not None:
            texts[box] = query.draft.text
        elif which.isdecimal() and len(which) < LONGEST_NUMBER and 0 < int(which) <= len(query.offers):
            texts[box] = query.offers[int(which) - 1].text
    return texts


def _page(at: AtHand, found: list[Query], problems: Problems, texts: dict[str, str]) -> str:
    return render_template(
        "returns/queries.html",
        at=at,
        form=problems,
        token=BareForm(),
        queries=found,
        texts=texts,
        people=names_of(at.session, (query.explanation.given_by_id for query in found if query.explanation)),
        may_write=at.may.confirm,
        name_of=name_of,
        figure_words=figure_words,
        place_words=place_words,
        shortest=SHORTEST,
        longest=LONGEST,
    )
