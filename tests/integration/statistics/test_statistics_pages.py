"""The pages over HTTP: what they say, as at which date, to whom."""

import csv
import html
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from factories.statistics_register import add_register, place
from factories.tidy import ENGLAND, NORTH_EAST, looked_after, tidy
from fixtures.databases import Clone
from fixtures.product import environment_of
from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.access.identity import SYSTEM, Identity, Membership
from core.access.policy import Role
from core.runtime import runtime
from core.settings import Settings
from outcomes.evidence.statistics.store import import_statistics
from outcomes.evidence.statistics.views import published_statistics
from web.factory import create_app

EARLY, LATE = date(2023, 11, 16), date(2024, 11, 14)


def rate(code: str, year: int, value: str) -> dict[str, str]:
    return {**looked_after(rate=value), **place(code), "time_period": str(year)}


def country(year: int, value: str) -> dict[str, str]:
    return {**looked_after(rate=value), **ENGLAND, "time_period": str(year)}


def publish(clone: Clone) -> dict[str, int]:
    """501 with neighbours 502 to 511 (2025 model): 2022 and 2023 known early, 2022 restated and 2024 known late."""
    with clone.session() as session:
        codes = add_register(session)
        first = [rate("501", 2022, "69"), rate("501", 2023, "72"), country(2022, "68"), country(2023, "70")]
        second = [rate("501", 2022, "70"), rate("501", 2023, "72"), rate("501", 2024, "75")]
        second += [rate(str(code), 2024, str(code - 452)) for code in range(502, 511)]
        second += [rate("511", 2024, "c"), country(2024, "71"), {**country(2024, "77"), **NORTH_EAST}]
        second += [rate("502", 2022, "50")]
        for rows, released in ((first, EARLY), (second, LATE)):
            import_statistics(
                session, by=SYSTEM, content=tidy(rows), file_name=f"{released}.csv", on=LATE, released=released
            )
        session.commit()
    return codes


Get = Callable[..., TestResponse]
SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))


