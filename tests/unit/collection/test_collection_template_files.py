"""The two files of a template: what is open, what is said beside the cells, and that both are read alike (D3, D4)."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from collection_entries import Q1, context
from collection_payloads import HARMLESS, PAYLOADS

from outcomes.catalogue.indicators import catalogue, list_indicators
from outcomes.catalogue.status import Status
from outcomes.collection.check.run import check_file
from outcomes.collection.figure import Figure, plain
from outcomes.collection.intake.read import read_grid
from outcomes.collection.template.prompts import LONGEST_TEXT, LONGEST_TITLE, SYMBOLS, prompts_of
from outcomes.collection.template.rows import COLUMNS, TO_FILL_IN, TemplateRow
from outcomes.collection.template.write_csv import template_csv
from outcomes.collection.template.write_xlsx import template_xlsx

CONTRACT = (
    "authority_code", "quarter", "indicator_code", "value", "numerator", "denominator", "comment", "follow_up",
    "indicator", "unit", "last_quarter",
)  # fmt: skip


def row(code="CLA_RATE", **more):
    indicator = catalogue()[code]
    last = "2024-25 Q4: 71 (approved)"
    return TemplateRow("Z001", str(Q1), code, indicator.name, indicator.unit.words, last_quarter=last, **more)


def filled():
    return [
        row("REF_RATE", value="130.4", numerator="652", denominator="50000"),
        row("REREF_PCT", value="20.1", numerator="131", denominator="652", comment="Late, \u00a31\nand more"),
        row("S47_RATE", value="c", follow_up="yes"),
        row("CLA_RATE", numerator="355", denominator="50000"),
        row("CPP_RATE"),
        row("SW_CASELOAD", value="16.25", numerator="1218.75", denominator="75"),
    ]


def sheet_of(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Return"]
    return book["Return"]


def test_columns_are_those_of_the_contract():
    assert COLUMNS == CONTRACT


def test_csv_has_its_mark_and_its_header_in_row_1():
    content = template_csv(filled())
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == CONTRACT
    assert rows[2][6] == "Late, \u00a31\nand more"
    assert len(rows) == len(filled()) + 1


def test_workbook_starts_in_a1_and_stays_in_sight():
    sheet = sheet_of(template_xlsx(filled()))
    assert tuple(cell.value for cell in sheet[1]) == CONTRACT
    assert sheet.freeze_panes == "D2"


def test_only_what_is_to_be_filled_in_is_open_and_there_is_no_password():
    sheet = sheet_of(template_xlsx(filled()))
    opened = {
        CONTRACT[cell.column - 1]
        for cells in sheet.iter_rows(min_row=2)
        for cell in cells
        if not cell.protection.locked
    }
    locked = {
        CONTRACT[cell.column - 1] for cells in sheet.iter_rows(min_row=2) for cell in cells if cell.protection.locked
    }
    assert opened == set(TO_FILL_IN)
    assert locked == set(CONTRACT) - opened
    assert sheet.protection.sheet
    assert not sheet.protection.password


def test_numbers_are_numbers_and_codes_are_text():
    sheet = sheet_of(template_xlsx(filled()))
    assert (sheet["D2"].value, sheet["D2"].data_type) == (130.4, "n")
    assert (sheet["E2"].value, sheet["E2"].data_type) == (652, "n")
    assert (sheet["A2"].value, sheet["D4"].value) == ("Z001", "c")
    digits = sheet_of(template_xlsx([replace(filled()[0], authority_code="001")]))
    assert (digits["A2"].value, digits["A2"].data_type) == ("001", "s")


def validations(sheet, cell):
    return [each for each in sheet.data_validations.dataValidation if cell in each.sqref]


def test_symbols_can_be_chosen_and_numbers_typed():
    [value] = validations(sheet_of(template_xlsx(filled())), "D2")
    assert value.type == "list"
    assert value.formula1 == f'"{",".join(SYMBOLS)}"'
    # Without an error message neither Excel nor LibreOffice minds what is typed.
    assert not value.showErrorMessage
    assert value.showInputMessage


def test_follow_up_is_yes_or_no():
    [follow] = validations(sheet_of(template_xlsx(filled())), "H2")
    assert follow.formula1 == '"yes,no"'
    assert follow.showErrorMessage


def test_each_count_says_what_it_is():
    sheet = sheet_of(template_xlsx(filled()))
    [numerator], [denominator] = validations(sheet, "E3"), validations(sheet, "F3")
    assert numerator.prompt.casefold().startswith(catalogue()["REREF_PCT"].numerator.casefold())
    assert denominator.prompt.casefold().startswith(catalogue()["REREF_PCT"].denominator.casefold())


@pytest.mark.parametrize("indicator", list_indicators(), ids=lambda each: each.code)
def test_instructions_fit_and_are_whole(indicator):
    for column, prompt in prompts_of(indicator).items():
        assert len(prompt.title) <= LONGEST_TITLE, column
        assert len(prompt.text) <= LONGEST_TEXT, column
        assert not prompt.text.endswith("\N{HORIZONTAL ELLIPSIS}"), f"{column} of {indicator.code} is cut off"


def test_every_indicator_finds_room():
    sheet = sheet_of(template_xlsx([row(each.code) for each in list_indicators()]))
    assert sheet.max_row == 41
    assert len(sheet.data_validations.dataValidation) == 40 * 7


def test_equal_rows_give_equal_bytes():
    assert template_xlsx(filled()) == template_xlsx(filled())
    assert template_csv(filled()) == template_csv(filled())


def test_nothing_stands_in_the_workbook_that_an_upload_refuses():
    content = template_xlsx(filled())
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if re.search(r"comment|vba|external|media|drawing|sheet2", name, re.IGNORECASE)]
    assert not sheet_of(content).merged_cells.ranges


def rows_of(grid):
    return [(number, tuple(cell.strip() for cell in cells)) for number, cells in grid.rows]


def test_both_files_are_read_alike():
    """D3: the same content, the same grid."""
    as_csv = read_grid(template_csv(filled()), "return.csv")
    as_xlsx = read_grid(template_xlsx(filled()), "return.xlsx")
    assert rows_of(as_csv) == rows_of(as_xlsx)
    assert as_csv.blank_rows == as_xlsx.blank_rows == 0
    assert not as_xlsx.marks
    assert as_xlsx.sheet == "Return"


@pytest.mark.parametrize("text", [*PAYLOADS, *HARMLESS])
def test_no_text_of_a_template_runs(text):
    rows = [row(comment=text)]
    told = csv.reader(io.StringIO(template_csv(rows).decode("utf-8-sig"), newline=""))
    in_csv = list(told)[1][6]
    cell = sheet_of(template_xlsx(rows))["G2"]
    assert in_csv.replace("\r", "\n") == (cell.value or "")
    assert cell.data_type != "f"
    assert in_csv[:1] not in set("=+-@\t\r\n") or in_csv in {"-5", "-12.50"}


STORED = (
    Figure("REF_RATE", Status.OK, Decimal("130.4"), Decimal(652), Decimal(50000)),
    Figure("REREF_PCT", Status.OK, Decimal("20.1"), Decimal(131), Decimal(652), comment="=1+1 was typed here"),
    Figure("S47_RATE", Status.CONFIDENTIAL, follow_up=True),
    Figure("CLA_SDQ_MEAN", Status.OK, Decimal("14.2")),
    Figure("SW_CASELOAD", Status.OK, Decimal("16.3"), Decimal(1219), Decimal(75)),
)


@pytest.mark.parametrize("write", [template_csv, template_xlsx])
def test_stored_figures_come_back_unchanged(write):
    """Download, upload: nothing changes, nothing is cleared, not even text that had to be guarded (D4, W1)."""
    rows = [
        row(
            each.indicator,
            value=plain(each.value) if each.status is Status.OK else each.status.value,
            numerator=plain(each.numerator),
            denominator=plain(each.denominator),
            comment=each.comment,
            follow_up="yes" if each.follow_up else "",
        )
        for each in STORED
    ]
    codes = [each.indicator for each in STORED]
    checked = check_file(write(rows), "return", context(asked=codes, stored=STORED))
    assert checked.refusal is None
    assert not checked.errors
    assert {change.indicator: change.kind for change in checked.changes} == dict.fromkeys(codes, "unchanged")
    assert checked.counts.unchanged == len(STORED)
    assert checked.counts.reconcile
