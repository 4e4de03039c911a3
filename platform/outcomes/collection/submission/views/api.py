"""How a return stands, as JSON: state, version, counts and what the caller may do now (F6, W7, L1)."""

from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException

from core.access import Permission, SignInRequiredError, requires
from core.errors import DomainError
from core.quarters import Quarter
from outcomes.collection.submission.find import find_current_version
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.obstacles import list_obstacles
from outcomes.collection.submission.queries import list_queries, unexplained
from outcomes.collection.submission.views.at_hand import looking
from outcomes.collection.submission.views.blueprint import returns_api

CODES = {
    400: "not_understood",
    401: "sign_in_required",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    422: "not_acceptable",
    429: "too_many",
    503: "not_available",
}


@returns_api.get("/api/returns/<code>/<quarter:quarter>")
@requires(Permission.RETURN_READ)
def show(code: str, quarter: Quarter) -> Response:
    """The return as it stands for the caller."""
    with looking(code, quarter) as at:
        version = find_current_version(at.session, at.authority, at.submission)
        queries = list_queries(at.session, at.authority, at.submission, at.on)
        window = at.standing.window
        return jsonify(
            authority=at.authority.code,
            quarter=str(quarter),
            state=at.state.value,
            version=at.version,
            counts=None if version is None else version.counts,
            opens_on=window.opens_on.isoformat(),
            due_on=window.deadline.isoformat(),
            lock=None if at.standing.lock is None else at.standing.lock.value,
            lock_message=at.locked,
            timeliness=None if at.submission is None else at.submission.timeliness,
            queries=len(queries),
            unexplained=len(unexplained(queries)),
            obstacles=[
                each.sentence for each in list_obstacles(at.session, at.authority, at.collection, at.standing, at.on)
            ],
            may_confirm=at.may.confirm,
            may_sign_off=at.may.sign_off,
            may_submit=at.may.submit,
            may_return=at.may.send_back,
            may_approve=at.may.approve,
            may_reopen=at.may.reopen,
        )


def error(status: int, code: str, message: str, detail: Any = None) -> tuple[Response, int]:
    """Every error has the same four members."""
    return jsonify(code=code, message=message, path=request.path, detail=detail), status


@returns_api.errorhandler(DomainError)
def refused(problem: DomainError) -> tuple[Response, int]:
    """What the domain refuses; a lock has its own stable code."""
    code = problem.lock.value if isinstance(problem, LockedError) else CODES.get(problem.status, "refused")
    return error(problem.status, code, problem.sentence)


@returns_api.errorhandler(SignInRequiredError)
def unknown(problem: SignInRequiredError) -> tuple[Response, int]:
    """Nobody is signed in: an interface is not led to a page."""
    return error(problem.status, CODES[401], problem.sentence)


@returns_api.errorhandler(HTTPException)
def http(problem: HTTPException) -> tuple[Response, int]:
    """What the framework refuses."""
    status = problem.code or 500
    return error(status, CODES.get(status, "failed"), "This address does not work that way.")