@pytest.fixture(scope="module")
def get(
    make_clone: Callable[[], Iterator[Clone]],
    lend_valkey: Callable[[], Iterator[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Get]:
    """Read a page as the support team, or as the lead of an authority. One product for all: these pages only read."""
    with contextmanager(make_clone)() as clone, contextmanager(lend_valkey)() as valkey:
        codes = publish(clone)
        mail = tmp_path_factory.mktemp("mail")
        app = create_app(Settings.from_environment(environment_of(clone, valkey, mail)))
        if published_statistics.name not in app.blueprints:
            app.register_blueprint(published_statistics)
        reader = {"identity": SUPPORT}
        app.before_request(lambda: setattr(g, "identity", reader["identity"]))
        client: FlaskClient = app.test_client()

        def get_page(address: str, lead_of: str | None = None) -> TestResponse:
            held = Membership(Role.LEAD, codes[lead_of], lead_of) if lead_of else None
            reader["identity"] = Identity(None, "Lead", frozenset({held})) if held else SUPPORT
            return client.get(address)

        yield get_page
        with app.app_context():
            runtime().engine.dispose()


def words(response: TestResponse) -> str:
    return html.unescape(" ".join(response.text.split()))


def test_the_page_of_one_indicator_shows_line_table_neighbours_and_england(get: Get):
    page = get("/authorities/501/statistics/CLA_RATE")
    assert page.status_code == 200
    told = words(page)
    assert "Testshire 1: 75 per 10,000 children, 31 March 2024; neighbours' median 54 (9 of 10), England 71." in told
    assert 'role="img"' in told
    assert "<svg" in told
    assert "median of 9 of 10, 2025 model" in told
    assert "Children looked after in England including adoptions, 2024 release" in told
    assert "released 14 November 2024: " in told
    for cell in ("Mar 2024", "75", "+3", "54 (9 of 10)", "77", "71", "2024 release, line 4"):
        assert f">{cell}</" in told, cell


def test_as_at_shows_what_was_published_then(get: Get):
    now = words(get("/authorities/501/statistics/CLA_RATE"))
    then = words(get("/authorities/501/statistics/CLA_RATE?as_at=2024-11-13"))
    assert "You see what was known on <strong>13 November 2024</strong>" in then
    assert "Mar 2024" not in then
    assert '">69</td>' in then
    assert '">69</td>' not in now
    assert '">70</td>' in now
    nothing = words(get("/authorities/501/statistics/CLA_RATE?as_at=2020-01-01"))
    assert "No figure for Testshire 1 was published by 1 January 2020." in nothing


def test_a_change_is_shown_only_between_periods_that_adjoin(get: Get):
    told = words(get("/authorities/502/statistics/CLA_RATE"))
    rows = told.split("<tbody")[1]
    assert "\u2013" in rows.split("Mar 2024")[1].split("</tr>")[0]


def test_the_summary_draws_the_leading_indicators_with_their_table_and_csv(get: Get):
    told = words(get("/authorities/501/statistics"))
    assert told.count('class="app-figure"') == 1  # of the four only children looked after is published here
    assert "Children looked after: 75 in Mar 2024, up 3" in told
    assert "median of 9 of 10, 2025 model" in told
    assert 'href="/authorities/501/statistics/CLA_RATE.csv"' in told
    assert "<svg" not in words(get("/authorities/501/statistics?as_at=2001-01-01")).split("<main")[1]


def test_the_page_of_an_authority_without_leaders_on_record_draws_what_is_published(get: Get):
    told = words(get("/authorities/501"))
    assert told.count('class="app-figure"') == 1
    assert "Children looked after: 75 in Mar 2024, up 3" in told
    assert "median of 9 of 10, 2025 model" in told
    assert "/authorities/501/statistics/CLA_RATE.csv?as_at=" in told
    assert "Children looked after: 70" not in told
    assert "<svg" not in words(get("/authorities/501?as_at=2001-01-01")).split("<main")[1]


def test_switching_the_model_changes_stamp_and_number_together(get: Get):
    told = words(get("/authorities/501/statistics/CLA_RATE?model=2021"))
    assert "median of 8 of 10, 2021 model" in told
    assert "54.5" not in told
    assert "55 (8 of 10)" in told or "54 (8 of 10)" in told
    assert get("/authorities/501/statistics/CLA_RATE?model=1999").status_code == 404


def test_the_csv_holds_every_figure_with_its_cell(get: Get):
    answer = get("/authorities/501/statistics/CLA_RATE.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["value"] for row in rows] == ["70", "72", "75"]
    last = rows[-1]
    assert (last["file"], last["line"], last["column"]) == ("2024-11-14.csv", "4", "rate_per_10000")
    assert (last["neighbours_median"], last["neighbours_used"], last["neighbours_of"]) == ("54", "9", "10")
    assert (last["country_value"], last["region_value"], last["numerator"], last["denominator"]) == (
        "71",
        "77",
        "400",
        "66667",
    )
    assert (last["released_on"], last["release_date_basis"]) == ("2024-11-14", "given")


def test_the_summary_lists_indicators_with_figures_and_links(get: Get):
    told = words(get("/authorities/501/statistics"))
    assert "1 indicator has published figures of Testshire 1." in told
    assert 'href="/authorities/501/statistics/CLA_RATE"' in told
    assert "54 (9 of 10)" in told
    kept = words(get("/authorities/501/statistics?as_at=2024-11-13"))
    assert 'href="/authorities/501/statistics/CLA_RATE?as_at=2024-11-13"' in kept


def test_an_authority_without_figures_says_what_will_appear(get: Get):
    told = words(get("/authorities/512/statistics"))
    assert "will appear here, each with its neighbours and England" in told
    assert get("/authorities/512/statistics/CLA_RATE").status_code == 200


@pytest.mark.parametrize("day", ["31/03/2024", "2199-01-01", "1066-01-01"])
def test_a_day_that_cannot_be_shown_is_explained_beside_its_box(get: Get, day: str):
    page = get(f"/authorities/501/statistics/CLA_RATE?as_at={day}")
    assert page.status_code == 200
    assert 'id="as_at-error"' in page.text


@pytest.mark.parametrize("path", ["", "/CLA_RATE", "/CLA_RATE.csv"])
def test_a_lead_reads_their_own_authority_and_no_other(get: Get, path: str):
    assert get(f"/authorities/501/statistics{path}", lead_of="501").status_code == 200
    other = get(f"/authorities/502/statistics{path}", lead_of="501")
    unknown = get(f"/authorities/999/statistics{path}", lead_of="501")
    assert other.status_code == unknown.status_code == 404


@pytest.mark.parametrize("path", ["NO_SUCH", "CHILDREN_0_17", "NO_SUCH.csv"])
def test_what_is_no_indicator_is_not_found(get: Get, path: str):
    assert get(f"/authorities/501/statistics/{path}").status_code == 404
