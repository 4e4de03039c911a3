"""Cells of a workbook that are more than text, and numbers and days as the text that a CSV file would hold."""

import io

import openpyxl
import pytest
import xlsxwriter
from factories.workbooks import (
    DAY,
    MAIN,
    ODD_PERCENT,
    PERCENT,
    RETURN_HEADER,
    STRUCK,
    Cell,
    Workbook,
    sheet_xml,
    template,
    template_row,
    xlsx_bytes,
    zip_bytes,
)

from outcomes.collection.intake.marks import Mark
from outcomes.collection.intake.read import read_grid

GOOD = ["REF_RATE", 62.5, 1250, 200000]
ROWS = [RETURN_HEADER, GOOD]
EMPTY_SHEET = sheet_xml({})
RICH_STRUCK = '<c r="B2" t="inlineStr"><is><r><rPr><strike/></rPr><t>62</t></r></is></c>'


def with_sheet(xml: str) -> bytes:
    return zip_bytes(Workbook(ROWS).parts() | {"xl/worksheets/sheet1.xml": xml})


def by_openpyxl(**given: object) -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    for cell, formula in given.items():
        book.active[cell] = formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marks_of(*rows: list[object], **given: object) -> dict[tuple[int, int], tuple[Mark, str]]:
    grid = read_grid(xlsx_bytes([RETURN_HEADER, *rows], **given), "x")
    texts = dict(grid.rows)
    return {(row, column): (mark, texts[row][column - 1]) for (row, column), mark in grid.marks.items()}


def test_cells_that_are_more_than_text_are_marked():
    found = marks_of(
        ["REF_RATE", Cell("#REF!", "e"), Cell("#DIV/0!", "e", "1/0"), True],
        ["CIN_RATE", Cell(formula="1+1"), Cell("5", formula="cmd|' /C calc'!A0"), Cell("6", formula="[1]Sheet1!A1")],
        ["S47_RATE", Cell("0.625", style=PERCENT), Cell("0.145", style=ODD_PERCENT), Cell("45747", style=DAY)],
        ["ICPC_RATE", Cell("3", style=STRUCK), Cell("45747.5", style=DAY), Cell("1", "b")],
    )
    assert found == {
        (2, 2): (Mark.ERROR, "#REF!"),
        (2, 3): (Mark.ERROR, "#DIV/0!"),
        (2, 4): (Mark.BOOLEAN, "TRUE"),
        (3, 2): (Mark.FORMULA, "=1+1"),
        (3, 3): (Mark.FORMULA, "=cmd|' /C calc'!A0"),
        (3, 4): (Mark.FORMULA, "=[1]Sheet1!A1"),
        (4, 2): (Mark.PERCENT, "62.5"),
        (4, 3): (Mark.PERCENT, "14.5"),
        (4, 4): (Mark.DAY, "2025-03-31"),
        (5, 2): (Mark.STRUCK, "3"),
        (5, 3): (Mark.DAY, "2025-03-31 12:00:00"),
        (5, 4): (Mark.BOOLEAN, "TRUE"),
    }


def test_text_struck_through_in_part_is_marked():
    second = f'<row r="2"><c r="A2" t="inlineStr"><is><t>REF_RATE</t></is></c>{RICH_STRUCK}</row>'
    content = with_sheet(sheet_xml({1: RETURN_HEADER}).replace("</sheetData>", f"{second}</sheetData>"))
    assert read_grid(content, "x").marks == {(2, 2): Mark.STRUCK}


def test_hidden_rows_and_columns_are_marked_where_they_hold_something():
    assert marks_of(GOOD, ["CIN_RATE", 1, "", ""], hidden_rows=(3, 9)) == {
        (3, 1): (Mark.HIDDEN, "CIN_RATE"),
        (3, 2): (Mark.HIDDEN, "1"),
    }
    columns = marks_of(GOOD, before='<cols><col min="4" max="9" hidden="1"/></cols>')
    assert columns == {(1, 4): (Mark.HIDDEN, "denominator"), (2, 4): (Mark.HIDDEN, "200000")}


def test_a_formula_with_a_stored_result_is_read_and_said():
    grid = read_grid(xlsx_bytes([RETURN_HEADER, ["REF_RATE", Cell("62.5", formula="C2/D2*10000"), 1250, 200000]]), "x")
    assert grid.rows[1][1] == ("REF_RATE", "62.5", "1250", "200000")
    assert [notice.text for notice in grid.notices] == ["B2 holds a formula: the results stored in the file were read."]


@pytest.mark.parametrize("formula", ["T1[[#This Row],[numerator]]/T1[[#This Row],[denominator]]*100", "SUM(T1[value])"])
def test_columns_of_a_table_are_not_another_workbook(formula: str):
    grid = read_grid(xlsx_bytes([RETURN_HEADER, ["REF_RATE", Cell("62.5", formula=formula), 1250, 200000]]), "x")
    assert (grid.rows[1][1][1], grid.marks) == ("62.5", {})


@pytest.mark.parametrize("formula", ["'C:\\x\\[b.xlsx]My sheet'!A1", "[1]!Name", "SUM([2]Data!A1:A9)+T1[value]"])
def test_another_workbook_is_not_believed(formula: str):
    grid = read_grid(xlsx_bytes([RETURN_HEADER, ["REF_RATE", Cell("62.5", formula=formula), 1250, 200000]]), "x")
    assert grid.marks == {(2, 2): Mark.FORMULA}


