"""The three layouts: what stops a file first, a wrong header, another authority, another quarter."""

from pathlib import Path

import pytest
from factories.laid_out_returns import GOOD, TIDY, TIDY_HEADER, refused
from factories.workbooks import RETURN_HEADER, TEMPLATE_HEADER, template, template_row

from outcomes.collection import intake, layout


@pytest.mark.parametrize(
    ("rows", "code", "cells", "words"),
    [
        pytest.param([RETURN_HEADER], "no_rows", (), "column names but no rows", id="13 header only"),
        pytest.param(
            [GOOD, GOOD], "no_header", ("A1",), "Row 1 must hold the column names: authority_code", id="14 no header"
        ),
        pytest.param([["a", "b"], ["c", "d"]], "not_template", (), "must use the template", id="another table"),
        pytest.param(
            [[*RETURN_HEADER, "Value"], [*GOOD, "1"]],
            "duplicate_column",
            ("B1", "E1"),
            "two columns called value: B and E",
            id="18 twice",
        ),
        pytest.param(
            [["value", "numerator", "denominator"], ["1", "2", "3"]],
            "missing_column",
            (),
            "Add the column indicator_code to row 1",
            id="19 missing",
        ),
        pytest.param(
            [TEMPLATE_HEADER[1:], template_row()[1:]],
            "missing_column",
            (),
            "Add the column authority_code",
            id="19 missing in the template",
        ),
        pytest.param(
            [["indicator_code", "value"], ["REF_RATE", "1"]],
            "missing_column",
            (),
            "numerator and denominator",
            id="19 two missing",
        ),
        pytest.param(
            [[*RETURN_HEADER, "colour"], [*GOOD, "x"]],
            "unknown_column",
            ("E1",),
            "Remove column E, colour: it is not part of the return.",
            id="20 unknown",
        ),
        pytest.param(
            [[*RETURN_HEADER, "coment"], [*GOOD, "x"]],
            "unknown_column",
            ("E1",),
            "Did you mean comment?",
            id="20 misspelt",
        ),
        pytest.param(
            [[*RETURN_HEADER, "colour", "shape"], [*GOOD, "x", "y"]],
            "unknown_column",
            ("E1", "F1"),
            "Remove columns E and F",
            id="20 two unknown",
        ),
        pytest.param(
            [[*RETURN_HEADER, "", "comment"], [*GOOD, "x", "y"]], "unnamed_column", ("E2",), "Column E", id="no name"
        ),
        pytest.param(
            template(template_row(), template_row("CIN_RATE", authority_code="Z002")),
            "wrong_authority",
            ("A3",),
            "You can only upload for Ashmere; A3 has another code.",
            id="75 76 another authority",
        ),
        pytest.param(
            template(template_row(authority_code="Y999")),
            "wrong_authority",
            ("A2",),
            "You can only upload for Ashmere; A2 has another code.",
            id="75 unknown authority",
        ),
        pytest.param(
            template(template_row(authority_code="Ashmere Borough")),
            "wrong_authority",
            ("A2",),
            "another code",
            id="77 not the exact name",
        ),
        pytest.param(
            template(template_row(authority_code="")), "blank_authority", ("A2",), "A2 is empty: write Z001", id="blank"
        ),
        pytest.param(
            template(template_row(quarter="")), "blank_quarter", ("B2",), "B2 is empty: write 2025-26 Q1", id="blank q"
        ),
        pytest.param(
            template(template_row(quarter="2031-32 Q1")), "future_quarter", ("B2",), "has not started", id="67 future"
        ),
        pytest.param(
            template(template_row(quarter="2024-25 Q4")),
            "other_quarter",
            ("B2",),
            "B2 says 2024-25 Q4, and this page is for 2025-26 Q1",
            id="68 last quarter",
        ),
        pytest.param(
            template(template_row(), template_row("CIN_RATE", quarter="2025-26 Q2")),
            "several_quarters",
            ("B3",),
            "more than one quarter: 2025-26 Q1 in row 2; 2025-26 Q2 in row 3. This page is for 2025-26 Q1: correct",
            id="74 two quarters",
        ),
        pytest.param(
            template(*[template_row(quarter=f"2024-25 Q{place}") for place in (1, 1, 2, 1, 2)]),
            "several_quarters",
            ("B2", "B3", "B4", "B5", "B6"),
            "2024-25 Q1 in rows 2 to 3 and 5; 2024-25 Q2 in rows 4 and 6. None of them is 2025-26 Q1",
            id="74 two other quarters",
        ),
        pytest.param(
            template(template_row(), template_row(authority_code="#REF!")),
            "not_typed",
            ("A3",),
            "A3 holds a spreadsheet error. Type the code of the authority there.",
            id="65 an error is no other authority",
        ),
        pytest.param(
            template(template_row(quarter="#N/A")), "not_typed", ("B2",), "Type the quarter there", id="65 quarter"
        ),
        pytest.param(
            template(template_row(), ["Z002", "2025-26 Q1", *[""] * 9]),
            "wrong_authority",
            ("A3",),
            "A3 has another code",
            id="75 another authority without a figure",
        ),
        pytest.param(
            template(template_row(), ["Beltham", "2025-26 Q1", "CIN_RATS", *[""] * 8]),
            "wrong_authority",
            ("A3",),
            "A3 has another code",
            id="75 another name beside a quarter",
        ),
        pytest.param(
            template(template_row(), ["Z002", "", "Total", *[""] * 8]),
            "wrong_authority",
            ("A3",),
            "A3 has another code",
            id="75 totals of another authority",
        ),
        pytest.param(
            template(["Z001", "2025-26 Q1", *[""] * 9]), "no_rows", (), "no rows", id="13 filled down and nothing else"
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], [*TIDY, "1"], ["", "Signed: J Smith", *[""] * 5]],
            "row_note",
            ("B3",),
            "B3 holds a note, not a figure. Remove the row.",
            id="31 tidy with a signature",
        ),
        pytest.param(
            template(template_row(quarter="2025 Q1")), "unclear_quarter", ("B2",), "Write it as 2025-26 Q1", id="70"
        ),
        pytest.param(
            template(template_row(quarter="04/05/2025")), "unclear_quarter", ("B2",), "which quarter is meant", id="71"
        ),
        pytest.param(
            template(template_row(quarter="2025-Q5")), "unclear_quarter", ("B2",), "which quarter is meant", id="73"
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], [*TIDY[:3], "Z002", *TIDY[4:], "1"]],
            "wrong_authority",
            ("D2",),
            "D2",
            id="tidy of another authority",
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], [*TIDY[:5], "Other", "1"]],
            "wrong_authority",
            ("F2",),
            "F2",
            id="tidy with another name",
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], [*TIDY[:1], "Reporting year", *TIDY[2:], "1"]],
            "unclear_quarter",
            ("B2",),
            "Financial year Q1",
            id="tidy of a year",
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], ["2025", *TIDY[1:], "1"]], "unclear_quarter", ("A2",), "202526", id="tidy 2025"
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], ["202527", *TIDY[1:], "1"]],
            "unclear_quarter",
            ("A2",),
            "which quarter",
            id="tidy of two years apart",
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], ["202425", *TIDY[1:], "1"]],
            "other_quarter",
            ("A2",),
            "2024-25 Q1",
            id="tidy of another quarter",
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate"], [*TIDY[:2], "Regional", *TIDY[3:], "1"]],
            "other_level",
            ("C2",),
            "must say Local authority",
            id="tidy of a region",
        ),
        pytest.param([TIDY_HEADER, TIDY], "no_indicator", (), "no column for an indicator", id="tidy without figures"),
        pytest.param(
            [[*TIDY_HEADER, "cla_rate_numerator"], [*TIDY, "1"]],
            "missing_column",
            ("G1",),
            "Add the column cla_rate",
            id="tidy with a lone count",
        ),
        pytest.param(
            [[*TIDY_HEADER, "cla_rte"], [*TIDY, "1"]],
            "unknown_column",
            ("G1",),
            "Did you mean cla_rate?",
            id="79 tidy with an unknown indicator",
        ),
        pytest.param(
            [[*TIDY_HEADER[1:], "cla_rate"], [*TIDY[1:], "1"]],
            "missing_column",
            (),
            "Add the column time_period",
            id="tidy without its time",
        ),
    ],
)
def test_is_stopped_with_place_and_remedy(rows: list[list[object]], code: str, cells: tuple[str, ...], words: str):
    found = refused(rows)
    assert (found.code, words in found.sentence) == (code, True), found.sentence
    assert found.cells == cells
    assert found.keep is (code != "wrong_authority")


def test_column_names_in_the_middle_are_named_as_what_they_are():
    found = refused([*template(), *template()])
    assert (found.code, found.cells) == ("names_again", ("A3",))


def test_row_numbers_are_the_files_own():
    rows = [TEMPLATE_HEADER, [""] * 11, [""] * 11, template_row(authority_code="Z009")]
    assert refused(rows).cells == ("A4",)


BANNED = ("invalid", "please", "sorry", "forbidden", "oops", "illegal", "denied", "error occurred")


def test_no_sentence_uses_a_banned_word():

    for package in (intake, layout):
        for file in Path(package.__path__[0]).glob("*.py"):
            text = file.read_text().casefold()
            assert not [word for word in BANNED if word in text], file
