"""The page of an authority's timeline, and its table as a file."""

from flask import Blueprint, Response, make_response, render_template

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading
from dashboards.timeline.picture import timeline_of
from leadership.register.views.asked import NAME, day_asked

timeline = Blueprint("timeline", __name__)


@timeline.get("/authorities/<code>/timeline", endpoint="timeline")
@requires(Permission.LEADERSHIP_READ)
def page(code: str) -> str:
    """Every post over the whole time on record, as known on a day."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = timeline_of(session, by=identity, authority=authority, on=asked.day, today=asked.today)
    return render_template(
        "timeline/timeline.html",
        authority=authority,
        chart=found.chart if found else None,
        lead=found.sentence if found else "No post of this authority is on record yet.",
        as_at=asked.day,
        today=asked.today,
        problem=asked.problem,
        past=asked.past,
        known_name=NAME,
    )


@timeline.get("/authorities/<code>/timeline.csv")
@requires(Permission.LEADERSHIP_READ)
def timeline_csv(code: str) -> Response:
    """The table of the timeline as a file."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = timeline_of(session, by=identity, authority=authority, on=asked.day, today=asked.today)
    if found is None:
        raise NotFoundError("No leadership post of this authority is on record, so there is no table of them.")
    chart = found.chart
    response = make_response(chart.to_csv().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{chart.filename}.csv"'
    return response
