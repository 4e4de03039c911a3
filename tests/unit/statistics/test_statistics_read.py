"""Whole small files, each with one trap of the real ones."""

import calendar
from datetime import date
from decimal import Decimal

import pytest
from factories.tidy import BARNSLEY, BASE, DORSET, ENGLAND, NORTH_EAST, TODAY, authority, looked_after, tidy

from outcomes.catalogue.status import Status
from outcomes.evidence.statistics.geography import Gazetteer
from outcomes.evidence.statistics.measure import Figure
from outcomes.evidence.statistics.read import Reading, read_statistics
from outcomes.evidence.statistics.refusal import FileRefusedError


def read(gazetteer: Gazetteer, content: bytes, released: date | None = None) -> Reading:
    return read_statistics(content, file_name="any.csv", gazetteer=gazetteer, on=TODAY, released=released)


def refusal(gazetteer: Gazetteer, content: bytes, released: date | None = None) -> str:
    with pytest.raises(FileRefusedError) as told:
        read(gazetteer, content, released)
    return str(told.value)


def told(reading: Reading) -> dict[str, str]:
    """'CLA_RATE/value' -> '60' or the symbol, for files with one area and period."""
    return {f"{f.indicator}/{f.measure}": str(f.cell.value or f.cell.status) for f in reading.figures}


def one(reading: Reading, indicator: str, measure: str) -> Figure:
    return next(f for f in reading.figures if (f.indicator, f.measure) == (indicator, measure))


def test_a_row_gives_value_numerator_and_denominator_each_with_its_cell(gazetteer: Gazetteer):
    reading = read(gazetteer, tidy([looked_after()]))
    assert told(reading) == {"CLA_RATE/value": "60", "CLA_RATE/numerator": "400", "CLA_RATE/denominator": "66667"}
    figure = one(reading, "CLA_RATE", "value")
    assert (figure.line, figure.column, figure.derived) == (2, "rate_per_10000", False)
    assert figure.period.end == date(2024, 3, 31)
    assert figure.area.code == "838"


def test_the_name_of_the_file_decides_nothing(gazetteer: Gazetteer):
    content = tidy([looked_after()])
    by_any_name = {
        read_statistics(content, file_name=name, gazetteer=gazetteer, on=TODAY).figures
        for name in ("cla.csv", "csww.csv", "x.xlsx")
    }
    assert len(by_any_name) == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"referral_count": "500", "rereferral_count": "100", "rereferral_percent": "20"},
        {"Referrals": "500", "Re_referrals": "100", "Re_referrals_percent": "20"},
    ],
    ids=["2025", "2023"],
)
def test_renamed_columns_of_older_releases_are_the_same_indicator(gazetteer: Gazetteer, columns: dict[str, str]):
    expected = {
        "REF_RATE/numerator": "500",
        "REREF_PCT/value": "20",
        "REREF_PCT/numerator": "100",
        "REREF_PCT/denominator": "500",
    }
    assert told(read(gazetteer, tidy([columns]))) == expected


@pytest.mark.parametrize("name", ["population_type", "population_count"])
@pytest.mark.parametrize("day", ["on 31 March", "at 31 March"])
@pytest.mark.parametrize("count", ["children_count", "number"])
def test_renamed_filters_and_values_are_the_same_rows(gazetteer: Gazetteer, name: str, day: str, count: str):
    row = {name: f"Children looked after {day} each year", count: "400", "rate_per_10000": "60"}
    assert told(read(gazetteer, tidy([row]))) == {"CLA_RATE/value": "60", "CLA_RATE/numerator": "400"}


def test_a_table_in_other_words_is_told_by_its_values(gazetteer: Gazetteer):
    row = {"population_group": "Children looked after on 31 March each year", "child_count": "400"}
    rated = {**row, "Rate per 10,000": "60"}
    assert told(read(gazetteer, tidy([{**row, "rate_per_10k": "60"}]))) == {
        "CLA_RATE/value": "60",
        "CLA_RATE/numerator": "400",
    }
    content = tidy([rated]).replace(b"Rate per 10,000", b'"Rate per 10,000"')
    assert told(read(gazetteer, content))["CLA_RATE/value"] == "60"
    assert "No column" in refusal(gazetteer, tidy([row]))  # other tables hold this breakdown beside theirs


