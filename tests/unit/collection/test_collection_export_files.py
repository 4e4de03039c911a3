"""Exports of findings and of approved figures: nothing lost, nothing that runs, equal input gives equal files."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from collection_entries import Q1, context
from collection_payloads import HARMLESS, PAYLOADS

from core.quarters import Quarter
from outcomes.catalogue.indicators import catalogue, list_indicators
from outcomes.catalogue.status import Status
from outcomes.collection.check.result import Checked, Refusal
from outcomes.collection.check.run import check_file
from outcomes.collection.export.figures import Approved, Area, Export
from outcomes.collection.export.findings import COLUMNS, findings_csv, findings_xlsx
from outcomes.collection.export.neutral import LONGEST_CELL, for_workbook, neutral
from outcomes.collection.export.tidy import METADATA, PLACE, metadata_csv, tidy_csv
from outcomes.collection.export.workbook import MOST_CELLS, MOST_IN_BACKGROUND, TooLargeError, require_size, workbook
from outcomes.collection.figure import Figure
from outcomes.collection.rules.finding import Finding, LedgerLine, Outcome, Severity

# gptables says `inplace` to pandas, and leaves the file of its own theme open.
pytestmark = [
    pytest.mark.filterwarnings(r"ignore::DeprecationWarning:gptables\..*"),
    pytest.mark.filterwarnings("ignore:unclosed file.*gptheme:ResourceWarning"),
]
AREA = Area("Z001", "Z06000001", "Northshire", "Far North", invented=True)
REAL = Area("801", "E06000023", "Bristol, City of", "South West", invented=False)
AS_AT = date(2025, 11, 28)
SYMBOLS = [status for status in Status if status is not Status.OK]


def finding(found="12", cells=("D2",), **more):
    said = {"message": "The value is odd.", "remedy": "Correct it."} | more
    return Finding("VALUE_RANGE", 1, Severity.ERROR, "Return", cells, "value", found, indicator="CLA_RATE", **said)


def checked(*findings, **more):
    return Checked("2025.1", findings=findings, **more)


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    header, *rows = sheet.iter_rows()
    assert all(cell.data_type == "s" or cell.value is None for row in rows for cell in row)
    names = [cell.value for cell in header]
    return [dict(zip(names, ("" if cell.value is None else cell.value for cell in row), strict=True)) for row in rows]


READERS = [pytest.param(findings_csv, read_csv, id="csv"), pytest.param(findings_xlsx, read_xlsx, id="xlsx")]


@pytest.mark.parametrize(("write", "read"), READERS)
class TestFindings:
    def test_every_cell_has_a_line_not_only_the_first_50(self, write, read):
        cells = tuple(f"D{row}" for row in range(2, 5002))
        lines = read(write(checked(finding(cells=cells))))
        assert [line["cell"] for line in lines] == list(cells)
        assert list(lines[0]) == list(COLUMNS)
        assert {line["remedy"] for line in lines} == {"Correct it."}

    def test_a_finding_about_no_cell_has_a_line_too(self, write, read):
        [line] = read(write(checked(finding(cells=()))))
        assert line["cell"] == ""

    @pytest.mark.parametrize("text", [text for text in HARMLESS if text])
    def test_text_comes_out_as_it_went_in(self, write, read, text):
        [line] = read(write(checked(finding(found=text, message=f"Said {text}, twice"))))
        assert line["found"] == text
        assert line["message"] == f"Said {text}, twice"

    @pytest.mark.parametrize("text", PAYLOADS)
    def test_nothing_runs(self, write, read, text):
        [line] = read(write(checked(finding(found=text, message=text, remedy=text))))
        # A workbook keeps a return as a line end.
        assert line["found"].replace("\r", "\n") == neutral(text).replace("\r", "\n")
        assert {line["found"], line["message"], line["remedy"]} == {line["found"]}

    def test_a_refusal_names_its_cells(self, write, read):
        lines = read(write(checked(refusal=Refusal("wrong_authority", "For another authority.", ("A2", "A3")))))
        assert [(line["severity"], line["rule"], line["cell"]) for line in lines] == [
            ("refused", "wrong_authority", "A2"),
            ("refused", "wrong_authority", "A3"),
        ]

    def test_a_rule_of_ours_that_crashed_is_no_silence(self, write, read):
        crash = LedgerLine("VALUE_RANGE", 1, "Values are possible", Outcome.CRASHED, why="reference 1F2E")
        [line] = read(write(checked(ledger=(crash,))))
        assert line["severity"] == "not checked"
        assert "1F2E" in line["message"]

    def test_characters_that_no_file_can_hold_do_no_harm(self, write, read):
        [line] = read(write(checked(finding(found="a\ud800b"))))
        assert line["found"] == "a?b"

    def test_equal_checks_give_equal_files(self, write, read):  # noqa: ARG002
        assert write(checked(finding(), finding("13"))) == write(checked(finding(), finding("13")))


def test_a_cell_of_a_workbook_is_cut_rather_than_lost():
    [line] = read_xlsx(findings_xlsx(checked(finding(found="x" * 40_000))))
    assert line["found"] == "x" * LONGEST_CELL


def number(code, value, numerator=None, denominator=None, area=AREA, quarter=Q1):
    counts = [None if part is None else Decimal(str(part)) for part in (value, numerator, denominator)]
    return Approved(area, quarter, Figure(code, Status.OK, *counts))


def symbol(code, status, area=AREA, quarter=Q1):
    return Approved(area, quarter, Figure(code, status))


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_tidy_says_when_and_where_as_the_standard_does():
    [row] = rows_of(tidy_csv([number("CLA_RATE", 71, 355, 50000, area=REAL)]))
    assert [row[name] for name in PLACE] == [
        "202526", "Financial year Q1", "Local authority", "E92000001", "England", "E12000009", "South West", "801",
        "E06000023", "Bristol, City of",
    ]  # fmt: skip
    assert row["cla_rate"] == "71"


def test_invented_figures_are_never_of_england():
    [row] = rows_of(tidy_csv([number("CLA_RATE", 71)]))
    assert (row["country_code"], row["country_name"]) == ("Z92000001", "Invented country")


def test_tidy_has_symbols_and_no_blank():
    figures = [symbol(indicator.code, status) for indicator, status in zip(list_indicators(), SYMBOLS, strict=False)]
    figures.append(number("CLA_RATE", 71, quarter=Q1.next()))
    # Annual: not collected in the first quarter; quarterly and missing: not available.
    figures.append(number("CLA_SGO_PCT", 12, quarter=Quarter(2025, 4)))
    rows = rows_of(tidy_csv(figures, counts=True))
    assert [rows[0][each.code.lower()] for each in list_indicators()[: len(SYMBOLS)]] == [str(each) for each in SYMBOLS]
    assert all(cell for row in rows for cell in row.values())
    assert (rows[0]["cla_sgo_pct"], rows[0]["cla_rate"]) == ("z", "x")
    assert [row["time_identifier"][-2:] for row in rows] == ["Q1", "Q2", "Q4"]


def test_counts_come_on_request():
    figures = [number("CLA_RATE", 71, 355, 50000)]
    assert "cla_rate_numerator" not in rows_of(tidy_csv(figures))[0]
    [row] = rows_of(tidy_csv(figures, counts=True))
    assert (row["cla_rate_numerator"], row["cla_rate_denominator"]) == ("355", "50000")


def test_metadata_describes_every_column_but_the_places():
    figures = [number(each.code, 1, 1, 100) for each in list_indicators()]
    for counts in (False, True):
        [row] = rows_of(tidy_csv(figures, counts=counts))
        described = rows_of(metadata_csv(figures, counts=counts))
        assert tuple(described[0]) == METADATA
        assert [each["col_name"] for each in described] == [name for name in row if name not in PLACE]
        assert {each["col_type"] for each in described} == {"Indicator"}
        assert {each["indicator_unit"] for each in described} <= {"", "%"}
        assert all(0 < len(each["label"]) <= 100 for each in described)
        assert len({each["label"] for each in described}) == len(described)


def test_a_changed_definition_is_said():
    figures = [number("CLA_RATE", 71), number("CLA_RATE", 72, quarter=Q1.next())]
    figures[1] = replace(figures[1], figure=figures[1].figure._replace(definition=2))
    assert rows_of(metadata_csv(figures))[0]["label"].endswith("(definition changed)")
    notes = openpyxl.load_workbook(io.BytesIO(workbook(Export(figures, AS_AT), title="Figures")))["Notes"]
    assert "do not compare across the change" in str(notes["B4"].value)


def asked_of(codes, stored=()):
    own = context(asked=codes, stored=stored)
    return replace(own, names=own.names | {AREA.gss_code.casefold()})


def test_our_own_reader_takes_the_tidy_file_back():
    """What we export as tidy is read as tidy, and says the same (sector B)."""
    figures = [
        number("REF_RATE", "130.4", 652, 50000),
        number("REREF_PCT", "20.1", 131, 652),
        symbol("S47_RATE", Status.CONFIDENTIAL),
        symbol("CIN_RATE", Status.ROUNDS_TO_ZERO),
        number("CLA_RATE", 71, 355, 50000),
    ]
    codes = [each.figure.indicator for each in figures]
    stored = [each.figure for each in figures]
    told = check_file(tidy_csv(figures, counts=True), "figures.csv", asked_of(codes, stored))
    assert told.refusal is None
    assert told.layout == "tidy"
    assert not told.errors
    assert {change.indicator: change.kind for change in told.changes} == dict.fromkeys(codes, "unchanged")


def test_a_number_without_counts_comes_back_without_counts():
    """The layout knows no blank, so it says x for the counts; read again that is no symbol in a count."""
    figures = [number("CLA_RATE", 71), number("REF_RATE", "130.4", 652, 50000)]
    codes = ["CLA_RATE", "REF_RATE"]
    content = tidy_csv(figures, counts=True)
    assert ",71,x,x" in content.decode()
    told = check_file(content, "figures.csv", asked_of(codes, [each.figure for each in figures]))
    assert not told.errors
    assert {change.indicator: change.kind for change in told.changes} == dict.fromkeys(codes, "unchanged")


def test_a_symbol_in_a_count_is_still_refused_where_it_says_something():
    """x beside a blank value or c beside a number is no way of the layout to say that there is none."""
    content = tidy_csv([number("CLA_RATE", 71)], counts=True).decode()
    for cells in (",,x,x", ",71,c,c"):
        told = check_file(content.replace(",71,x,x", cells).encode(), "figures.csv", asked_of(["CLA_RATE"]))
        assert "SYMBOL_IN_COUNT" in {finding.rule for finding in told.errors}, cells


def test_values_of_every_indicator_fit_into_one_return():
    figures = [number(each.code, 10) for each in list_indicators()]
    told = check_file(tidy_csv(figures), "figures.csv", asked_of([each.code for each in list_indicators()]))
    assert told.refusal is None
    assert {figure.indicator: figure.value for figure in told.figures} == {
        each.code: Decimal(10) for each in list_indicators()
    }


@pytest.mark.parametrize("text", [text for text in PAYLOADS if text != "-"])
def test_no_name_in_an_export_of_figures_runs(text):
    figures = [number("CLA_RATE", 71, area=replace(AREA, name=text, region=text))]
    [row] = rows_of(tidy_csv(figures))
    assert row["la_name"] == row["region_name"] == f"'{text}"
    book = openpyxl.load_workbook(io.BytesIO(workbook(Export(figures, AS_AT), title=text)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert for_workbook(text) in {cell.value for cell in cells}


def book_of(*figures, withheld=0):
    return openpyxl.load_workbook(io.BytesIO(workbook(Export(figures, AS_AT, withheld), title="Approved figures")))


def text_of(sheet):
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_workbook_is_laid_out_as_the_guidance_asks():
    book = book_of(number("CLA_RATE", 71, area=REAL), symbol("REF_RATE", Status.CONFIDENTIAL, area=REAL), withheld=3)
    assert book.sheetnames == ["Cover", "Contents", "Notes", "Demand", "Care"]
    cover = text_of(book["Cover"])
    assert "as known on 28 November 2025" in cover
    assert "3 figures are withheld" in cover
    for status in SYMBOLS:
        assert f"[{status.value}]" in cover
    for sheet in book:
        assert len(sheet.tables) == (0 if sheet.title == "Cover" else 1)
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
    care = book["Care"]
    assert "Source: quarterly returns" in text_of(care)
    [table] = care.tables.values()
    header, row = care[table.ref]
    assert [cell.value for cell in header][:3] == ["Authority code", "Authority", "Quarter"]
    assert header[3].value.startswith(f"{catalogue()['CLA_RATE'].name}\n(per 10,000 children)\n[note ")
    assert [cell.value for cell in row] == ["801", "Bristol, City of", "2025-26 Q1", 71]
    assert row[0].data_type == "s"


def test_workbook_leaves_no_cell_of_a_table_blank():
    book = book_of(number("REF_RATE", 130), number("CIN_RATE", 300, quarter=Q1.next()))
    sheet = book["Demand"]
    [table] = sheet.tables.values()
    cells = [cell.value for row in sheet[table.ref] for cell in row]
    assert None not in cells
    assert "[x]" in cells


def test_workbook_says_that_invented_is_invented():
    assert "invented" in text_of(book_of(number("CLA_RATE", 71))["Cover"])
    assert "invented" not in text_of(book_of(number("CLA_RATE", 71, area=REAL))["Cover"])


def test_equal_figures_give_equal_workbooks():
    export = Export([number("CLA_RATE", 71)], AS_AT)
    assert workbook(export, title="Figures") == workbook(export, title="Figures")


def test_a_workbook_that_would_take_too_long_says_what_to_do():
    require_size(MOST_CELLS)
    with pytest.raises(TooLargeError, match=r"in the background.*ask for fewer quarters.*CSV file"):
        require_size(MOST_CELLS + 1)
    require_size(MOST_IN_BACKGROUND, waited_for=False)
    with pytest.raises(TooLargeError, match="Ask for the CSV file"):
        require_size(MOST_IN_BACKGROUND + 1, waited_for=False)
