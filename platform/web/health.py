"""Alive, and able to work: two addresses for whatever watches over the processes."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from core.access import public
from core.clock import now
from core.database import database_answers
from core.outbox import oldest_unsent
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading
from web.schema import expected_revision

health = Blueprint("health", __name__)

OUTBOX_LIMIT = timedelta(seconds=60)


@health.get("/livez")
@public
def live() -> Response:
    """The process answers; nothing else is asked."""
    return jsonify(status="alive")


@health.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """The database answers under a role without power, its schema is this code's, and the outbox is moving."""
    problems = _problems()
    return jsonify(status="not ready" if problems else "ready", problems=problems), 503 if problems else 200


def _problems() -> list[str]:
    held = runtime()
    try:
        answers: dict[str, Any] = database_answers(held.engine)
        with reading(Scope.NOTHING) as session:
            waiting_since = oldest_unsent(session)
    except SQLAlchemyError:
        return ["The database does not answer."]
    problems = []
    if answers["role"] != held.process.database_role or answers["all_powerful"]:
        problems.append("The database role is not the restricted one of this process.")
    if answers["revision"] != expected_revision():
        problems.append("The database schema is not the one of this code: run alembic upgrade head.")
    if waiting_since is not None and now() - waiting_since > OUTBOX_LIMIT:
        problems.append("Messages have waited in the outbox for over a minute: is a worker with beat running?")
    return problems
