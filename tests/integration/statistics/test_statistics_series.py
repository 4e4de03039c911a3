from datetime import date
from decimal import Decimal

from factories.statistics_register import Import, place
from factories.tidy import ENGLAND, NORTH_EAST, authority, looked_after
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from outcomes.catalogue.indicators import get_indicator
from outcomes.catalogue.status import Status
from outcomes.evidence.statistics.periods import PeriodKind
from outcomes.evidence.statistics.position import get_position
from outcomes.evidence.statistics.resolve import Shown
from outcomes.evidence.statistics.series import find_joint_area, list_figures, list_many_figures, list_releases

EARLY, LATE = date(2023, 11, 16), date(2024, 11, 14)
BOTH = date(2026, 3, 2)


def shown(session: Session, code: str, area: str, as_at: date) -> dict[int, Shown]:
    figures = list_figures(session, get_indicator(code), [area], as_at=as_at)
    return {figure.period.end.year: figure for figure in figures.get(area, [])}


def rate(year: int, value: str, count: str = "400") -> dict[str, str]:
    return {**looked_after(rate=value, count=count), **place("501"), "time_period": str(year)}


def test_a_figure_is_shown_as_it_was_published_on_any_date(session: Session, load: Import):
    load([rate(2022, "69"), rate(2023, "72")], EARLY, "2023.csv")
    load([rate(2022, "70", "404"), rate(2023, "72"), rate(2024, "75")], LATE, "2024.csv")
    assert shown(session, "CLA_RATE", "501", EARLY.replace(day=15)) == {}
    then = shown(session, "CLA_RATE", "501", date(2024, 11, 13))
    assert {year: figure.text for year, figure in then.items()} == {2022: "69", 2023: "72"}
    assert then[2022].sources[0].file_name == "2023.csv"
    now = shown(session, "CLA_RATE", "501", LATE)
    assert {year: figure.text for year, figure in now.items()} == {2022: "70", 2023: "72", 2024: "75"}
    source = now[2022].sources[0]
    assert (source.file_name, source.line, source.column, source.released_on) == ("2024.csv", 2, "rate_per_10000", LATE)
    assert now[2022].count == 404


def test_the_order_of_imports_does_not_matter(session: Session, load: Import):
    load([rate(2022, "70")], LATE)
    load([rate(2022, "69")], EARLY)
    assert shown(session, "CLA_RATE", "501", BOTH)[2022].text == "70"
    assert shown(session, "CLA_RATE", "501", EARLY)[2022].text == "69"


def test_a_figure_suppressed_later_stays_suppressed(session: Session, load: Import):
    load([rate(2022, "69")], EARLY)
    load([rate(2022, "c", "c")], LATE)
    figure = shown(session, "CLA_RATE", "501", BOTH)[2022]
    assert (figure.value, figure.status, figure.text) == (None, Status.CONFIDENTIAL, "c")


def need(year: int, **columns: str) -> dict[str, str]:
    return {**columns, **place("501"), "time_period": str(year)}


def population(year: int, estimate: str) -> dict[str, str]:
    return need(year, age_group="Children aged 0 to 17 years", population_estimate=estimate)


def test_a_rate_that_a_newer_release_left_out_is_recomputed_and_marked(session: Session, load: Import):
    load([need(2022, At31_episodes="1000", At31_episodes_rate="330.1")], EARLY, "b1_old.csv")
    load([need(2022, At31_episodes="1010"), need(2023, At31_episodes="1020")], LATE, "b1_new.csv")
    load([population(2021, "30000"), population(2022, "30100")], LATE, "population.csv")
    before = shown(session, "CIN_RATE", "501", date(2024, 1, 1))
    assert {year: (figure.text, figure.derived) for year, figure in before.items()} == {2022: ("330.1", False)}
    now = shown(session, "CIN_RATE", "501", BOTH)
    assert {year: (figure.text, figure.derived) for year, figure in now.items()} == {
        2022: ("336.7", True),
        2023: ("338.9", True),
    }
    assert [source.file_name for source in now[2023].sources] == ["b1_new.csv", "population.csv"]
    assert (now[2023].count, now[2023].base) == (1020, 30100)


def test_nothing_is_recomputed_from_a_suppressed_count(session: Session, load: Import):
    load([need(2023, At31_episodes="c")], LATE)
    load([population(2022, "30100")], LATE, "population.csv")
    figure = shown(session, "CIN_RATE", "501", BOTH)[2023]
    assert (figure.value, figure.status, figure.derived) == (None, Status.CONFIDENTIAL, True)


