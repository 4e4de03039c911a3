"""Files as busy people leave them: what the whole check answers, from the bytes to the sentence (rows 14, 26, 31)."""

from datetime import date

import pytest

from core.quarters import Quarter
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.check.result import Checked
from outcomes.collection.check.run import check_file

Q1 = Quarter(2025, 1)
HEADER = "authority_code,quarter,indicator_code,value,numerator,denominator,comment,follow_up"
CONTEXT = CheckContext(
    authority_code="Z001",
    authority_name="Northshire",
    quarter=Q1,
    on=date(2025, 7, 20),
    asked=(Asked("CLA_RATE", required=True), Asked("REREF_PCT", required=True)),
    names=frozenset({"z001", "northshire"}),
)
CARE = "Z001,2025-26 Q1,CLA_RATE,,335,50000,,"
AGAIN = "Z001,2025-26 Q1,REREF_PCT,20,200,1000,,"


def checked(*lines: str) -> Checked:
    return check_file("\r\n".join((*lines, "")).encode(), "return.csv", CONTEXT)


def comment_of(told: Checked, code: str) -> str:
    return next(figure.comment for figure in told.figures if figure.indicator == code)


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        ('Z001,2025-26 Q1,CLA_RATE,,335,50000, "Counted twice, then agreed",', "Counted twice, then agreed"),
        ('Z001, "2025-26 Q1", "CLA_RATE", "", "335", "50000",  "Agreed", "no"', "Agreed"),
        ('Z001,2025-26 Q1,CLA_RATE,,335,50000, "They said ""agreed"", and left",', 'They said "agreed", and left'),
    ],
)
def test_a_blank_before_a_quotation_mark_is_left_out_and_said(line: str, comment: str):
    told = checked(HEADER, line, AGAIN)
    assert (told.outcome, told.findings) == ("clean", ())
    assert told.notices[0].code == "blank_before_quote"
    assert "2" in told.notices[0].text
    assert comment_of(told, "CLA_RATE") == comment


def test_a_blank_before_a_mark_that_closes_nowhere_is_named_where_it_makes_the_row_too_long():
    told = checked(HEADER, 'Z001,2025-26 Q1,CLA_RATE,,335,50000, "Agreed" by all, at last,', AGAIN)
    assert told.refusal is not None
    assert (told.refusal.code, told.refusal.cells) == ("quotation_mark", ("G2",))
    assert "a blank before the quotation mark" in told.refusal.sentence
    kept = checked(HEADER, 'Z001,2025-26 Q1,CLA_RATE,,335,50000, "Agreed" by all,', AGAIN)
    assert comment_of(kept, "CLA_RATE") == '"Agreed" by all', "a row of the right length needs no mending"


def test_blanks_stay_in_a_file_without_quotation_marks():
    told = checked(HEADER, "Z001,2025-26 Q1,CLA_RATE, ,335, 50000,  Agreed,", AGAIN)
    assert (told.outcome, told.notices[0].code) == ("clean", "VALUE_COMPUTED")


@pytest.mark.parametrize("lines", [(CARE, AGAIN), (AGAIN.rstrip(","), CARE)])
def test_a_file_without_names_is_told_so_whatever_the_length_of_its_rows(lines: tuple[str, ...]):
    told = checked(*lines)
    assert told.refusal is not None
    assert told.refusal.code == "no_header"
    assert "Row 1 must hold the column names" in told.refusal.sentence


def test_words_under_the_table_that_hold_a_comma_are_a_note():
    told = checked(HEADER, CARE, AGAIN, "Figures are provisional, see the email")
    assert [(each.rule, each.cells) for each in told.errors] == [("ROW_NOTE", ("A4",))]


@pytest.mark.parametrize("line", ["Z001,2025-26 Q1", "Kingston upon Hull,2025-26 Q1,CLA_RATE", "x,c"])
def test_any_other_short_row_could_shift_a_figure(line: str):
    told = checked(HEADER, CARE, AGAIN, line)
    assert told.refusal is not None
    assert told.refusal.code == "row_length"


def test_numbers_under_the_columns_name_no_authority_and_are_one_finding_among_the_others():
    told = checked(HEADER, CARE, AGAIN.replace("20,", "n/a,", 1), ",,,,535,51000,,")
    assert [(each.rule, each.cells) for each in told.errors] == [("CELL_NULL_WORD", ("D3",)), ("CODE_BLANK", ("C4",))]
    other = checked(HEADER, CARE, AGAIN, ",2025-26 Q1,CLA_RATE,,535,51000,,")
    assert other.refusal is not None
    assert other.refusal.code == "blank_authority", "a row with a code says whose it is"


def whole(*lines: str) -> tuple[str, ...]:
    """Each line as one cell, as Excel saves a list whose columns it did not divide."""
    return tuple('"' + line.replace('"', '""') + '"' for line in lines)


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        (whole(HEADER, CARE, AGAIN), ("A1", "A2", "A3")),
        (whole(*(line.replace(",", ";") for line in (HEADER, CARE, AGAIN))), ("A1", "A2", "A3")),
        ((HEADER, *whole(CARE, AGAIN)), ("A2", "A3")),
        ((HEADER, CARE, *whole(AGAIN)), ("A3",)),
        (("sep=|", HEADER, CARE, AGAIN), ("A1", "A2", "A3")),
    ],
)
def test_rows_that_stand_whole_in_one_cell_are_told_how_to_be_divided(lines: tuple[str, ...], cells: tuple[str, ...]):
    told = checked(*lines)
    assert told.refusal is not None
    assert (told.refusal.code, told.refusal.cells) == ("not_divided", cells)
    assert "Text to Columns" in told.refusal.sentence


def test_a_note_that_names_indicators_is_no_row():
    told = checked(HEADER, CARE, AGAIN, '"CLA_RATE, REREF_PCT, S47_RATE, and others: see the email"')
    assert [each.rule for each in told.errors] == ["ROW_NOTE"]


@pytest.mark.parametrize(
    "lines",
    [
        whole("Child Unique ID;Gender;Date of Birth", "C1;F;2012-01-31"),
        ("List 8: children in care", *whole("UPN;Date of Birth;Gender", "A1;2012-01-31;F")),
        whole("Name;Date of referral;Outcome", "A Person;2026-01-31;NFA"),
        ("Swift ID,Start,End", "1,2026-01-31,"),
        ("Child Reference Number,Legal status", "1,C2"),
    ],
)
def test_a_list_of_children_is_not_kept_whether_or_not_its_columns_are_divided(lines: tuple[str, ...]):
    told = checked(*lines)
    assert told.refusal is not None
    assert (told.refusal.code in {"child_level", "personal_column"}, told.refusal.keep) == (True, False)
    assert not {"Person", "C1", "Swift"} & set(told.refusal.sentence.split())
