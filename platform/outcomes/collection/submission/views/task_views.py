"""The page of one return: five steps, when it is due, which lock holds it, what happened so far."""

from dataclasses import dataclass

from flask import render_template
from sqlalchemy import select

from core.access import Permission, requires
from core.quarters import Quarter
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.models import FigureCheck
from outcomes.collection.people import names_of
from outcomes.collection.review.sections import sections_in_words
from outcomes.collection.submission.find import list_versions
from outcomes.collection.submission.obstacles import list_obstacles
from outcomes.collection.submission.queries import list_queries, unexplained
from outcomes.collection.submission.states import IN_REVIEW, Deed, State
from outcomes.collection.submission.views.at_hand import AtHand, looking
from outcomes.collection.submission.views.blueprint import OF_QUARTER, returns
from outcomes.collection.submission.views.words import due_sentence, file_words

EVENT_WORDS = {
    "confirmed": "Version {version} stored",
    "signed_off": "Version {version} signed off",
    "sign_off_declined": "Sign-off of version {version} declined",
    "submitted": "Version {version} submitted",
    "returned": "Version {version} sent back",
    "approved": "Version {version} approved",
    "reopened": "Version {version} reopened",
}
TONES = {
    State.NOT_STARTED: "neutral",
    State.IN_PROGRESS: "info",
    State.SUBMITTED: "info",
    State.RETURNED: "attention",
    State.RESUBMITTED: "info",
    State.APPROVED: "good",
    State.REOPENED: "attention",
}


@dataclass(frozen=True)
class Step:
    """One line of the task list, as macros/states.html draws it."""

    title: str
    href: str | None
    hint: str | None
    status: str
    tone: str


@returns.get(OF_QUARTER)
@requires(Permission.RETURN_READ)
def tasks(code: str, quarter: Quarter) -> str:
    """What to do next, and what has been done."""
    with looking(code, quarter) as at:
        versions = list_versions(at.session, at.authority, at.submission)
        people = names_of(at.session, (event.by_id for event in at.standing.events))
        submitted = next((each for each in reversed(at.standing.events) if each.kind == Deed.SUBMIT.event), None)
        receipt = next((kept for kept in versions if submitted and kept.version.number == submitted.version), None)
        back = at.standing.events[-1] if at.standing.events else None
        return render_template(
            "returns/tasks.html",
            at=at,
            due=due_sentence(at.collection.quarter, at.standing.window, at.on, at.state),
            steps=steps_of(at),
            versions=versions,
            file_words=file_words,
            receipt=receipt,
            submitted=submitted,
            back=back if back is not None and back.reason else None,
            people=people,
            events=list(reversed(at.standing.events)),
            event_words=EVENT_WORDS,
            sections_in_words=sections_in_words,
            reviewing=at.submission is not None and at.by.may(Permission.RETURN_REVIEW),
            tone=TONES[at.state],
        )


def steps_of(at: AtHand) -> list[Step]:
    """The task list of a return, also for the lead's first page."""
    steps = [_template(at), _upload(at), _mend(at), _explain(at)]
    if at.standing.needs_sign_off:
        steps.append(_sign(at))
    return [*steps, _submit(at)]


def _template(at: AtHand) -> Step:
    href = at.url("returns.template", kind="xlsx")
    return Step("Download the template", href, "Filled in with your last figures.", "Ready", "info")


def _upload(at: AtHand) -> Step:
    href = at.url("returns.upload") if at.may.confirm else None
    if at.version == 0:
        return Step("Upload your figures", href, "A CSV or XLSX file, or a form for one or two.", "To do", "neutral")
    return Step("Upload your figures", href, None, f"Version {at.version} stored", "good")


def _mend(at: AtHand) -> Step:
    check = at.session.scalar(
        select(FigureCheck)
        .where(FigureCheck.authority_id == at.authority.id, FigureCheck.collection_id == at.collection.id)
        .order_by(FigureCheck.made_at.desc())
        .limit(1)
    )
    if check is None:
        return Step("Mend errors", None, None, "Nothing yet", "neutral")
    href = at.url("returns.check", check_id=check.id)
    if check.outcome not in {"refused", "errors"}:
        return Step("Mend errors", href, None, "None left", "good")
    number = len(from_json(check.result).errors)
    status = f"{number} {'error' if number == 1 else 'errors'}" if number else "File not read"
    return Step("Mend errors", href, "In the file you uploaded last.", status, "attention")


def _explain(at: AtHand) -> Step:
    queries = list_queries(at.session, at.authority, at.submission, at.on)
    if not queries:
        return Step("Explain queries", None, None, "None" if at.version else "Nothing yet", "neutral")
    waiting = len(unexplained(queries))
    href = at.url("returns.queries")
    if waiting:
        return Step("Explain queries", href, None, f"{waiting} of {len(queries)} to explain", "attention")
    return Step("Explain queries", href, None, "All explained", "good")


def _sign(at: AtHand) -> Step:
    href = at.url("returns.sign") if at.version else None
    if at.standing.signed_off or at.state in {*IN_REVIEW, State.APPROVED}:
        return Step("Sign-off by your director", href, None, "Signed off", "good")
    if at.may.sign_off:
        return Step("Sign-off by your director", href, "That is you.", "Waits for you", "attention")
    return Step("Sign-off by your director", href, None, "Waits for your director", "neutral")


def _submit(at: AtHand) -> Step:
    if at.state in {*IN_REVIEW, State.APPROVED}:
        return Step("Submit", None, None, at.state.words, "good")
    obstacles = list_obstacles(at.session, at.authority, at.collection, at.standing, at.on)
    if obstacles:
        return Step("Submit", None, obstacles[0].sentence, "Cannot start yet", "neutral")
    href = at.url("returns.submit_return") if at.may.submit else None
    return Step("Submit", href, None, "Ready", "attention")
