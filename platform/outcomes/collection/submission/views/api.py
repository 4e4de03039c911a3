"""How a return stands, as JSON: state, version, counts and what the caller may do now (F6, W7, L1)."""

from flask import Response, jsonify

from core.access import Permission, requires
from core.api_errors import api_error
from core.quarters import Quarter
from outcomes.collection.submission.find import find_current_version
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.obstacles import list_obstacles
from outcomes.collection.submission.queries import list_queries, unexplained
from outcomes.collection.submission.views.at_hand import looking
from outcomes.collection.submission.views.blueprint import returns_api


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


@returns_api.errorhandler(LockedError)
def locked(problem: LockedError) -> Response:
    """A lock has its own stable code (W8); every other error is answered as all of /api answers it."""
    return api_error(problem.status, problem.sentence, code=problem.lock.value)
