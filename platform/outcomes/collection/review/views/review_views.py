"""Reviewing one return: the checklist on the left; changes, queries and the three deeds on the right (W11)."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Permission, requires
from core.errors import ConflictError, NotFoundError
from core.quarters import Quarter
from outcomes.collection.check.preview import change_of
from outcomes.collection.check.result import Change
from outcomes.collection.due.expected import list_items
from outcomes.collection.due.window import Lock
from outcomes.collection.people import names_of
from outcomes.collection.review.approve import UnresolvedError, approve
from outcomes.collection.review.at_hand import LONGEST_REASON, SHORTEST_REASON, ReviewError
from outcomes.collection.review.changed import ChangedFigure, changed_figures
from outcomes.collection.review.checklist import Checklist, Entry, checklist_of
from outcomes.collection.review.reopen import reopen
from outcomes.collection.review.sections import section_words, sections_in_words, sections_of
from outcomes.collection.review.send_back import send_back
from outcomes.collection.review.views.blueprint import reviews
from outcomes.collection.submission.find import figures_of, get_version, list_versions
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.queries import list_queries
from outcomes.collection.submission.states import IN_REVIEW, State
from outcomes.collection.submission.views.at_hand import AtHand, doing, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER
from outcomes.collection.submission.views.problems import Problem, Problems
from outcomes.collection.submission.views.words import ChangeRow, change_row, figure_words, file_words, name_of

NOT_YOURS = "There is no such page, or it is not yours to see."
LONGEST_NUMBER = 7
PAGES = {
    "check": "returns.check",
    "version": "returns.version",
    "returns": "returns.tasks",
}


@reviews.get(f"{OF_QUARTER}/review")
@requires(Permission.RETURN_REVIEW)
def review(code: str, quarter: Quarter) -> str:
    """The checklist, what changed, the queries, and what can be done now."""
    with looking(code, quarter) as at:
        return _page(at, Problems())


@reviews.post(f"{OF_QUARTER}/approve")
@requires(Permission.RETURN_REVIEW)
def approve_return(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Approve the version that the page was drawn for; the checklist is drawn up again first."""

    def deed(at: AtHand) -> None:
        approve(at.session, by=at.by, submission=_submission(at), version=_version(), at=at.at, on=at.on)

    said = (
        f"Approved. The figures for {quarter} count from today and stand on the pages of the authority. Its leads get "
        "an email. If a figure must change, reopen the return."
    )
    return _do(code, quarter, deed, said)


@reviews.post(f"{OF_QUARTER}/send-back")
@requires(Permission.RETURN_REVIEW)
def send_back_return(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Send the return back, naming sections and the reason."""
    sections = request.form.getlist("sections")

    def deed(at: AtHand) -> None:
        send_back(
            at.session,
            by=at.by,
            submission=_submission(at),
            version=_version(),
            reason=request.form.get("reason", ""),
            sections=sections,
            at=at.at,
            on=at.on,
        )

    said = f"Sent back. The leads get an email with your reason and these sections: {sections_in_words(sections)}."
    return _do(code, quarter, deed, said)


@reviews.post(f"{OF_QUARTER}/reopen")
@requires(Permission.RETURN_REVIEW)
def reopen_return(code: str, quarter: Quarter) -> ResponseReturnValue:
    """Let an approved return be changed again."""

    def deed(at: AtHand) -> None:
        reopen(
            at.session,
            by=at.by,
            submission=_submission(at),
            version=_version(),
            reason=request.form.get("reason", ""),
            at=at.at,
            on=at.on,
        )

    said = "Reopened. The leads get an email with your reason. What was approved counts until the next approval."
    return _do(code, quarter, deed, said)


def _do(code: str, quarter: Quarter, deed: Callable[[AtHand], None], said: str) -> ResponseReturnValue:
    """One deed in one transaction; what stands in its way is said on the page, which keeps what was typed."""
    problems, status = Problems(), 422
    try:
        with doing(code, quarter) as at:
            deed(at)
    except UnresolvedError:
        problems.found.append(Problem("must", "Resolve what stands first: the checklist was drawn up again just now."))
    except ReviewError as error:
        problems.found += [Problem(each.field, each.sentence) for each in error.missing]
    except ConflictError as error:
        if not request.form.get("reason"):
            raise
        problems.form_errors.append(error.sentence)
        status = error.status
    else:
        flash(said)
        return redirect(url_for("reviews.review", code=code, quarter=quarter), 303)
    with looking(code, quarter) as at:
        return _page(at, problems), status


def _page(at: AtHand, problems: Problems) -> str:
    submission = _submission(at)
    version = get_version(at.session, at.authority, submission, submission.version)
    figures = figures_of(at.session, version)
    checklist = _checklist(at, submission)
    changed = changed_figures(at.session, at.authority, at.collection, submission, at.standing)
    kept = list_versions(at.session, at.authority, submission)[0]
    submitted = next((event for event in reversed(at.standing.events) if event.kind == "submitted"), None)
    queries = list_queries(at.session, at.authority, submission, at.on)
    given = (query.explanation.given_by_id for query in queries if query.explanation)
    return render_template(
        "reviews/review.html",
        at=at,
        form=problems,
        kept=kept,
        submitted=submitted,
        in_review=at.state in IN_REVIEW,
        must=[(entry, _href(at, entry, str(kept.check.id))) for entry in checklist.must],
        forgotten=[(entry, _href(at, entry, str(kept.check.id))) for entry in checklist.may],
        clear=checklist.clear,
        changed=changed,
        rows=[(_row(each), each) for each in changed.figures],
        queries=queries,
        sections=sections_of([*list_items(at.session, at.collection), *figures]),
        ticked=request.form.getlist("sections"),
        typed=request.form.get("reason", ""),
        people=names_of(at.session, [*given, *(event.by_id for event in at.standing.events)]),
        name_of=name_of,
        section_words=section_words,
        figure_words=figure_words,
        file_words=file_words,
        shortest=SHORTEST_REASON,
        longest=LONGEST_REASON,
        shut=_shut(at),
    )


def _shut(at: AtHand) -> bool:
    """Whether the last day has passed, so that its leads could not mend a return that they get back."""
    return at.standing.window.lock_on(at.on, State.RETURNED) in {Lock.DEADLINE_PASSED, Lock.PROGRAMME_CLOSED}


def _checklist(at: AtHand, submission: Submission) -> Checklist:
    if at.state not in IN_REVIEW:
        return Checklist((), ())
    return checklist_of(
        at.session,
        by=at.by,
        authority=at.authority,
        collection=at.collection,
        submission=submission,
        standing=at.standing,
        on=at.on,
    )


def _href(at: AtHand, entry: Entry, check_id: str) -> str:
    """Where an entry of the checklist leads."""
    more: dict[str, Any] = {"check_id": check_id} if entry.page == "check" else {}
    if entry.page == "version":
        more = {"number": at.version}
    page = "" if entry.page == "review" else at.url(PAGES[entry.page], **more)
    return f"{page}#{entry.anchor}" if entry.anchor else page


def _row(each: ChangedFigure) -> ChangeRow:
    if each.after is None:
        return change_row(Change(each.indicator, "cleared", each.before, None))
    return change_row(change_of(each.indicator, each.before, each.after))


def _submission(at: AtHand) -> Submission:
    """The return, if there is anything to review in it."""
    if at.submission is None or at.version == 0:
        raise NotFoundError(NOT_YOURS)
    return at.submission


def _version() -> int:
    """The version that the page was drawn for; nonsense is no version at all."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else -1
