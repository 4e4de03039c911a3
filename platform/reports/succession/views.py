"""The support team's pages about succession in the programme: the report, exposure, the threshold of alerts."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from authorities.programme.members import list_members
from charts.words import day_in_words
from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.forms import show_refusal
from core.transaction import reading, transaction
from leadership.register.errors import LeadershipError
from leadership.succession.alert import find_threshold, list_alerts, mark_seen, set_threshold
from leadership.succession.exposure import WEIGHTS, WEIGHTS_VERSION
from leadership.succession.models import SuccessionIssue
from leadership.succession.overview import read_overviews
from leadership.succession.read_exposure import list_exposures
from leadership.succession.views.files import csv_answer
from leadership.succession.views.forms import ThresholdForm
from leadership.succession.views.grid import exposure_grid
from leadership.succession.views.read_views import exposure_sentence, exposure_table
from reports.succession.content import as_of_words, table_of
from reports.succession.issue import content_of, find_newest, get_issue, list_issues, make_issue
from reports.succession.summary import by_authority, first_to_see_to

succession_reports = Blueprint("succession_reports", __name__)
MOST_IN_GRID = 40


@succession_reports.get("/succession")
@requires(Permission.SUCCESSION_REPORT_READ)
def newest() -> str:
    """The last issue of the report, or how to make the first."""
    with reading(current_identity().scope()) as session:
        return _page(session, find_newest(session))


@succession_reports.post("/succession")
@requires(Permission.SUCCESSION_REPORT_READ)
def make() -> ResponseReturnValue:
    """Make a new issue from what is known today."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        made = make_issue(session, by=identity, on=today()).id
    flash(f"The report of {day_in_words(today())} is made. It is kept for twelve months, because it names people.")
    return redirect(url_for("succession_reports.issue", issue_id=made), 303)


@succession_reports.get("/succession/<uuid:issue_id>")
@requires(Permission.SUCCESSION_REPORT_READ)
def issue(issue_id: UUID) -> str:
    """One issue, as it was made."""
    with reading(current_identity().scope()) as session:
        return _page(session, get_issue(session, issue_id))


@succession_reports.get("/succession/<uuid:issue_id>.csv")
@requires(Permission.SUCCESSION_REPORT_READ)
def issue_csv(issue_id: UUID) -> Response:
    """The same as a file, with every field."""
    with reading(current_identity().scope()) as session:
        found = get_issue(session, issue_id)
        return csv_answer(table_of(content_of(found)), f"succession-report-{found.as_of.isoformat()}")


@succession_reports.get("/succession/exposure")
@requires(Permission.SUCCESSION_REPORT_READ)
def exposure() -> str:
    """All posts of the programme by chance and consequence, with the range of their ranks."""
    identity, on = current_identity(), today()
    with reading(identity.scope()) as session:
        members = list_members(session, on=on)
        overviews = read_overviews(session, by=identity, authorities=members, on=on)
        posts = list_exposures(session, [overviews[each.id] for each in members], on)
        held = [each for each in posts if each.expected is not None][:MOST_IN_GRID]
        return render_template(
            "succession/programme_exposure.html",
            lead=exposure_sentence(posts, with_authority=True),
            grid=exposure_grid(held, with_authority=True),
            most=MOST_IN_GRID,
            posts=posts,
            weights=WEIGHTS,
            version=WEIGHTS_VERSION,
        )


@succession_reports.get("/succession/exposure.csv")
@requires(Permission.SUCCESSION_REPORT_READ)
def exposure_csv() -> Response:
    """The exposure of all posts as a file."""
    identity, on = current_identity(), today()
    with reading(identity.scope()) as session:
        members = list_members(session, on=on)
        overviews = read_overviews(session, by=identity, authorities=members, on=on)
        posts = list_exposures(session, [overviews[each.id] for each in members], on)
        return csv_answer(exposure_table(posts), f"exposure-{on.isoformat()}")


@succession_reports.route("/succession/alerts", methods=["GET", "POST"])
@requires(Permission.SUCCESSION_REPORT_READ)
def alerts() -> ResponseReturnValue:
    """From which chance the team wants to be told, and the posts that have reached it."""
    form, identity = ThresholdForm(), current_identity()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                set_threshold(session, by=identity, percent=form.chance.data or 0, on=today())
        except LeadershipError as error:
            show_refusal(form, error)
        else:
            flash(f"From {form.chance.data}% on you are told, once for each post, when the next risk run has ended.")
            return redirect(url_for("succession_reports.alerts"), 303)
    with reading(identity.scope()) as session:
        threshold = find_threshold(session)
        if threshold is not None and not form.is_submitted():
            form.chance.data = round(threshold.chance * 100)
        page = render_template("succession/alerts.html", form=form, threshold=threshold, alerts=list_alerts(session))
    return page, 422 if form.is_submitted() else 200


@succession_reports.post("/succession/alerts/<uuid:crossing_id>/seen")
@requires(Permission.SUCCESSION_REPORT_READ)
def seen(crossing_id: UUID) -> ResponseReturnValue:
    """Take one post off the list."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        mark_seen(session, by=identity, crossing_id=crossing_id, at=now())
    flash("It is off the list. You are told again only if the chance falls below the level and rises again.")
    return redirect(url_for("succession_reports.alerts"), 303)


def _page(session: Session, found: SuccessionIssue | None) -> str:
    content = content_of(found) if found else None
    return render_template(
        "succession/report.html",
        issue=found,
        content=content,
        first=first_to_see_to(content) if content else [],
        summary=by_authority(content) if content else [],
        issues=list_issues(session),
        as_of=as_of_words(content) if content else None,
    )