@pytest.mark.parametrize("age", ["19 to 21 years", "Aged 19 to 21", "Aged 19 to 21 years"])
@pytest.mark.parametrize("activity", ["employment or training", "training or employment"])
def test_care_leavers_are_told_by_their_age_and_activity(gazetteer: Gazetteer, age: str, activity: str):
    rows = [
        {"age": age, "activity": f"Total in education, {activity}", "number": "54", "percentage": "54"},
        {"age": age, "activity": "Total", "number": "100", "percentage": "100"},
    ]
    assert told(read(gazetteer, tidy(rows))) == {
        "CL_EET_PCT/value": "54",
        "CL_EET_PCT/numerator": "54",
        "CL_EET_PCT/denominator": "100",
    }


def test_workforce_counts_its_years_to_september_and_adds_up_its_denominators(gazetteer: Gazetteer):
    row = {"inpost_fte": "90", "agency_fte": "10.5", "agency_rate_fte": "10.4", "vacancy_fte": "c"}
    reading = read(gazetteer, tidy([row]))
    denominator = one(reading, "SW_AGENCY_PCT", "denominator")
    assert denominator.period.end == date(2024, 9, 30)
    assert denominator.cell.value == Decimal("100.5")
    assert denominator.derived
    assert denominator.column == "inpost_fte + agency_fte"
    vacancy = one(reading, "SW_VACANCY_PCT", "denominator")
    assert (vacancy.cell.value, vacancy.cell.status) == (None, Status.CONFIDENTIAL)


def test_a_suppressed_part_suppresses_the_sum(gazetteer: Gazetteer):
    durations = {"Same_day": "1", "1-10_days": "2", "11-20_days": "3", "21-30_days": "c", "31-40_days": "4"}
    row = {"Assessments_completed": "30", **durations, "41-45_days": "x"}
    figure = one(read(gazetteer, tidy([row])), "ASSESS_45_PCT", "numerator")
    assert (figure.cell.value, figure.cell.status) == (None, Status.CONFIDENTIAL)


def test_months_make_real_quarters_beside_the_year(gazetteer: Gazetteer):
    months = (*calendar.month_name[4:], *calendar.month_name[1:4])
    row = {"Referrals": "78", **{month: str(number) for number, month in enumerate(months, start=1)}}
    reading = read(gazetteer, tidy([row]))
    found = {figure.period.label(): figure.cell.value for figure in reading.figures}
    assert found == {
        "year ending 31 March 2024": 78,
        "2023-24 Q1": 6,
        "2023-24 Q2": 15,
        "2023-24 Q3": 24,
        "2023-24 Q4": 33,
    }


def characteristic(group: str, value: str, count: str = "40", percent: str = "20") -> dict[str, str]:
    return {"cla_group": group, "characteristic": value, "number": count, "percentage": percent}


def test_tables_of_one_layout_are_told_apart_by_what_only_they_hold(gazetteer: Gazetteer):
    ages = [characteristic("Age group", "10 to 15 years"), characteristic("Age group", "Total", "200", "100")]
    starting = [*ages, characteristic("Taken into care", "Not taken into care")]
    ceasing = [*ages, characteristic("Reason episode ceased", "Special guardianship orders", "30", "15")]
    assert "CLA_START_ADOL_PCT/value" in told(read(gazetteer, tidy(starting)))
    assert set(told(read(gazetteer, tidy(ceasing)))) == {"CLA_SGO_PCT/value", "CLA_SGO_PCT/numerator"}
    assert "No column of this file is a figure of the catalogue" in refusal(gazetteer, tidy(ages))


