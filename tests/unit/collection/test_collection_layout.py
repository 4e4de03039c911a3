"""The three layouts, and what stops a file first: a wrong header, another authority, another quarter, children."""

from datetime import date
from pathlib import Path

import pytest
from factories.workbooks import DAY, RETURN_HEADER, TEMPLATE_HEADER, Cell, csv_bytes, template, template_row, xlsx_bytes

from core.quarters import Quarter
from outcomes.collection import intake, layout
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.intake.marks import Mark
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.entries import Entries
from outcomes.collection.layout.recognise import read_entries
from outcomes.collection.template.rows import TemplateRow
from outcomes.collection.template.write_csv import template_csv
from outcomes.collection.template.write_xlsx import template_xlsx

CONTEXT = CheckContext(
    authority_code="Z001",
    authority_name="Ashmere",
    quarter=Quarter(2025, 1),
    on=date(2025, 7, 14),
    asked=(Asked("REF_RATE", required=True),),
    names=frozenset({"z001", "z99000001", "ashmere", "ashmere council"}),
)
GOOD = ["REF_RATE", "62.5", "1250", "200000"]
TIDY_HEADER = ["time_period", "time_identifier", "geographic_level", "old_la_code", "new_la_code", "la_name"]
TIDY = ["202526", "Financial year Q1", "Local authority", "Z001", "Z99000001", "Ashmere"]


def entries_of(rows: list[list[object]]) -> Entries:
    return read_entries(read_grid(csv_bytes(rows), "x"), CONTEXT)


def refused(rows: list[list[object]]) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        entries_of(rows)
    return caught.value


def codes(found: Entries) -> list[str]:
    return [notice.code for notice in found.notices]


def test_the_template_is_recognised_and_its_columns_for_reading_ignored():
    found = entries_of(template(template_row(comment="why", follow_up="yes", indicator="=1+1", last_quarter="60")))
    assert found.layout == "template"
    [entry] = found.entries
    assert (entry.row, entry.authority, entry.quarter, entry.indicator) == (2, "Z001", "2025-26 Q1", "REF_RATE")
    assert (entry.value, entry.numerator, entry.denominator) == ("62.5", "1250", "200000")
    assert (entry.comment, entry.follow_up) == ("why", "yes")
    assert entry.columns.numbers["value"] == 4
    assert entry.columns.names["authority"] == "authority_code"
    assert found.notices == ()


def test_a_programme_return_needs_neither_authority_nor_quarter():
    found = entries_of([RETURN_HEADER, GOOD])
    assert found.layout == "programme_return"
    assert (found.entries[0].authority, found.entries[0].quarter, found.entries[0].comment) == ("", "", "")


def test_columns_stand_in_any_order_and_spelling():
    found = entries_of(
        [["Denominator", " VALUE ", "Indicator Code", "numerator"], ["200000", "62.5", "REF_RATE", "1250"]]
    )
    assert (found.entries[0].indicator, found.entries[0].value) == ("REF_RATE", "62.5")
    assert found.entries[0].columns.numbers == {"denominator": 1, "value": 2, "indicator": 3, "numerator": 4}
    [notice] = found.notices
    assert notice.code == "header_spelling"
    assert "A1, B1 and C1" in notice.text


def test_tidy_is_one_entry_for_each_indicator_of_a_row():
    header = [*TIDY_HEADER, "cla_rate", "ref_rate", "ref_rate_numerator", "ref_rate_denominator"]
    found = entries_of([header, [*TIDY, "c", "62.5", "1250", "200000"]])
    assert found.layout == "tidy"
    first, second = found.entries
    assert (first.indicator, first.value, first.numerator) == ("CLA_RATE", "c", "")
    assert (second.indicator, second.value, second.numerator, second.denominator) == (
        "REF_RATE",
        "62.5",
        "1250",
        "200000",
    )
    assert second.columns.numbers["value"] == 8
    assert second.columns.names["value"] == "ref_rate"
    assert found.notices == ()


def test_csv_and_xlsx_give_the_same_entries():
    rows = template(template_row(), template_row("CIN_RATE", value="c", numerator="", denominator=""))
    as_csv = entries_of(rows)
    as_xlsx = read_entries(read_grid(xlsx_bytes(rows), "x"), CONTEXT)
    assert as_xlsx.entries == as_csv.entries
    assert (as_xlsx.layout, as_xlsx.notices) == (as_csv.layout, as_csv.notices)


def test_our_own_template_comes_back_as_it_went_out():
    """Filled in with the longest comment, of a kind that has to be guarded: nothing to say about it."""
    row = TemplateRow(
        "Z001", "2025-26 Q1", "REF_RATE", "Referrals", "per 10,000", "62.5", "1250", "200000", comment="=" * 500
    )
    grids = [read_grid(content, "x") for content in (template_csv([row]), template_xlsx([row]))]
    found = [read_entries(grid, CONTEXT) for grid in grids]
    assert found[0].entries == found[1].entries
    assert [each.notices for each in found] == [(), ()]
    assert [grid.marks for grid in grids] == [{}, {}]
    assert found[0].entries[0].comment == "'" + "=" * 500


