"""Rules about rows, codes, counts and sizes; what a row becomes."""

from decimal import Decimal

import pytest
from collection_entries import NO_COLUMNS, context, entries, entry, number

from core.quarters import Quarter
from outcomes.collection.check.run import check_entries

Q4 = Quarter(2025, 4)


def errors(*rows, **told):
    return check_entries(entries(*rows), context(**told)).errors


def test_a_code_is_known_in_any_case_and_by_its_exact_name():
    for written in ("CLA_RATE", "cla_rate", " Cla_Rate ", "Children looked after"):
        checked = check_entries(entries(entry(written, "c")), context())
        assert [figure.indicator for figure in checked.figures] == ["CLA_RATE"]
        assert checked.findings == ()


def test_an_unknown_code_is_answered_with_the_nearest_one():
    [finding] = errors(entry("CLA_RATES", "67"))
    assert (finding.rule, finding.cells, finding.found) == ("CODE_UNKNOWN", ("C2",), "CLA_RATES")
    assert "Did you mean CLA_RATE?" in finding.remedy
    assert "template" in errors(entry("'; drop table", "67"))[0].remedy


def test_an_indicator_that_is_not_asked_for_says_why():
    [finding] = errors(entry("CLA_HOME_PCT", "16"))
    assert finding.rule == "CODE_NOT_ASKED"
    assert "2025-26 Q1" in finding.message
    assert "Q4" in finding.message
    assert errors(entry("CLA_HOME_PCT", "c"), quarter=Q4) == ()
    assert "estimates" in errors(entry("CHILDREN_0_17", "35000"))[0].message


def test_codes_cannot_be_formulas():
    [finding] = errors(entry("=cmd|'/c'!A1", "67"))
    assert (finding.rule, finding.cells) == ("CODE_FORMULA", ("C2",))


def test_totals_notes_and_rows_without_a_code():
    rules = {
        finding.rule: finding.cells
        for finding in errors(
            entry("Total", "67", row=2),
            entry("Note: figures are provisional", row=3),
            entry("", "67", row=4),
            entry("Source: our own system", row=5),
        )
    }
    assert rules == {"ROW_TOTAL": ("C2",), "ROW_NOTE": ("C3", "C5"), "CODE_BLANK": ("C4",)}


def test_all_rows_of_a_doubled_indicator_are_named():
    checked = check_entries(
        entries(entry("CLA_RATE", "c", row=2), entry("CPP_RATE", "c", row=3), entry("cla_rate", "c", row=4)), context()
    )
    [finding] = checked.errors
    assert (finding.rule, finding.cells) == ("ROW_DUPLICATE", ("C2", "C4"))
    assert "the same" in finding.message
    assert (checked.counts.rejected, checked.counts.new) == (2, 1)
    assert "different" in errors(entry("CLA_RATE", "c"), entry("CLA_RATE", "x", row=3))[0].message


def test_every_required_indicator_without_a_row_is_named_in_one_finding():
    [finding] = errors(entry("CPP_RATE", "c"), required=("CLA_RATE", "CPP_RATE", "REF_RATE"))
    assert finding.rule == "ROW_MISSING"
    assert finding.cells == ()
    assert {"CLA_RATE", "REF_RATE"} == set(finding.found.split(", "))


def test_what_is_stored_already_is_not_missing_and_stays():
    stored = [number("CLA_RATE", 67)]
    checked = check_entries(entries(entry("CPP_RATE", "c")), context(required=("CLA_RATE",), stored=stored))
    assert checked.errors == ()
    [notice] = checked.notices
    assert (notice.code, "CLA_RATE" in notice.text) == ("STAYS_AS_STORED", True)


def test_a_form_is_not_asked_for_what_it_does_not_hold():
    row = entry("CPP_RATE", "", columns=NO_COLUMNS, row=0)
    checked = check_entries(entries(row, layout="form"), context(required=("CLA_RATE",)))
    [finding] = checked.errors
    assert (finding.rule, finding.cells, finding.indicator) == ("CELL_BLANK", (), "CPP_RATE")
    assert not [line for line in checked.incomplete if line.rule == "ROW_MISSING"]


def test_a_value_that_is_left_out_is_worked_out_from_its_counts():
    checked = check_entries(entries(entry("REREF_PCT", "", "25", "160")), context())
    [figure] = checked.figures
    assert figure.value == Decimal("15.6")  # 15.625, and halves go up only at the next decimal
    assert figure.place is not None
    assert figure.place.cell == "E2, F2", "the cell of the value is empty: the counts are where it comes from"
    [stated] = check_entries(entries(entry("REREF_PCT", "15.6", "25", "160")), context()).figures
    assert stated.place is not None
    assert stated.place.cell == "D2"
    assert [notice.code for notice in checked.notices] == ["VALUE_COMPUTED"]
    assert check_entries(entries(entry("PL_3PLUS_PCT", "", "25", "200")), context()).figures[0].value == 13  # 12.5


def test_a_rate_without_a_denominator_takes_the_number_of_children():
    checked = check_entries(entries(entry("CLA_RATE", "", "335")), context(children=50_000))
    [figure] = checked.figures
    assert (figure.value, figure.denominator) == (67, 50_000)
    [finding] = errors(entry("CLA_RATE", "", "335"))
    assert (finding.rule, finding.cells) == ("DENOMINATOR_MISSING", ("F2",))
    [finding] = errors(entry("REREF_PCT", "", "", "335"))
    assert (finding.rule, finding.cells) == ("NUMERATOR_MISSING", ("E2",))