def test_a_filter_that_no_rule_names_must_be_at_its_total(gazetteer: Gazetteer):
    rows = [
        {"At31_episodes": "100", "gender": "Total"},
        {"At31_episodes": "60", "gender": "Female"},
        {"At31_episodes": "40", "gender": "Male"},
    ]
    reading = read(gazetteer, tidy(rows))
    assert told(reading) == {"CIN_RATE/numerator": "100"}
    assert [tally.count for tally in reading.reconciliation.rows_ignored] == [1, 1]
    assert "No column" in refusal(gazetteer, tidy(rows[1:]))


@pytest.mark.parametrize("total", ["All genders", "Total genders", "Gender total"])
def test_the_total_of_a_filter_is_known_by_its_words(gazetteer: Gazetteer, total: str):
    rows = [{"At31_episodes": "100", "gender": total}, {"At31_episodes": "60", "gender": "All other"}]
    assert told(read(gazetteer, tidy(rows))) == {"CIN_RATE/numerator": "100"}
    both = [*rows, {"At31_episodes": "90", "gender": "All known"}]
    assert "No column" in refusal(gazetteer, tidy(both))


def test_a_lone_denominator_is_not_read(gazetteer: Gazetteer):
    rows = [
        {"cla_group": "Convictions: Children looked after Ages 10 to 17 years", "characteristic": value, "number": "90"}
        for value in ("Total ages 10 to 17 years", "Something new")
    ]
    assert "No column" in refusal(gazetteer, tidy(rows))


def test_durations_are_refused_for_what_they_are(gazetteer: Gazetteer):
    rows = [{"stage": "Total average time", "number": text} for text in ("00:10", "01:02", "k")]
    sentence = refusal(gazetteer, tidy(rows))
    assert "lengths of time such as 00:10" in sentence
    assert "Columns seen: stage, number" in sentence


def test_rows_for_a_time_before_the_authority_existed_are_ignored_and_refused_if_they_hold_numbers(
    gazetteer: Gazetteer,
):
    new = authority("942", "E06000063", "Cumberland")
    z = {"population_estimate": "x", "children_count": "z", "rate_per_10000": "z"}
    rows = [
        {**looked_after(), **new, **z, "time_period": "2022"},
        {**looked_after(), **new, "time_period": "2023"},
        {**looked_after(), **new, **z, "time_period": "2024"},
    ]
    reading = read(gazetteer, tidy(rows))
    account = reading.reconciliation
    assert [tally.reason[:30] for tally in account.rows_ignored] == ["printed for a time when the au"]
    assert account.rows_ignored[0].lines == (2,)
    assert {figure.line for figure in reading.figures} == {4}
    [refused] = account.rows_rejected
    assert refused.lines == (3,)
    assert refused.reason == (
        "authority 942 in year ending 31 March 2023: it began on 1 April 2023, so its predecessor's code belongs here"
    )


def test_figures_after_an_authority_ended_are_refused_but_not_those_of_the_year_in_which_it_did(gazetteer: Gazetteer):
    old = authority("835", "E10000009", "Dorset")
    rows = [{**looked_after(), **old, "time_period": year} for year in ("2019", "2020")]
    reading = read(gazetteer, tidy(rows))
    assert {figure.line for figure in reading.figures} == {2}
    [refused] = reading.reconciliation.rows_rejected
    assert refused.reason.endswith("its last day was 31 March 2019, so its successor's code belongs here")


def test_joint_rows_belong_to_the_pair_and_to_neither_alone(gazetteer: Gazetteer):
    pair = authority("314 / 318", "E09000021 / E09000027", "Kingston upon Thames / Richmond upon Thames")
    reading = read(gazetteer, tidy([{"caseload_fte": "14.3", **pair}]))
    assert {str(figure.area.level): figure.area.code for figure in reading.figures} == {"joint": "314+318"}


def test_a_pair_has_no_figure_of_a_time_when_one_of_it_did_not_exist(gazetteer: Gazetteer):
    pair = authority("370 / 942", "E08000016 / E06000063", "Barnsley / Cumberland")
    sentence = refusal(gazetteer, tidy([{"caseload_fte": "14.3", "time_period": "2019", **pair}]))
    assert "it began on 1 April 2023" in sentence


