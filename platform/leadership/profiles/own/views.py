"""The pages of a leader's own profile: the newest round, any earlier one, all of them side by side, their tables."""

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.orm import Session

from charts.table import Table
from core.access import Identity, Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.profiles.attributes import CAVEAT, WORDS
from leadership.profiles.comments.shown import read_words
from leadership.profiles.find import list_own_rounds
from leadership.profiles.models import ProfileRound
from leadership.profiles.own.find import get_released, list_released, read_frozen
from leadership.profiles.own.pictures import history_of, radar_of, rows_of
from leadership.profiles.own.words import finding, gap_sentences

own_profile = Blueprint("own_profile", __name__)

RADAR = "radar"


@own_profile.get("/profile")
@requires(Permission.OWN_PROFILE)
def newest() -> str:
    """The leader's profile: the newest round with results, with the earlier ones beneath it."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        released = list_released(session, by=identity)
        if released:
            return _page(session, identity, released[0], released)
        rounds = list_own_rounds(session, by=identity)
    return render_template("profiles/no_profile.html", rounds=rounds)


@own_profile.get("/profile/results/<uuid:released_id>")
@requires(Permission.OWN_PROFILE)
def results(released_id: UUID) -> str:
    """The profile of one round with results."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        held = get_released(session, by=identity, round_id=released_id)
        return _page(session, identity, held, list_released(session, by=identity))


@own_profile.get("/profile/results/<uuid:released_id>.csv")
@requires(Permission.OWN_PROFILE)
def results_csv(released_id: UUID) -> Response:
    """The table behind the picture of one round."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        held = get_released(session, by=identity, round_id=released_id)
        chart = rows_of(read_frozen(session, by=identity, held=held))
    return csv_answer(chart.table, chart.filename)


@own_profile.get("/profile/history.csv")
@requires(Permission.OWN_PROFILE)
def history_csv() -> Response:
    """The table of all rounds; its headings alone while there is none."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        rounds = [read_frozen(session, by=identity, held=each) for each in list_released(session, by=identity)]
    table = history_of(rounds).table if rounds else Table(("Attribute",), ())
    return csv_answer(table, "profile-history")


def csv_answer(table: Table, filename: str) -> Response:
    """A table as CSV that a spreadsheet opens as it is."""
    response = make_response(table.to_csv().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response


def _page(session: Session, identity: Identity, held: ProfileRound, released: list[ProfileRound]) -> str:
    frozen = read_frozen(session, by=identity, held=held)
    wants_radar = request.args.get("view") == RADAR
    earlier = [read_frozen(session, by=identity, held=each) for each in released]
    return render_template(
        "profiles/profile.html",
        held=held,
        frozen=frozen,
        finding=finding(frozen.shown),
        gaps=gap_sentences(frozen.shown),
        chart=radar_of(frozen) if wants_radar else rows_of(frozen),
        is_radar=wants_radar,
        history=history_of(earlier) if len(earlier) > 1 else None,
        words=read_words(session, by=identity, held=held, on=today()),
        released=released,
        newest=released[0],
        attributes=WORDS,
        caveat=CAVEAT,
    )
