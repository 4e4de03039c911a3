import pytest

from outcomes.evidence.statistics.header import plain_name, read_header
from outcomes.evidence.statistics.open import Table, open_table
from outcomes.evidence.statistics.refusal import FileRefusedError

REQUIRED = "time_period,time_identifier,geographic_level,country_code,country_name"


def table(header: str) -> Table:
    return open_table(f"{header}\n{',' * header.count(',')}1\n".encode())


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("turnover_rate_fte_%", "turnover_rate_fte"),
        ("Re_referrals_percent", "re_referrals_percent"),
        ("Duration_21+_days", "duration_21_plus_days"),
        ("1-10_days", "1_10_days"),
        (" Time Period ", "time_period"),
    ],
)
def test_names_are_compared_without_case_and_signs(name: str, plain: str):
    assert plain_name(name) == plain


def test_columns_are_found_in_any_order_and_case():
    header = read_header(table(f"rate,{REQUIRED.upper()},la_name"))
    assert header.others == {"rate": 0}
    assert header.cell(("1", "2024", "Reporting year", "National", "E", " England ", ""), "country_name") == "England"
    assert not header.cell(("1",) * 7, "old_la_code")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("NewLACode,LA_Name,CLA_Mar", "no column time_period, time_identifier, geographic_level"),
        ("col_name,col_type,label", "describes the columns of another"),
        (f"{REQUIRED},number,Number", "Columns 6 and 7 are both called 'Number'"),
        (f"{REQUIRED},number,", "Column 7 has no name"),
        (f"Child Unique ID,Date of Birth,{REQUIRED}", "Column Child Unique ID, Date of Birth identifies persons"),
        ("UPN,Gender", "a list of children, not statistics. Nothing was kept."),
        (f"{REQUIRED},%,number", "Column 6 is called '%'"),
    ],
)
def test_what_is_not_tidy_is_refused(header: str, words: str):
    with pytest.raises(FileRefusedError) as told:
        read_header(table(header))
    assert words in str(told.value)


def test_empty_columns_that_a_spreadsheet_left_are_no_columns():
    header = read_header(open_table(f"{REQUIRED},number,,\n2024,Reporting year,National,E,England,1,,\n".encode()))
    assert header.others == {"number": 5}