def test_published_decimals_are_those_of_the_column(gazetteer: Gazetteer):
    rows = [
        {"CPP_At31_rate": "47", "CPP_At31": "300"},
        {"CPP_At31_rate": "47.30000000000001", "CPP_At31": "302", "time_period": "2023"},
    ]
    reading = read(gazetteer, tidy(rows))
    decimals = {f"{indicator}/{measure}": places for (indicator, measure), places in reading.decimals.items()}
    assert decimals == {"CPP_RATE/value": 1, "CPP_RATE/numerator": 0}
    assert any("residue" in notice for notice in reading.notices)


def test_bad_cells_are_rejected_one_by_one(gazetteer: Gazetteer):
    rows = [
        looked_after(rate="NA"),
        looked_after(count="", time_period="2023"),
        looked_after(count="-3", time_period="2022"),
        {**looked_after(count="", rate="NULL", time_period="2021"), "population_estimate": "-"},
    ]
    account = read(gazetteer, tidy(rows)).reconciliation
    assert (account.rows_read, account.rows_stored) == (4, 3)
    assert [tally.reason for tally in account.rows_rejected] == ["no cell of the row could be read"]
    assert (account.figures_read, account.figures_stored) == (12, 6)
    reasons = " | ".join(tally.reason for tally in account.figures_rejected)
    assert "column rate_per_10000 holds 'NA'" in reasons
    assert "column children_count is blank" in reasons
    assert "column children_count holds -3, and nothing counted here can be below 0" in reasons


def test_a_percentage_above_100_is_rejected_and_a_high_rate_is_kept_and_said(gazetteer: Gazetteer):
    reading = read(gazetteer, tidy([{"Re_referrals_percent": "130", "Referrals": "5", "Re_referrals": "1"}]))
    assert "REREF_PCT/value" not in told(reading)
    kind = {"population_type": "Children starting to be looked after each year"}
    high = read(gazetteer, tidy([{**looked_after(rate="419"), **kind}]))
    assert told(high)["CLA_START_RATE/value"] == "419"
    assert any("a rate above any that was expected, as a sum of rates would be (line 2)" in n for n in high.notices)
    assert told(read(gazetteer, tidy([{"cases": "5", "caseload_fte": "400"}]))) == {"SW_CASELOAD/numerator": "5"}


def test_equal_rows_are_kept_once_and_contradicting_ones_not_at_all(gazetteer: Gazetteer):
    same = [looked_after(), looked_after()]
    account = read(gazetteer, tidy(same)).reconciliation
    assert (account.rows_stored, account.figures_repeated) == (1, 3)
    assert account.rows_ignored[0].reason == "repeats an earlier row"
    differing = [looked_after(), looked_after(count="401"), looked_after(time_period="2023")]
    account = read(gazetteer, tidy(differing)).reconciliation
    assert any("lines 2, 3 give different figures" in tally.reason for tally in account.figures_rejected)
    assert account.figures_stored == 3 + 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"time_period": "202324"}, "must be four digits"),
        ({"time_period": "2031"}, "which has not come yet"),
        ({"time_identifier": "Year"}, "not one of DfE's"),
        (authority("999", "E06000999", "Newtown"), "the register holds no such authority"),
    ],
)
def test_rows_that_cannot_be_placed_are_rejected_with_their_line(
    gazetteer: Gazetteer, change: dict[str, str], words: str
):
    account = read(gazetteer, tidy([looked_after(), {**looked_after(), **change}])).reconciliation
    assert [(tally.count, tally.lines) for tally in account.rows_rejected] == [(1, (3,))]
    assert words in account.rows_rejected[0].reason


def test_a_row_of_the_wrong_length_is_rejected_not_shifted(gazetteer: Gazetteer):
    content = tidy([looked_after(), looked_after(time_period="2023")])
    broken = content + b"2022,Reporting year,National\n"
    account = read(gazetteer, broken).reconciliation
    assert "has 3 cells and the header 14" in account.rows_rejected[0].reason


