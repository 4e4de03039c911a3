"""The programme summary: what DfE viewers read, and what the support team publishes."""

import csv
import io
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from charts.chart import Chart
from charts.expected_changes import Expectation, expected_changes
from charts.table import Table
from core.access import Permission, current_identity, requires
from core.clock import now
from core.errors import NotFoundError
from core.transaction import reading, transaction
from disclosure.counts import ROUNDS_TO_ZERO, shown, shown_total
from reports.publication.content import OutcomeCell, Summary
from reports.publication.publish import count_outdated, find_published, list_drafts, publish, summary_of

summary_pages = Blueprint("summary", __name__)

ROLE_OF_PUBLISHER = "the programme support team"


@summary_pages.get("/programme")
@requires(Permission.SUMMARY_READ)
def summary() -> str:
    """The newest published summary; drafts too for those who may publish."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        found = find_published(session)
        content = summary_of(found) if found is not None else None
        publishes = identity.may(Permission.SUMMARY_PUBLISH)
        drafts = list_drafts(session) if publishes else []
        return render_template(
            "summary/summary.html",
            publication=found,
            summary=content,
            stage_table=stage_table(content) if content else None,
            band_table=band_table(content) if content else None,
            outcome_table=outcome_table(content) if content else None,
            profile_table=profile_table(content) if content else None,
            chart=expected_chart(content) if content else None,
            hidden_note=hidden_note(content) if content else None,
            drafts=[_Draft(draft.id, summary_of(draft)) for draft in drafts],
            outdated=count_outdated(session) if publishes else 0,
        )


@summary_pages.get("/programme.csv")
@requires(Permission.SUMMARY_READ)
def csv_file() -> Response:
    """The tables of the published summary as one CSV file."""
    with reading(current_identity().scope()) as session:
        found = find_published(session)
        if found is None:
            raise NotFoundError("No summary has been published yet.")
        content = summary_of(found)
    out = io.StringIO()
    writer = csv.writer(out)
    tables = (stage_table(content), outcome_table(content), band_table(content), profile_table(content))
    for table in filter(None, tables):
        writer.writerow(table.columns)
        writer.writerows(table.rows)
        writer.writerow([])
    writer.writerow([hidden_note(content)])
    response = make_response(out.getvalue().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="programme-{content.landmark.isoformat()}.csv"'
    return response


@summary_pages.post("/programme/drafts/<uuid:publication_id>/publish")
@requires(Permission.SUMMARY_PUBLISH)
def publish_draft(publication_id: UUID) -> ResponseReturnValue:
    """Publish a draft under one's own name."""
    with transaction(current_identity().scope()) as session:
        publish(session, by=current_identity(), publication_id=publication_id, published_as=ROLE_OF_PUBLISHER, at=now())
    flash("The summary is published. DfE viewers see it from now on.")
    return redirect(url_for("summary.summary"))


def expected_chart(content: Summary) -> Chart:
    """Expected changes of the whole programme beside last year's; no part of it stands alone."""
    low, high = min(content.low, content.expected), max(content.high, content.expected)
    return expected_changes(
        [Expectation("Programme", content.posts, content.expected, low, high, content.last_year_changes)],
        title=f"Expect {content.expected:.0f} changes in 12 months; last year there were {content.last_year_changes}",
        caption=f"Leadership as known on {content.landmark.day} {content.landmark:%B %Y}. A change is a change of the "
        "person in a post; the interval holds 8 times in 10."
        + (" The number of posts is to the nearest 10." if content.rounds else ""),
        filename="expected-changes",
    )


def stage_table(content: Summary) -> Table:
    """Authorities by innovation and stage."""
    rows = tuple(
        (line.innovation, *(_cell(count) for count in line.counts), _cell(line.total)) for line in content.stages
    )
    return Table(("Innovation", *content.stage_names, "All"), rows)


def band_table(content: Summary) -> Table:
    """Posts by role and band, small numbers hidden and totals over them rounded."""
    rows = tuple(
        (line.role, *(_cell(count) for count in line.counts), shown_total(line.total, line.counts))
        for line in content.bands
    )
    totals = (shown_total(total, content.column(place)) for place, total in enumerate(content.column_totals))
    total = ("All", *totals, "") if content.column_totals else None
    return Table(("Role", *content.band_names, "All"), (*rows, total) if total else rows)


def hidden_note(content: Summary) -> str:
    """What the table's signs mean: on the page and in the file alike."""
    note = "c stands for a number too small to show, or one that would give such a number away."
    if any(cell.rounded for row in content.outcomes for cell in row.cells):
        note += (
            " A count of children over a member's count of 1 to 5 is to the nearest 10; k stands for one that rounds"
            " to 0."
        )
    if content.rounds:
        note += (
            " A total of posts with a c in its row or column is to the nearest 10, and so is the number of posts;"
            " k stands for a total that rounds to 0."
        )
    return note


def outcome_table(content: Summary) -> Table | None:
    """What the members counted, by quarter and over the year; None where too few have four quarters."""
    if not content.outcomes:
        return None
    rows = tuple((row.name, row.authorities, *map(_outcome, row.cells)) for row in content.outcomes)
    return Table(("What was counted", "Authorities", *content.quarter_names, "Year"), rows)


def _outcome(cell: OutcomeCell) -> int | str:
    if cell.rounded and cell.count == 0:
        return ROUNDS_TO_ZERO
    return _cell(cell.count)


def profile_table(content: Summary) -> Table | None:
    """How raters see the programme's leaders, in bands of half a point; None where the summary has none."""
    if not content.profile:
        return None
    rows = tuple((band.attribute, f"{band.low:.1f} to {band.high:.1f}") for band in content.profile)
    return Table(("Attribute of leadership", "Mean of raters, from 1 to 5"), rows)


def _cell(count: int | None) -> int | str:
    """A number where it may be seen, so that the page aligns its column as numbers; else the token."""
    return shown(None) if count is None else count


class _Draft:
    """A draft with its id, for the page that lists it."""

    def __init__(self, draft_id: UUID, content: Summary) -> None:
        self.id = draft_id
        self.landmark = content.landmark
        self.expected = content.expected
        self.posts = content.posts
