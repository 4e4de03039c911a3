"""The pages and files of aggregates: an authority's for its leads, the programme's for the support team."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.errors import NotFoundError
from core.transaction import reading
from leadership.profiles.aggregates.find import Shown, find_authority, list_of_programme
from leadership.profiles.aggregates.picture import COLUMNS, chart_of, table_of
from leadership.profiles.release.aggregate import AUTHORITY, PROGRAMME

profile_aggregates = Blueprint("profile_aggregates", __name__)


@profile_aggregates.get("/authorities/<code>/profile")
@requires(Permission.AUTHORITY_PROFILE_READ)
def authority(code: str) -> str:
    """How raters see the leaders of one authority together."""
    with reading(current_identity().scope()) as session:
        held = authority_by_code(session, code)
        shown = find_authority(session, held)
    return render_template(
        "profiles/authority_aggregate.html",
        authority=held,
        shown=shown,
        chart=chart_of(shown, "leadership-profile"),
        table=table_of(shown),
        minimum=AUTHORITY,
    )


@profile_aggregates.get("/authorities/<code>/profile.csv")
@requires(Permission.AUTHORITY_PROFILE_READ)
def authority_csv(code: str) -> Response:
    """Its table as a file."""
    with reading(current_identity().scope()) as session:
        shown = find_authority(session, authority_by_code(session, code))
    return _file([shown], f"leadership-profile-{code}")


@profile_aggregates.get("/api/authorities/<code>/profile")
@requires(Permission.AUTHORITY_PROFILE_READ)
def authority_json(code: str) -> Response:
    """The same as JSON."""
    with reading(current_identity().scope()) as session:
        shown = find_authority(session, authority_by_code(session, code))
    return jsonify(authority=code, **_plain(shown))


@profile_aggregates.get("/profile-aggregates")
@requires(Permission.PROGRAMME_PROFILE_READ)
def programme() -> str:
    """How raters see the leaders of the programme and of each innovation; of no smaller part."""
    _refuse_filters()
    with reading(current_identity().scope()) as session:
        found = list_of_programme(session)
    return render_template(
        "profiles/programme_aggregates.html",
        found=[(shown, chart_of(shown, shown.name.replace(":", "-").replace("_", "-"))) for shown in found],
        minimum=PROGRAMME,
    )


@profile_aggregates.get("/profile-aggregates.csv")
@requires(Permission.PROGRAMME_PROFILE_READ)
def programme_csv() -> Response:
    """All of it as one file."""
    _refuse_filters()
    with reading(current_identity().scope()) as session:
        found = list_of_programme(session)
    return _file(found, "leadership-profiles")


@profile_aggregates.get("/api/profile-aggregates")
@requires(Permission.PROGRAMME_PROFILE_READ)
def programme_json() -> Response:
    """The same as JSON."""
    _refuse_filters()
    with reading(current_identity().scope()) as session:
        found = list_of_programme(session)
    return jsonify(aggregates=[{"name": shown.name, **_plain(shown)} for shown in found])


def _refuse_filters() -> None:
    """A figure by region, role or day does not exist; saying of whom it would be would tell (14.3, case 14)."""
    if request.args:
        raise NotFoundError("Figures are released for the programme and for each innovation, and for no smaller part.")


def _plain(shown: Shown) -> dict[str, Any]:
    """Keys and their number are the same whether shown or hidden."""
    table = table_of(shown)
    names = ("attribute", "mean", "interval_from", "interval_to", "leaders", "raters")
    return {
        "released_on": None if shown.released_on is None else shown.released_on.isoformat(),
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }


def _file(found: Sequence[Shown], filename: str) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Leaders of", *COLUMNS))
    for shown in found:
        writer.writerows((shown.title, *row) for row in table_of(shown).rows)
    response = make_response(out.getvalue().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response