@pytest.mark.parametrize("name", ["Ashmere", "ashmere  COUNCIL", "Z99000001"])
def test_the_name_instead_of_the_code_is_taken_and_said(name: str):
    found = entries_of(template(template_row(authority_code=name)))
    assert codes(found) == ["authority_name"]
    assert "A2" in found.notices[0].text


@pytest.mark.parametrize("written", ["2025/26 Q1", "2025-26 q1", "Apr-Jun 2025", "30/06/2025"])
def test_the_quarter_in_other_words_is_taken_and_said(written: str):
    found = entries_of(template(template_row(quarter=written)))
    assert codes(found) == ["quarter_written"]
    assert f"{written} was read as 2025-26 Q1" in found.notices[0].text


def test_a_real_day_in_the_quarter_column_is_taken_where_it_is_plain():
    row = template_row(quarter=Cell("45838", style=DAY))  # 30 June 2025
    found = read_entries(read_grid(xlsx_bytes(template(row)), "x"), CONTEXT)
    assert codes(found) == ["quarter_written"]
    assert found.mark(found.entries[0], "quarter") is Mark.DAY
    middle = template_row(quarter=Cell("45794", style=DAY))  # 17 May 2025
    with pytest.raises(RefusedError) as caught:
        read_entries(read_grid(xlsx_bytes(template(middle)), "x"), CONTEXT)
    assert caught.value.code == "unclear_quarter"


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


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LA name", "Remove column E, LA name"),
        ("indicator_name", "Column E is called indicator_name"),
        ("family_safeguarding", "Remove column E, family_safeguarding"),
        ("child_protection_plans", "Remove column E, child_protection_plans"),
        ("age_range", "Remove column E, age_range"),
        ("LA code", "Did you mean authority_code?"),
        ("Notes", "Did you mean comment?"),
        ("\u540d\u524d", "Remove column E, \u540d\u524d"),
    ],
)
def test_a_column_about_no_one_is_named(name: str, words: str):
    found = refused([[*RETURN_HEADER, name], [*GOOD, "x"]])
    assert (found.code, found.keep, words in found.sentence) == ("unknown_column", True, True), found.sentence


def test_full_width_names_are_recognised_and_said():
    found = entries_of([["indicator_code", "\uff36\uff21\uff2c\uff35\uff25", "numerator", "denominator"], GOOD])
    assert (found.entries[0].value, codes(found)) == ("62.5", ["header_spelling"])


def test_column_names_in_the_middle_are_named_as_what_they_are():
    found = refused([*template(), *template()])
    assert (found.code, found.cells) == ("names_again", ("A3",))


@pytest.mark.parametrize(
    "name",
    [
        "child_name",
        "Surname",
        "Allocated Worker",
        "Ethnicity",
        "Home postcode",
        "first name",
        "Young person",
        "LCS number",
        "Case ref",
    ],
)
def test_a_column_about_persons_is_refused_without_its_name_or_content_and_not_kept(name: str):
    found = refused([[*RETURN_HEADER, "comment", name], [*GOOD, "x", "A Child"]])
    assert found.keep is False
    assert found.code in {"personal_column", "child_level"}
    assert name not in found.sentence
    assert "A Child" not in found.sentence
    assert found.cells == ("F1",)


@pytest.mark.parametrize(
    "comment",
    [
        "see A123456789012",
        "about 943 476 5919",
        "NHS 9434765919",
        "DOB 12/03/2011",
        "born on 3 May 2012",
        "date of birth: 2011-03-12",
    ],
)
def test_a_comment_that_points_at_a_child_stops_the_file_and_is_not_kept(comment: str):
    found = refused(template(template_row(), template_row("CIN_RATE", comment=comment)))
    assert (found.code, found.keep, found.cells) == ("child_level", False, ("G3",))
    assert "G3 holds" in found.sentence
    assert comment not in found.sentence


@pytest.mark.parametrize(
    "comment", ["12 born in 2012", "counts of 1234567890", "call 0113 496 0000", "A12345", "Q1 2025-26"]
)
def test_a_comment_about_no_one_is_left_alone(comment: str):
    assert entries_of(template(template_row(comment=comment))).entries[0].comment == comment


def test_many_pupil_numbers_are_a_list_of_children():
    rows = template(*[template_row(comment=f"A12345678901{n}") for n in range(5)])
    assert "list of single children" in refused(rows).sentence


def test_totals_and_notes_are_left_to_the_rules():
    """They are findings with their rows, not another authority (rows 30 and 31)."""
    total = template_row("", authority_code="Total", quarter="", value="99")
    note = template_row(
        "", authority_code="Source: our case system", quarter="", value="", numerator="", denominator=""
    )
    found = entries_of(template(template_row(), total, note))
    assert [entry.authority for entry in found.entries] == ["Z001", "Total", "Source: our case system"]


def test_row_numbers_are_the_files_own():
    rows = [TEMPLATE_HEADER, [""] * 11, [""] * 11, template_row(authority_code="Z009")]
    assert refused(rows).cells == ("A4",)


BANNED = ("invalid", "please", "sorry", "forbidden", "oops", "illegal", "denied", "error occurred")


def test_no_sentence_uses_a_banned_word():

    for package in (intake, layout):
        for file in Path(package.__path__[0]).glob("*.py"):
            text = file.read_text().casefold()
            assert not [word for word in BANNED if word in text], file
