"""What is forgiven because nobody sees it: no-break spaces at the edges, marks without width in comments."""

import pytest
from factories.workbooks import csv_bytes, template, template_row, xlsx_bytes

from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"


def grids(*rows: list[object]) -> list[Grid]:
    found = [read_grid(content, "x") for content in (csv_bytes(template(*rows)), xlsx_bytes(template(*rows)))]
    assert found[0].rows == found[1].rows
    assert found[0].notices == found[1].notices
    assert found[0].blank_rows == found[1].blank_rows
    return found


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000", " \u00a0 "])
def test_a_no_break_space_at_the_edge_of_a_cell_is_left_out_and_said(space: str):
    row = template_row(value=f"62.5{space}", numerator=f"{space}1250", quarter=f"2025-26 Q1{space}")
    for grid in grids(row, template_row("CIN_RATE")):
        assert grid.rows[1][1][1:5] == ("2025-26 Q1", "REF_RATE", "62.5", "1250")
        assert [notice.text for notice in grid.notices] == [
            "No-break spaces at the beginning or end of B2, D2 and E2 were left out."
        ]


def test_ordinary_spaces_and_spaces_inside_stay_for_the_rules():
    for grid in grids(template_row(value=" 62.5 ", numerator="1\u00a0250")):
        assert grid.rows[1][1][3:5] == (" 62.5 ", "1\u00a0250")
        assert grid.notices == ()


def test_a_cell_or_a_row_of_nothing_but_such_spaces_is_blank():
    for grid in grids(template_row(value="\u00a0"), ["\u00a0"] * 11, template_row("CIN_RATE")):
        assert [number for number, _ in grid.rows] == [1, 2, 4]
        assert (grid.rows[1][1][3], grid.blank_rows, grid.notices) == ("", 1, ())


def test_a_row_whose_comment_holds_only_unseen_marks_is_blank():
    marks = ["", "", "", "", "", "", "\u200b\u2060", "", "", "", ""]
    for grid in grids(template_row(), marks, template_row("CIN_RATE")):
        assert [number for number, _ in grid.rows] == [1, 2, 4]
        assert grid.blank_rows == 1


@pytest.mark.parametrize("words", [f"our team {FAMILY}", f"in {ENGLAND}.", PERSIAN, "plain \u2764\ufe0f"])
def test_joiners_that_belong_to_a_comment_stay_in_it(words: str):
    for grid in grids(template_row(comment=words)):
        assert grid.rows[1][1][6] == words
        assert grid.notices == ()


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u200d", "\u00ad", "\u200e", "\u2060", "\U000e0041"])
def test_other_marks_without_width_are_left_out_of_a_comment_and_said(mark: str):
    for grid in grids(template_row(comment=f"{mark}as be{mark}fore{mark}")):
        assert grid.rows[1][1][6] == "as before"
        assert [notice.text for notice in grid.notices] == ["Marks that cannot be seen were left out of G2."]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x00", "\x1b", "\x85\x84"])
def test_overrides_and_controls_refuse_a_comment_too(sign: str):
    with pytest.raises(RefusedError) as caught:
        read_grid(csv_bytes(template(template_row(comment=f"as{sign}before"))), "x")
    assert (caught.value.code, caught.value.cells) == ("hidden_character", ("G2",))


@pytest.mark.parametrize("field", ["indicator_code", "value", "authority_code", "unit"])
def test_a_joiner_outside_comments_is_named(field: str):
    place = {"indicator_code": "C2", "value": "D2", "authority_code": "A2", "unit": "J2"}[field]
    row = template_row() if field == "indicator_code" else template_row(**{field: "1\u200d0"})
    if field == "indicator_code":
        row[2] = "REF\u200d_RATE"
    for content in (csv_bytes(template(row)), xlsx_bytes(template(row))):
        with pytest.raises(RefusedError) as caught:
            read_grid(content, "x")
        assert (caught.value.code, caught.value.cells) == ("hidden_character", (place,))


def test_a_pupil_number_cannot_hide_behind_a_joiner():
    number = "A1234\u200d56789012"
    for grid in grids(template_row(comment=number)):
        assert grid.rows[1][1][6] == "A123456789012"