def test_nothing_is_divided_by_nought():
    [finding] = errors(entry("REREF_PCT", "", "0", "0"))
    assert (finding.rule, finding.cells) == ("DENOMINATOR_ZERO", ("F2",))
    assert "z" in finding.remedy


@pytest.mark.parametrize("field", ["value", "numerator", "denominator"])
def test_no_number_is_negative(field):
    row = {"value": "10", "numerator": "10", "denominator": "100", field: "-5"}
    found = errors(entry("REREF_PCT", **row))
    assert "NUMBER_NEGATIVE" in {finding.rule for finding in found}
    assert all(field in finding.message for finding in found if finding.rule == "NUMBER_NEGATIVE")


def test_hard_ranges_refuse():
    assert errors(entry("REREF_PCT", "100")) == ()
    [finding] = errors(entry("REREF_PCT", "100.1"))
    assert (finding.rule, finding.cells) == ("VALUE_RANGE", ("D2",))
    assert [finding.cells for finding in errors(entry("CLA_RATE", "", "99999999", "999999999"))] == [("E2",), ("F2",)]


def test_a_part_is_within_the_whole_but_for_leavers_of_a_year():
    [finding] = errors(entry("REREF_PCT", "", "1300", "1250"))
    assert (finding.rule, finding.cells) == ("NUMERATOR_ABOVE_DENOMINATOR", ("E2", "F2"))
    assert "1,300" in finding.message
    assert "1,250" in finding.message
    assert errors(entry("SW_TURNOVER_PCT", "150", "15", "10")) == ()


def test_people_are_counted_whole_and_full_time_equivalents_are_not():
    assert errors(entry("REREF_PCT", "", "10.5", "100"))[0].rule == "COUNT_NOT_WHOLE"
    assert errors(entry("SW_VACANCY_PCT", "", "10.5", "100.2")) == ()
    assert errors(entry("SW_CASELOAD", "", "1520", "100.5")) == ()


@pytest.mark.parametrize("stated", ["15.6", "15.63", "15.625", "15.7", "15.575"])
def test_rounding_either_way_agrees_with_the_counts(stated):
    checked = check_entries(entries(entry("REREF_PCT", stated, "25", "160")), context())
    assert ([finding.rule for finding in checked.errors] == []) is (stated != "15.7")
    if not checked.errors:
        assert checked.figures[0].value == Decimal("15.6")


def test_a_value_that_its_counts_do_not_give_names_all_three_cells_and_the_likely_slip():
    [finding] = errors(entry("REREF_PCT", "22.5", "25", "160"))
    assert (finding.rule, finding.cells) == ("VALUE_NOT_AS_COUNTED", ("D2", "E2", "F2"))
    assert "15.6" in finding.message
    assert "share of 1" in errors(entry("REREF_PCT", "0.225", "45", "200"))[0].message
    assert "whole year" in errors(entry("REF_RATE", "500", "625", "50000"))[0].message


def test_a_mean_score_is_the_ratio_of_its_counts():
    assert check_entries(entries(entry("CLA_SDQ_MEAN", "", "1490", "100")), context(Q4)).figures[0].value == Decimal(
        "14.9"
    )


def test_a_value_alone_is_asked_about():
    [finding] = check_entries(entries(entry("CLA_RATE", "67")), context()).queries
    assert (finding.rule, finding.indicator, finding.cells) == ("COUNTS_MISSING", "CLA_RATE", ("D2",))


def test_counts_of_different_indicators_fit_each_other():
    found = errors(
        entry("CLA_RATE", "", "300", "50000", row=2),
        entry("CLA_XUASC_RATE", "", "310", "50000", row=3),
        entry("CIN_RATE", "", "280", "50000", row=4),
        entry("CPP_RATE", "", "200", "50000", row=5),
    )
    assert {(finding.rule, finding.cells) for finding in found} == {
        ("UASC_WITHIN_CLA", ("E2", "E3")),
        ("CARE_WITHIN_NEED", ("E2", "E4")),
    }


def test_a_relation_is_not_run_on_a_symbol_and_says_so():
    rows = entry("CLA_RATE", "c", row=2), entry("CLA_XUASC_RATE", "", "310", "50000", row=3)
    checked = check_entries(entries(*rows), context())
    [line] = [line for line in checked.ledger if line.rule == "UASC_WITHIN_CLA"]
    assert (line.outcome, bool(line.why)) == ("not_run", True)


def test_the_number_of_children_is_compared_with_the_published_one():
    queries = check_entries(entries(entry("CLA_RATE", "", "335", "60000")), context(children=50_000)).queries
    assert [finding.rule for finding in queries] == ["POPULATION_DIFFERS"]
    queries = check_entries(entries(entry("CLA_RATE", "100", "335")), context(children=50_000)).queries
    assert "RATE_NOT_AS_POPULATION" in {finding.rule for finding in queries}


def test_no_question_is_asked_about_a_row_with_an_error():
    checked = check_entries(entries(entry("CLA_RATE", "67", comment="x" * 600)), context())
    assert [finding.rule for finding in checked.findings] == ["COMMENT_TOO_LONG"]


def test_a_footnote_in_the_first_column_is_named_where_it_stands():
    rows = [
        entry("", row=3)._replace(authority="Provisional figures"),
        entry("", "9")._replace(authority="Grand total"),
    ]
    found = {finding.rule: finding.cells for finding in errors(*rows)}
    assert found == {"ROW_NOTE": ("A3",), "ROW_TOTAL": ("A2",)}