def test_without_a_denominator_the_older_published_rate_stays(session: Session, load: Import):
    load([need(2022, At31_episodes="1000", At31_episodes_rate="330.1")], EARLY)
    load([need(2022, At31_episodes="1010"), need(2023, At31_episodes="1020")], LATE)
    now = shown(session, "CIN_RATE", "501", BOTH)
    assert {year: figure.text for year, figure in now.items()} == {2022: "330.1"}


def test_shares_are_recomputed_from_their_own_counts(session: Session, load: Import):
    load([need(2024, **{"ICPC": "80", "Duration_0-10_days": "10", "Duration_11-15_days": "54"})], LATE)
    figure = shown(session, "ICPC_15_PCT", "501", BOTH)[2024]
    assert (figure.value, figure.derived) == (Decimal("80.0"), True)
    assert figure.sources[0].column == "Duration_0-10_days + Duration_11-15_days"


def test_quarters_and_years_are_series_of_their_own(session: Session, load: Import):
    months = {f"{name}": "10" for name in ("April", "May", "June")}
    load([need(2024, Referrals="120", **months)], LATE)
    load([population(2023, "30000")], LATE, "population.csv")
    figures = list_figures(session, get_indicator("REF_RATE"), ["501"], as_at=BOTH)["501"]
    assert {figure.period.kind: figure.text for figure in figures} == {
        PeriodKind.FINANCIAL_YEAR: "40.0",
        PeriodKind.QUARTER: "10.0",
    }


def test_several_indicators_and_areas_come_in_one_statement(session: Session, load: Import, register):
    assert register
    places = (place("501"), place("502"), ENGLAND, NORTH_EAST)
    load([{**looked_after(), **where} for where in places], LATE)
    kinds = {"population_type": "Children starting to be looked after each year"}
    load([{**looked_after(rate="26"), **kinds, **where} for where in places], LATE, "starting.csv")
    wanted = [get_indicator(code) for code in ("CLA_RATE", "CLA_START_RATE", "REREF_PCT")]
    found = list_many_figures(session, wanted, ["501", "502", "E92000001", "E12000001"], as_at=BOTH)
    assert {code: sorted(areas) for code, areas in found.items()} == {
        "CLA_RATE": ["501", "502", "E12000001", "E92000001"],
        "CLA_START_RATE": ["501", "502", "E12000001", "E92000001"],
        "REREF_PCT": [],
    }


def test_a_pair_that_publishes_together_is_found(session: Session, load: Import):
    pair = authority("501 / 502", "E06000501 / E06000502", "Testshire 1 / Testshire 2")
    load([{"caseload_fte": "14.3", **pair}], date(2025, 2, 27))
    assert find_joint_area(session, "502") == "501+502"
    assert find_joint_area(session, "503") is None
    figures = list_figures(session, get_indicator("SW_CASELOAD"), ["501+502"], as_at=BOTH)
    assert figures["501+502"][0].text == "14.3"


def test_a_member_of_a_pair_shows_the_row_that_reaches_further(session: Session, load: Import):
    """As Richmond and Kingston: `z` and a figure of their own in 2022, one row for both since."""
    own, other = {"caseload_fte": "z", **place("501")}, {"caseload_fte": "15.1", **place("502")}
    load([{**row, "time_period": "2022"} for row in (own, other)], EARLY)
    pair = authority("501 / 502", "E06000501 / E06000502", "Testshire 1 / Testshire 2")
    load([{"caseload_fte": "14.3", "time_period": year, **pair} for year in ("2022", "2023")], LATE)

    def told(code: str, as_at: date) -> tuple[str | None, list[str]]:
        of = session.scalars(select(Authority).where(Authority.code == code)).one()
        view = get_position(session, of, as_at=as_at, indicators=[get_indicator("SW_CASELOAD")]).views[0]
        return view.together, [beside.own.text for beside in view.periods]

    both = "Testshire 1 and Testshire 2"
    assert told("501", BOTH) == told("502", BOTH) == (both, ["14.3", "14.3"])
    assert told("502", EARLY) == (None, ["15.1"])


def test_releases_are_listed_newest_first(session: Session, load: Import):
    load([rate(2022, "69")], EARLY, "old.csv")
    load([rate(2023, "72")], None, "new.csv")
    releases = list_releases(session, as_at=BOTH)
    assert [(row.file_name, row.date_basis) for row in releases] == [("new.csv", "estimated"), ("old.csv", "given")]
    assert [row.file_name for row in list_releases(session, as_at=EARLY)] == ["old.csv"]
