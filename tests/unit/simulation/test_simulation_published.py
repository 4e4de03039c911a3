import csv
import io
import re
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from simulation_days import END, UNTIL

from simulation.figures import quarterly_figures
from simulation.published import PublishedFile, published_files
from simulation.published.areas import list_areas
from simulation.published.cells import ExactColumn, PeopleColumn, RatioColumn, Sheet, SheetPrinter, hide_small

SYMBOLS = {"c", "x", "z", "u", "low"}
PLACES = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name"
CODE_FIRST, NAME_FIRST = "old_la_code,new_la_code,la_name", "old_la_code,la_name,new_la_code"
# The header rows of DfE's files of 2025.
HEADERS = {
    "cla_number_and_rate_per_10k_children": f"\ufeff{PLACES},{NAME_FIRST},population_type,population_estimate,"
    "children_count,rate_per_10000",
    "c1_children_in_need_referrals_and_rereferrals": f"{PLACES},{CODE_FIRST},category,referral_count,rereferral_count,"
    "rereferral_percent,no_further_action_count,no_further_action_percent,not_in_need_count,not_in_need_percent,"
    "referral_child_count,rereferral_child_count,rereferral_child_percent",
    "d3_cpps_subsequent_plan": f"{PLACES},{CODE_FIRST},category,CPP_start,CPP_subsequent,CPP_subsequent_percent",
    "b1_children_in_need": f"{PLACES},{CODE_FIRST},category,Anypoint_episodes,Anypoint_child,Started_episodes,"
    "Started_child,Ended_episodes,Ended_child,At31_episodes,awaiting_assessment",
    "ons_mid-year_population_estimates": f"{PLACES},{CODE_FIRST},age_group,population_estimate",
    "csww_indicators": f"{PLACES},{CODE_FIRST},inpost_fte,inpost_headcount,starters_fte,starters_headcount,leavers_fte,"
    "leavers_headcount,turnover_rate_fte,turnover_rate_headcount,agency_fte,agency_headcount,agency_rate_fte,"
    "agency_rate_headcount,agency_cover_fte,agency_cover_rate_fte,vacancy_fte,vacancy_rate_fte,"
    "vacancy_agency_cover_rate_fte,case_holders_fte,cases,caseload_fte,working_days_lost_fte,absence_rate_fte",
}
# Percentages and rates: numerator, denominators, multiplier.
RATIOS = {
    "rereferral_percent": ("rereferral_count", ["referral_count"], 100),
    "no_further_action_percent": ("no_further_action_count", ["referral_count"], 100),
    "CPP_subsequent_percent": ("CPP_subsequent", ["CPP_start"], 100),
    "rate_per_10000": ("children_count", ["population_estimate"], 10_000),
    "turnover_rate_fte": ("leavers_fte", ["inpost_fte"], 100),
    "agency_rate_fte": ("agency_fte", ["agency_fte", "inpost_fte"], 100),
    "vacancy_rate_fte": ("vacancy_fte", ["vacancy_fte", "inpost_fte"], 100),
    "caseload_fte": ("cases", ["case_holders_fte"], 1),
}
Rows = list[dict[str, str]]


def stem(file: PublishedFile) -> str:
    return re.sub(r"(_\d{4}_to_\d{4})?\.csv$", "", file.name)


@pytest.fixture(scope="module")
def files(world, activity) -> dict[str, list[PublishedFile]]:
    """The releases of every table, the older before the newer."""
    found = defaultdict(list)
    for file in published_files(world, activity, END):
        found[stem(file)].append(file)
    return found


@pytest.fixture(scope="module")
def tables(files) -> dict[str, Rows]:
    return {name: read(releases[-1]) for name, releases in files.items()}


def read(file: PublishedFile) -> Rows:
    return list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))


def numbers(rows: Rows, column: str) -> list[float]:
    return [float(row[column]) for row in rows if row[column] not in SYMBOLS]


def test_files_have_dfe_s_columns_in_dfe_s_order(files):
    assert {name: releases[-1].text.split("\n", 1)[0] for name, releases in files.items()} == HEADERS


def test_every_year_has_the_country_every_region_and_every_council(world, tables):
    for name, rows in tables.items():
        per_year = defaultdict(list)
        for row in rows:
            per_year[row["time_period"], row.get("population_type", "")].append(row["geographic_level"])
        regions = len({council.region for council in world.councils})
        for levels in per_year.values():
            assert levels.count("National") == 1, name
            assert levels.count("Regional") == regions
            assert levels.count("Local authority") == len(world.councils)


