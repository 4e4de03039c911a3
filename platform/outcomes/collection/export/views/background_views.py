"""Exports made in the background: ask for one, see how each stands, download it (L4)."""

from datetime import timedelta
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.attachment import attachment
from core.clock import now, today
from core.limits import count_or_refuse
from core.logs import logger
from core.transaction import reading, transaction
from outcomes.collection.export.ask import KINDS, request_export
from outcomes.collection.export.own import get_own_file, list_own_exports
from outcomes.collection.export.read import list_quarters
from outcomes.collection.export.span import read_span
from outcomes.collection.export.views.asked import read_day
from outcomes.collection.export.views.blueprint import figure_exports

RATE = "5 per hour"
# A file that is not there after so long waits for a worker; the page says so rather than nothing.
SLOW = timedelta(minutes=15)


@figure_exports.get("/exports")
@requires(Permission.FIGURES_READ)
def exports() -> str:
    """What the reader has asked for: being made, ready until a day, or failed with the reason."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        return render_template(
            "figures/exports.html",
            lines=list_own_exports(session, by=identity),
            quarters=list_quarters(session),
            kinds=KINDS,
            programme=identity.may(Permission.RETURN_REVIEW),
            now=now(),
            slow=SLOW,
            today=today(),
        )


@figure_exports.post("/exports")
@requires(Permission.RETURN_REVIEW)
def ask_for_programme() -> ResponseReturnValue:
    """Ask for the figures of every authority."""
    return _ask(None)


@figure_exports.post("/authorities/<code>/exports")
@requires(Permission.FIGURES_READ)
def ask_for_authority(code: str) -> ResponseReturnValue:
    """Ask for the figures of one authority."""
    return _ask(code)


@figure_exports.get("/exports/<uuid:export_id>/file")
@requires(Permission.FIGURES_READ)
def export_file(export_id: UUID) -> Response:
    """One's own file; anybody else's is no such page. Looking writes no audit: the request is on record."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        export = get_own_file(session, by=identity, export_id=export_id, at=now())
        content, name = export.body or b"", export.name or f"figures.{export.kind}"
    logger().info("figures.export_downloaded", export_id=str(export_id))
    return attachment(content, name)


def _ask(code: str | None) -> ResponseReturnValue:
    identity = current_identity()
    count_or_refuse(RATE, "figures.export", str(identity.account_id))
    as_at = read_day(request.form.get("as_at", "").strip())
    span = read_span(request.form.get("from", ""), request.form.get("to", ""))
    with transaction(identity.scope()) as session:
        authority = None if code is None else authority_by_code(session, code)
        kind = request.form.get("kind", "")
        request_export(session, by=identity, authority=authority, kind=kind, as_at=as_at, span=span, at=now())
    flash("Your file is being made. You get a letter when it is ready, and it stays on this page for seven days.")
    return redirect(url_for("figure_exports.exports"), 303)
