"""The support team's list of moves between authorities, and the confirmation that two ends are one person's move."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading, transaction
from leadership.moves.find import YEARS, list_held, list_moves, list_several
from leadership.moves.link import link_move
from leadership.register.errors import LeadershipError
from leadership.register.models import Tenure

moves = Blueprint("moves", __name__)
A_PAGE = 25
NOT_YOURS = "There is no such page, or it is not yours to see."


@moves.get("/moves")
@requires(Permission.SUCCESSION_REPORT_READ)
def overview() -> str:
    """Who moved from one authority to another, what looks like a move, and who holds several posts."""
    on = today()
    with reading(current_identity().scope()) as session:
        held = list_held(session, since=on - YEARS, several=True)
        found = list_moves(session, on, held)
        several = list_several(held, on)
    shared = [posts for posts in several if len({each.authority.id for each in posts}) > 1]
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "leadership/moves.html",
        moves=found,
        shown=found[(number - 1) * A_PAGE : number * A_PAGE],
        number=number,
        pages=pages,
        shared=shared,
        several=several,
    )


@moves.post("/moves/confirm")
@requires(Permission.SUCCESSION_REPORT_READ)
def confirm() -> ResponseReturnValue:
    """Say that an end and a start are one person's move; each authority gets its half."""
    identity = current_identity()
    try:
        with transaction(identity.scope()) as session:
            left, joined = (session.get(Tenure, _id(name)) for name in ("left", "joined"))
            if left is None or joined is None:
                raise NotFoundError(NOT_YOURS)
            link_move(session, by=identity, left=left, joined=joined)
        flash("The two are on record as one person's move. Each authority sees its own half.")
    except LeadershipError as error:
        flash(error.sentence)
    return redirect(url_for("moves.overview", page=request.form.get("page", type=int)), 303)


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError as error:
        raise NotFoundError(NOT_YOURS) from error