def test_cells_hold_a_number_or_a_symbol_and_nothing_else(tables):
    for rows in tables.values():
        for row in rows:
            for column in list(row)[11:]:
                assert row[column] in SYMBOLS or re.fullmatch(r"\d+(\.\d)?", row[column]), (column, row[column])


def test_identifiers_are_invented_and_complete(world, tables):
    for rows in tables.values():
        assert {row["country_code"] for row in rows} == {"Z92000001"}
        assert {row["time_identifier"] for row in rows} == {"Reporting year"}
        own = {(r["old_la_code"], r["new_la_code"], r["la_name"]) for r in rows if r["la_name"]}
        assert own == {(c.code, c.gss_code, c.name) for c in world.councils}


def test_counts_of_one_to_five_children_are_never_printed(tables):
    for name in ("b1_children_in_need", "c1_children_in_need_referrals_and_rereferrals", "d3_cpps_subsequent_plan"):
        for row in tables[name]:
            counts = [row[column] for column in list(row)[11:] if not column.endswith("percent")]
            assert not {"1", "2", "3", "4", "5"} & set(counts)


def test_a_hidden_count_hides_its_percentage(tables):
    rows = tables["c1_children_in_need_referrals_and_rereferrals"]
    hidden = [row for row in rows if row["no_further_action_count"] == "c"]
    assert hidden
    assert {row["no_further_action_percent"] for row in hidden} == {"c"}


def test_region_and_country_are_rounded_to_ten_and_councils_are_not(tables):
    rows = tables["c1_children_in_need_referrals_and_rereferrals"]
    above = numbers([r for r in rows if not r["la_name"]], "referral_count")
    own = numbers([r for r in rows if r["la_name"]], "referral_count")
    assert all(value % 10 == 0 for value in above)
    assert sum(value % 10 != 0 for value in own) > 0.8 * len(own)


@pytest.mark.parametrize("column", RATIOS)
def test_rates_and_percentages_follow_from_the_row_s_own_counts(tables, column):
    over, under, multiplier = RATIOS[column]
    checked = 0
    for rows in tables.values():
        if column not in rows[0]:
            continue
        for row in rows:
            parts = [row[over], *(row[name] for name in under)]
            if row["la_name"] and not {*parts, row[column]} & SYMBOLS:
                exact = Decimal(parts[0]) * multiplier / sum(Decimal(part) for part in parts[1:])
                step = Decimal(1) if column == "rate_per_10000" else Decimal("0.1")
                assert Decimal(row[column]) == exact.quantize(step, rounding=ROUND_HALF_UP)
                checked += 1
    assert checked > 100


def test_the_country_s_figures_come_from_sums_never_from_means(tables):
    rows = [row for row in tables["cla_number_and_rate_per_10k_children"] if "31 March" in row["population_type"]]
    for year in {row["time_period"] for row in rows}:
        own = [row for row in rows if row["time_period"] == year and row["la_name"] and row["children_count"] != "c"]
        (country,) = [row for row in rows if row["time_period"] == year and row["geographic_level"] == "National"]
        children, population = sum(numbers(own, "children_count")), sum(numbers(own, "population_estimate"))
        assert float(country["children_count"]) == pytest.approx(children, abs=15)
        assert float(country["rate_per_10000"]) == pytest.approx(10_000 * children / population, abs=0.6)


def test_population_is_exact_at_every_level(tables):
    rows = [row for row in tables["ons_mid-year_population_estimates"] if row["time_period"] == "2024"]
    own = sum(numbers([row for row in rows if row["la_name"]], "population_estimate"))
    assert own == sum(numbers([r for r in rows if r["geographic_level"] == "Regional"], "population_estimate"))
    assert own == sum(numbers([r for r in rows if r["geographic_level"] == "National"], "population_estimate"))


def test_children_at_any_point_are_those_who_left_and_those_who_stayed(tables):
    rows = [r for r in tables["b1_children_in_need"] if r["la_name"]]
    full = [r for r in rows if not {r["Anypoint_episodes"], r["Ended_episodes"], r["At31_episodes"]} & SYMBOLS]
    assert full
    for row in full:
        assert int(row["Anypoint_episodes"]) == int(row["Ended_episodes"]) + int(row["At31_episodes"])


