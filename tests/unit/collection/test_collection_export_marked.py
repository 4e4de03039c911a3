"""The copy with the errors marked: each cell where it stood, what to do beside it, fit to be uploaded (section 7)."""

import io
from datetime import date

import openpyxl
import pytest

from core.quarters import Quarter
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.check.run import check_file
from outcomes.collection.export.marked import marked_copy

HEADER = "authority_code,quarter,indicator_code,value,numerator,denominator,comment,follow_up"
ROWS = (
    "Z001,2025-26 Q1,CLA_RATE,,n/a,50000,=HYPERLINK(1),",
    "",
    "Z001,2025-26 Q1,REREF_PCT,21,0200,1000,NHS 943 476 591,maybe",
    "Z001,2025-26 Q1,CPP_RATE,c,,,,",
)
CONTENT = "\r\n".join((HEADER, *ROWS, "")).encode()
CONTEXT = CheckContext(
    authority_code="Z001",
    authority_name="Northshire",
    quarter=Quarter(2025, 1),
    on=date(2025, 7, 20),
    asked=tuple(Asked(code, required=True) for code in ("CLA_RATE", "REREF_PCT", "CPP_RATE")),
    names=frozenset({"z001"}),
)


@pytest.fixture
def copy() -> bytes:
    return marked_copy(CONTENT, "return.csv", check_file(CONTENT, "return.csv", CONTEXT))


def test_each_cell_with_an_error_is_framed_and_says_what_to_do(copy: bytes):
    sheet = openpyxl.load_workbook(io.BytesIO(copy)).active
    told = {str(each.sqref): (each.promptTitle, each.prompt) for each in sheet.data_validations.dataValidation}
    assert set(told) == {"E2", "D4", "E4", "F4", "H4"}
    title, text = told["E2"]
    assert title.startswith("Error ")
    assert "Write z if the figure cannot apply, x if it is not available." in text
    framed = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.border.left.style == "thick"}
    assert framed == set(told), "seen without colour as well"
    assert [sheet[cell].value for cell in ("D2", "E2", "F2", "E4", "D5")] == [None, "n/a", 50000, "0200", "c"]
    assert sheet["G2"].value == "'=HYPERLINK(1)", "nothing in it runs"


def test_the_copy_says_what_the_file_said_and_is_taken_once_it_is_mended(copy: bytes):
    before, again = check_file(CONTENT, "return.csv", CONTEXT), check_file(copy, "marked.xlsx", CONTEXT)
    assert again.refusal is None
    assert [(each.rule, each.cells) for each in again.errors] == [(each.rule, each.cells) for each in before.errors]
    assert again.counts == before.counts
    book = openpyxl.load_workbook(io.BytesIO(copy))
    for cell, value in (("E2", 335), ("D4", 20), ("H4", "no")):
        book.active[cell] = value
    file = io.BytesIO()
    book.save(file)
    mended = check_file(file.getvalue(), "marked.xlsx", CONTEXT)
    assert mended.errors == ()
    assert next(each.comment for each in mended.figures if each.indicator == "CLA_RATE") == "=HYPERLINK(1)"


def test_what_speaks_of_a_person_is_not_in_the_copy():
    content = CONTENT.replace(b"NHS 943 476 591", b"see NHS number in the file")
    checked = check_file(content, "return.csv", CONTEXT)
    assert "COMMENT_CHILD" in {each.rule for each in checked.errors}
    sheet = openpyxl.load_workbook(io.BytesIO(marked_copy(content, "return.csv", checked))).active
    assert sheet["G4"].value is None
    assert "NHS" not in str([cell.value for row in sheet.iter_rows() for cell in row])