def test_a_file_of_which_nothing_can_be_stored_is_refused_with_the_main_reason(gazetteer: Gazetteer):
    rows = [{**looked_after(), **authority("999", "E06000999", "Newtown"), "time_period": year} for year in ("2023",)]
    assert "None of the 1 rows holds a figure that can be stored" in refusal(gazetteer, tidy(rows))


def test_a_list_of_persons_is_refused_and_nothing_of_it_told(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("outcomes.evidence.statistics.recognise.MAX_FILTER_VALUES", 2)
    rows = [{"At31_episodes": "1", "worker": name} for name in ("Anna", "Ben", "Cem")]
    sentence = refusal(gazetteer, tidy(rows))
    assert "looks like a list of persons" in sentence
    assert "Anna" not in sentence


def test_figures_that_do_not_fit_together_are_kept_and_said(gazetteer: Gazetteer):
    rows = [
        {"CPP_start": "50", "CPP_subsequent": "10", "CPP_subsequent_percent": "20"},
        {"CPP_start": "50", "CPP_subsequent": "10", "CPP_subsequent_percent": "30", "time_period": "2023"},
        {"CPP_start": "50", "CPP_subsequent": "60", "CPP_subsequent_percent": "c", "time_period": "2022"},
    ]
    notices = " | ".join(read(gazetteer, tidy(rows)).notices)
    assert "a numerator above its denominator (line 4)" in notices
    assert "its own counts do not give (line 3)" in notices


def test_rounding_of_england_to_ten_is_no_doubt(gazetteer: Gazetteer):
    row = {"CPP_start": "60", "CPP_subsequent": "10", "CPP_subsequent_percent": "20.5", **ENGLAND}
    assert not [notice for notice in read(gazetteer, tidy([row])).notices if "kept as published" in notice]


def test_the_release_is_estimated_late_and_says_so(gazetteer: Gazetteer):
    release = read(gazetteer, tidy([looked_after()])).release
    assert release.released_on == date(2024, 11, 30)
    assert "released 30 November 2024 (estimated" in release.sentence
    workforce = read(gazetteer, tidy([{"caseload_fte": "14.3"}])).release
    assert workforce.released_on == date(2025, 2, 28)


def test_an_estimate_is_never_later_than_today(gazetteer: Gazetteer):
    assert read(gazetteer, tidy([{"caseload_fte": "14.3", "time_period": "2025"}])).release.released_on == date(
        2026, 2, 28
    )
    content = tidy([{"pt_sess_unauthorised": "8", "social_care_group": "CINO at 31 March"}])
    absent = content.replace(b"2024,Reporting year", b"202425,Academic year")
    assert read(gazetteer, absent).release.released_on == TODAY


def test_a_given_release_date_is_kept_and_checked(gazetteer: Gazetteer):
    content = tidy([looked_after()])
    release = read(gazetteer, content, date(2024, 11, 14)).release
    assert "released 14 November 2024" in release.sentence
    assert "estimated" not in release.sentence
    assert "in the future" in refusal(gazetteer, content, date(2027, 1, 1))
    assert "before the latest period" in refusal(gazetteer, content, date(2023, 11, 14))


def test_progress_reaches_the_end(gazetteer: Gazetteer):
    seen: list[tuple[int, int]] = []
    rows = [looked_after(time_period=str(year)) for year in range(1990, 2025)] * 60
    read_statistics(
        tidy(rows),
        file_name="a.csv",
        gazetteer=gazetteer,
        on=TODAY,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert seen == [(1000, 2100), (2000, 2100), (2100, 2100)]


def test_england_regions_and_authorities_stand_side_by_side(gazetteer: Gazetteer):
    rows = [{**looked_after(), **place} for place in (ENGLAND, NORTH_EAST, DORSET, BARNSLEY)]
    reading = read(gazetteer, tidy(rows))
    assert {figure.area.code for figure in reading.figures} == {"E92000001", "E12000001", "838", "370"}
    assert BASE["la_name"] == "Dorset"