def test_a_few_councils_returns_failed(tables):
    marked = {
        (name, row["time_period"], row["la_name"])
        for name in ("b1_children_in_need", "c1_children_in_need_referrals_and_rereferrals", "d3_cpps_subsequent_plan")
        for row in tables[name]
        if {"x", "u"} & set(list(row.values())[11:])
    }
    workforce = {value for row in tables["csww_indicators"] for value in list(row.values())[10:]}
    assert 0 < len(marked) < 25
    assert {"x", "u"} & workforce


def test_four_quarters_of_an_adopter_add_up_to_its_published_year(world, activity, tables):
    quarters = defaultdict(list)
    for figure in quarterly_figures(world, activity):
        if figure.code == "REF_RATE" and figure.numerator is not None:
            year = figure.quarter.year + 1
            quarters[world.councils[figure.council].code, str(year)].append(figure.numerator)
    published = {
        (row["old_la_code"], row["time_period"]): row["referral_count"]
        for row in tables["c1_children_in_need_referrals_and_rereferrals"]
    }
    compared = exact = 0
    for place, counts in quarters.items():
        if len(counts) == 4 and published.get(place, "x") not in SYMBOLS:
            compared += 1
            exact += sum(counts) == int(published[place])
            assert sum(counts) == pytest.approx(int(published[place]), rel=0.05)
    assert compared > 20
    assert exact > 0.6 * compared


def test_history_is_restated_in_the_next_release(files):
    def by_place(file: PublishedFile) -> dict[tuple[str, ...], str]:
        rows = [row for row in read(file) if row["la_name"]]
        return {(r["time_period"], r["old_la_code"], r["population_type"]): r["children_count"] for r in rows}

    before, after = (by_place(file) for file in files["cla_number_and_rate_per_10k_children"])
    first_printed = [place for place in before if place[0] == "2025" and place in after]
    restated = sum(before[place] != after[place] for place in first_printed)
    assert 0.10 < restated / len(first_printed) < 0.32
    old = [place for place in before if place[0] < "2025" and place in after]
    assert all(before[place] == after[place] for place in old)


def test_statistics_are_released_in_dfe_s_months(files):
    months = {name: {file.released_on.month for file in releases} for name, releases in files.items()}
    assert months["csww_indicators"] == {2}
    assert months["ons_mid-year_population_estimates"] == {6}
    assert months["b1_children_in_need"] == months["cla_number_and_rate_per_10k_children"] == {11}
    assert {len(releases) for releases in files.values()} == {2}


def test_nothing_is_there_before_its_release(world, activity):
    found = {stem(file): file for file in published_files(world, activity, UNTIL)}
    assert max(row["time_period"] for row in read(found["b1_children_in_need"])) == "2023"
    assert max(row["time_period"] for row in read(found["csww_indicators"])) == "2023"
    assert max(row["time_period"] for row in read(found["ons_mid-year_population_estimates"])) == "2023"
    assert all(file.released_on <= UNTIL for file in found.values())


def test_a_release_appears_on_its_day(world, activity):
    day = max(f.released_on for f in published_files(world, activity, END) if f.name.startswith("cla_"))
    assert day == date(2026, 11, 19)
    before = published_files(world, activity, date(2026, 11, 18))
    assert max(f.released_on for f in before if f.name.startswith("cla_")) < day


def test_a_lone_hidden_council_takes_the_next_smallest_with_it():
    values = np.array([3.0, 40.0, 12.0, 0.0, 90.0, 80.0])
    hidden = hide_small(values, [(0, 1, 2, 3), (4, 5)])
    assert hidden.tolist() == [True, False, True, False, False, False]
    assert hide_small(np.array([3.0, 5.0, 0.0, 12.0]), [(0, 1, 2, 3)]).tolist() == [True, True, False, False]


def test_symbols_say_why_there_is_no_number(world):
    areas = list_areas(world.councils)
    council = next(area for area in areas if area.council is not None and area.council.index == 0)
    amounts = {name: np.full(len(world.councils), 50.0) for name in ("people", "hours", "nought", "absent")}
    amounts["hours"][0], amounts["nought"][:] = 0.04, 0.0
    columns = (
        PeopleColumn("absent"),
        ExactColumn("hours", 1),
        RatioColumn("none", "people", ("nought",), 100, 1),
        RatioColumn("little", "hours", ("people",), 10, 1, low=True),
        RatioColumn("unknown", "absent", ("people",), 100, 1),
    )
    printer = SheetPrinter(Sheet(amounts, {"absent": {0: "x"}}), columns, areas)
    assert printer.row(council) == ["x", "low", "z", "low", "x"]
    country = printer.row(areas[0])
    assert country[0] == str(round((len(world.councils) - 1) * 5) * 10)