@pytest.mark.parametrize("last", [200000, Cell("#N/A", "e"), Cell("200000", formula="2*100000")])
def test_formulas_of_drop_downs_and_bars_below_the_cells_are_not_the_last_cells(last: object):
    """Excel writes them into an extension of the sheet, as <xm:f> (and a footer as text)."""
    after = (
        "<headerFooter><oddFooter>&amp;COfficial</oddFooter></headerFooter>"
        '<extLst><ext xmlns:x14="urn:a" xmlns:xm="urn:b"><x14:dataValidations><x14:dataValidation><x14:formula1>'
        "<xm:f>$A$2:$A$5</xm:f></x14:formula1><xm:sqref>B2:B5</xm:sqref></x14:dataValidation></x14:dataValidations>"
        "</ext></extLst>"
    )
    rows = [RETURN_HEADER, ["REF_RATE", 62.5, 1250, last]]
    plain = read_grid(xlsx_bytes(rows), "x")
    assert read_grid(xlsx_bytes(rows, after=after), "x") == plain
    assert plain.rows[1][1][3] in {"200000", "#N/A"}


def test_a_workbook_of_a_program_that_stores_no_results():
    """openpyxl writes formulas without results (row 89)."""
    grid = read_grid(by_openpyxl(B2="=C2/D2"), "x")
    assert grid.marks == {(2, 2): Mark.FORMULA}


@pytest.mark.parametrize(("properties", "day"), [("", "2021-03-31"), ('<workbookPr date1904="1"/>', "2025-04-01")])
def test_days_count_from_the_workbooks_own_beginning(properties: str, day: str):
    number = {"2021-03-31": "44286", "2025-04-01": "44286"}[day]
    grid = read_grid(
        xlsx_bytes([RETURN_HEADER, ["REF_RATE", Cell(number, style=DAY), 1, 2]], properties=properties), "x"
    )
    assert grid.rows[1][1][1] == day
    assert grid.marks == {(2, 2): Mark.DAY}


def test_numbers_are_the_shortest_decimals():
    numbers = [62.0, 62.50, 0.1 + 0.2, 4.5999999999999996, 1e-7, -3, 1e15, 1234567.891, 0.0, -0.0, 1e308]
    grid = read_grid(xlsx_bytes([RETURN_HEADER, *[["REF_RATE", number, 1, 2] for number in numbers]]), "x")
    texts = [cells[1] for _, cells in grid.rows[1:]]
    assert texts == ["62", "62.5", "0.3", "4.6", "0.0000001", "-3", "1E+15", "1234567.891", "0", "0", "1E+308"]


def test_empty_sheets_beside_the_return_are_forgiven_and_said():
    grid = read_grid(Workbook(ROWS, others={"Sheet2": EMPTY_SHEET, "Sheet3": EMPTY_SHEET}).bytes(), "x")
    assert [notice.code for notice in grid.notices] == ["empty_sheets"]


def test_far_cells_that_hold_nothing_and_blank_rows_are_no_content():
    content = with_sheet(
        sheet_xml({1: RETURN_HEADER, 4: GOOD, 5: [" ", ""]}).replace(
            "</sheetData>", '<row r="60"><c r="XFD60" s="1"/></row></sheetData>'
        )
    )
    grid = read_grid(content, "x")
    assert [row for row, _ in grid.rows] == [1, 4]
    assert grid.blank_rows == 58


def test_prefixed_names_and_cells_without_places_are_read():
    """Other programs write the same sheet in other words."""
    cells = "".join(f'<x:c t="inlineStr"><x:is><x:t>{name}</x:t></x:is></x:c>' for name in RETURN_HEADER)
    second = '<x:c t="inlineStr"><x:is><x:t>REF_RATE</x:t></x:is></x:c><x:c><x:v>1</x:v></x:c>'
    second += '<x:c t="e"><x:v>#N/A</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c>'
    rows = f"<x:row>{cells}</x:row><x:row>{second}</x:row>"
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    grid = read_grid(with_sheet(sheet), "x")
    assert grid.rows[1] == (2, ("REF_RATE", "1", "#N/A", "TRUE"))
    assert grid.marks == {(2, 3): Mark.ERROR, (2, 4): Mark.BOOLEAN}


def test_what_xlsxwriter_and_openpyxl_write_is_read():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Return")
    percent = book.add_format({"num_format": "0.0%"})
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    sheet.write_number("B2", 0.625, percent)
    sheet.write_url("E1", "https://example.test/", string="comment")
    sheet.data_validation("B2", {"validate": "any", "input_title": "Value", "input_message": "A number"})
    book.close()
    grid = read_grid(out.getvalue(), "x")
    assert grid.rows[1][1] == ("REF_RATE", "62.5", "1250", "200000", "")
    assert grid.marks == {(2, 2): Mark.PERCENT}
    assert read_grid(by_openpyxl(), "x").rows[1][1] == ("REF_RATE", "62.5", "1250", "200000")


def test_twenty_thousand_rows_fit_into_the_child():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Return")
    for number, row in enumerate(template(*[template_row(value=n / 7, comment=f"row {n}") for n in range(20_000)])):
        sheet.write_row(number, 0, row)
    book.close()
    assert len(read_grid(out.getvalue(), "x").rows) == 20_001
