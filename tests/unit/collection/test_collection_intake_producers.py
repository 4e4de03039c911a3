"""Files as other programs write them: the same return, whoever saved it; and what each of them gets wrong."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from factories.workbooks import HEAD, MAIN, REL, TEMPLATE_HEADER, Cell, Workbook, csv_bytes, sheet_xml, zip_bytes
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from core.quarters import Quarter
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.check.result import Checked
from outcomes.collection.check.run import check_file

CONTEXT = CheckContext(
    authority_code="Z001",
    authority_name="Ashmere",
    quarter=Quarter(2025, 1),
    on=date(2025, 7, 20),
    asked=tuple(Asked(code, required=False) for code in ("REF_RATE", "REREF_PCT", "CIN_RATE")),
    names=frozenset({"z001", "ashmere"}),
)
ROW = ["Z001", "2025-26 Q1", "REF_RATE", 62.5, 1250, 200000, "why", "yes", "Referrals", "per 10,000", "60"]
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
HEADER = ",".join(TEMPLATE_HEADER)


def check(content: bytes) -> Checked:
    return check_file(content, "x", CONTEXT)


def by_openpyxl(change: Callable[[Worksheet], object] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(TEMPLATE_HEADER)
    sheet.append(ROW)
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter(**options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("Return")
        sheet.write_row(0, 0, TEMPLATE_HEADER)
        sheet.write_row(1, 0, ROW)
        if options.get("date_1904"):
            sheet.write_datetime(1, 1, datetime(2025, 6, 30), book.add_format({"num_format": "mmm-yy"}))  # noqa: DTZ001
    return out.getvalue()


def by_pandas() -> bytes:
    out = io.BytesIO()
    pd.DataFrame([ROW], columns=TEMPLATE_HEADER).to_excel(out, index=False)
    return out.getvalue()


def of_parts(**changes: Callable[[str], str]) -> bytes:
    """Our own workbook with the text of some parts changed, by the beginning of their names."""
    parts = dict(Workbook([TEMPLATE_HEADER, ROW]).parts())
    for name, body in parts.items():
        for start, change in changes.items():
            if start in name and isinstance(body, str):
                parts[name] = change(body)
    return zip_bytes(parts)


def strict(xml: str) -> str:
    xml = xml.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    return xml.replace(REL, "http://purl.oclc.org/ooxml/officeDocument/relationships")


def prefixed(xml: str) -> str:
    return re.sub(r"<(/?)(?![?!])(\w)", r"<\1x:\2", xml).replace('xmlns="', 'xmlns:x="')


def without_references(xml: str) -> str:
    return re.sub(r' r="[A-Z]*\d+"', "", xml)


def streamed() -> bytes:
    """As programs write an archive into a stream: sizes stand behind each part and not before it."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.written += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in Workbook([TEMPLATE_HEADER, ROW]).parts().items():
            archive.writestr(name, body)
    return bytes(out.written)


def shared() -> bytes:
    """Shared texts with runs of their own format, a reading aid beside them, and spaces kept."""
    items = (
        "<r><t>REF</t></r><r><rPr><b/></rPr><t>_RATE</t></r>",
        '<t>62.5</t><rPh sb="0" eb="1"><t>9</t></rPh><phoneticPr fontId="1"/>',
    )
    row = [*ROW[:2], Cell("0", kind="s"), Cell("1", kind="s"), *ROW[4:]]
    parts = dict(Workbook().parts())
    texts = "".join(f"<si>{item}</si>" for item in items)
    parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}" count="2" uniqueCount="2">{texts}</sst>'
    parts["xl/worksheets/sheet1.xml"] = sheet_xml({1: TEMPLATE_HEADER, 2: row})
    added = {
        "[Content_Types].xml": f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>',
        "xl/_rels/workbook.xml.rels": f'<Relationship Id="r98" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
    }
    for name, inside in added.items():
        body = str(parts[name])
        parts[name] = body[: body.rindex("</")] + inside
    return zip_bytes(parts)


def rich(sheet: Worksheet) -> None:
    sheet["C2"] = CellRichText(TextBlock(InlineFont(b=True), "REF_"), "RATE")
    sheet["D2"] = CellRichText("6", TextBlock(InlineFont(b=True), "2"), ".5")


def dressed(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:K2"
    sheet.add_table(Table(displayName="Figures", ref="A1:K2"))
    sheet.print_title_rows = "1:1"
    sheet.print_area = "A1:K2"
    sheet.protection.sheet = True
    sheet["BZ2"].font = Font(bold=True)
    sheet["A500"].number_format = "0.0"


def formatted(sheet: Worksheet) -> None:
    for cell, form in (("D2", "\u00a3#,##0.00"), ("E2", "#,##0"), ("F2", "0.00E+00")):
        sheet[cell].number_format = form


def as_text(sheet: Worksheet) -> None:
    for cell, text in (("D2", "62.5"), ("E2", "1250")):
        sheet[cell] = text
        sheet[cell].number_format = "@"


SAME = {
    "openpyxl": by_openpyxl,
    "xlsxwriter": by_xlsxwriter,
    "xlsxwriter row by row": lambda: by_xlsxwriter(constant_memory=True),
    "xlsxwriter with large archives": lambda: by_xlsxwriter(use_zip64=True),
    "pandas": by_pandas,
    "into a stream": streamed,
    "strict OOXML": lambda: of_parts(xl=strict),
    "a prefix for every element": lambda: of_parts(sheet1=prefixed, **{"xl/workbook.xml": prefixed}),
    "absolute paths": lambda: of_parts(**{"workbook.xml.rels": lambda xml: xml.replace('"work', '"/xl/work')}),
    "cells without addresses": lambda: of_parts(sheet1=without_references),
    "a size that is not so": lambda: of_parts(
        sheet1=lambda xml: xml.replace("<sheetData", '<dimension ref="A1:XFD1048576"/><sheetData')
    ),
    "shared texts": shared,
    "rich text": lambda: by_openpyxl(rich),
    "frozen, filtered, a table, print areas, protected": lambda: by_openpyxl(dressed),
    "currency and other formats": lambda: by_openpyxl(formatted),
    "numbers stored as text": lambda: by_openpyxl(as_text),
    "UTF-16 with tabs": lambda: "\n".join([HEADER.replace(",", "\t"), "\t".join(map(str, ROW))]).encode("utf-16"),
    "semicolons": lambda: csv_bytes([TEMPLATE_HEADER, ROW], ";"),
    "sep= first": lambda: b"sep=;\r\n" + csv_bytes([TEMPLATE_HEADER, ROW], ";"),
    "sep= behind a mark": lambda: b"\xef\xbb\xbfsep=,\r\n" + csv_bytes([TEMPLATE_HEADER, ROW]),
    "sep= filled up by another program": lambda: b"sep=;,,,,,,,,,,\r\n" + csv_bytes([TEMPLATE_HEADER, ROW]),
    "two marks of the encoding": lambda: b"\xef\xbb\xbf" * 2 + csv_bytes([TEMPLATE_HEADER, ROW]),
    "a mark and a quoted name": lambda: (
        b'\xef\xbb\xbf"authority_code"' + csv_bytes([TEMPLATE_HEADER, ROW]).removeprefix(b"authority_code")
    ),
    "pandas to CSV with an empty row": lambda: (
        pd.DataFrame([ROW, [None] * 11], columns=TEMPLATE_HEADER).to_csv(index=False).encode()
    ),
    "every cell quoted, old Mac lines": lambda: "\r".join(
        ",".join(f'"{cell}"' for cell in row) for row in (TEMPLATE_HEADER, ROW)
    ).encode(),
}


@pytest.mark.parametrize("make", SAME.values(), ids=SAME)
def test_the_same_return_whoever_saved_it(make: Callable[[], bytes]):
    found = check(make())
    assert (found.refusal, found.findings) == (None, ())
    [figure] = found.figures
    numbers = (str(figure.value), str(figure.numerator), str(figure.denominator))
    assert numbers == ("62.5", "1250", "200000")
    assert (figure.indicator, figure.comment, figure.follow_up) == ("REF_RATE", "why", True)
    assert figure.place is not None
    assert figure.place.cell == "D2"


def put(cell: str, value: object, kind: str = "", form: str = "") -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = value
        if kind:
            sheet[cell].data_type = kind
        if form:
            sheet[cell].number_format = form

    return change


NAMED = [
    pytest.param(put("D2", "=E2/F2*10000"), "CELL_FORMULA", "D2", id="89 no stored result"),
    pytest.param(put("D2", "#N/A", "e"), "CELL_SPREADSHEET_ERROR", "D2", id="65 error"),
    pytest.param(put("C2", "#REF!", "e"), "CODE_FORMULA", "C2", id="65 error in a code"),
    pytest.param(put("G2", "#N/A", "e"), "COMMENT_SPREADSHEET_ERROR", "G2", id="65 error in a comment"),
    pytest.param(put("G2", "=A2"), "COMMENT_SPREADSHEET_ERROR", "G2", id="89 comment without a result"),
    pytest.param(put("H2", "#N/A", "e"), "FOLLOW_UP_UNKNOWN", "H2", id="65 error in the follow-up"),
    pytest.param(put("D2", date(2025, 6, 30)), "CELL_DAY", "D2", id="date as a value"),
    pytest.param(put("D2", time(1, 2)), "CELL_DAY", "D2", id="time as a value"),
    pytest.param(put("D2", True), "CELL_BOOLEAN", "D2", id="61 boolean"),
    pytest.param(put("D2", 0.625, form="0.0%"), "CELL_PERCENT", "D2", id="92 per cent of a rate"),
    pytest.param(put("F2", "200.000"), "COUNT_POINTS", "F2", id="58 points between thousands"),
    pytest.param(put("E2", "1.250.000"), "CELL_NOT_A_NUMBER", "E2", id="58 more points"),
    pytest.param(put("D2", "1E+2"), "CELL_EXPONENT", "D2", id="power of ten as text"),
    pytest.param(put("D2", "\u201362.5"), "CELL_LOOK_ALIKE", "D2", id="60 dash as minus"),
]


@pytest.mark.parametrize(("change", "rule", "cell"), NAMED)
def test_what_cannot_be_read_is_named_by_one_finding(change: Callable[[Worksheet], None], rule: str, cell: str):
    found = check(by_openpyxl(change))
    assert [(finding.rule, finding.cells) for finding in found.errors] == [(rule, (cell,))]


@pytest.mark.parametrize("cell", ["A2", "B2"])
@pytest.mark.parametrize(("value", "kind"), [("#REF!", "e"), ('="Z"&"001"', "f")])
def test_an_error_or_a_bare_formula_says_nothing_about_whose_return_it_is(cell: str, value: str, kind: str):
    refusal = check(by_openpyxl(put(cell, value, kind))).refusal
    assert refusal is not None
    assert (refusal.code, refusal.cells, refusal.keep) == ("not_typed", (cell,), True)


@pytest.mark.parametrize("form", ["0%", "0.0%", "0.0 %", "[Red]0.0%;-0.0%", "0.00%;[Red]-0.00%"])
def test_a_percentage_is_the_number_that_is_shown(form: str):
    def change(sheet: Worksheet) -> None:
        for cell, value in (("C2", "REREF_PCT"), ("D2", 0.12499999999999999), ("E2", 125), ("F2", 1000)):
            sheet[cell] = value
        sheet["D2"].number_format = form

    found = check(by_openpyxl(change))
    assert found.findings == ()
    assert str(found.figures[0].value) == "12.5"
    assert [notice.code for notice in found.notices] == ["PERCENT_SIGN"]


@pytest.mark.parametrize("written", ["12.5%", "12.5 %", "12.5\u00a0%", "12.500000%", "12.5000001%"])
def test_a_percentage_as_text_is_the_number_before_the_sign(written: str):
    row = [*ROW[:2], "REREF_PCT", written, 125, 1000, *ROW[6:]]
    for content in (csv_bytes([TEMPLATE_HEADER, row]), Workbook([TEMPLATE_HEADER, row]).bytes()):
        found = check(content)
        assert found.findings == ()
        assert str(found.figures[0].value) == "12.5"
        assert "PERCENT_SIGN" in [notice.code for notice in found.notices]


def test_true_and_false_are_yes_and_no_for_the_follow_up():
    for answer, follows in ((True, True), (False, False), ("True", True), ("FALSE", False)):
        row = [*ROW[:7], answer, *ROW[8:]]
        for content in (csv_bytes([TEMPLATE_HEADER, row]), Workbook([TEMPLATE_HEADER, row]).bytes()):
            found = check(content)
            assert found.findings == ()
            assert found.figures[0].follow_up is follows
            assert [notice.text for notice in found.notices] == [
                "TRUE and FALSE in the follow-up were read as yes and no: H2."
            ]


def test_zeros_behind_a_point_are_decimals_in_a_value_and_a_doubt_in_a_count():
    good = check(csv_bytes([TEMPLATE_HEADER, [*ROW[:3], "62.500", "1250.00", "200000", *ROW[6:]]]))
    assert good.findings == ()
    whole = check(csv_bytes([TEMPLATE_HEADER, [*ROW[:3], "100.000", "2000", "200000", *ROW[6:]]]))
    assert whole.findings == ()
    [finding] = check(csv_bytes([TEMPLATE_HEADER, [*ROW[:3], "62.5", "1250", "200.000", *ROW[6:]]])).errors
    assert finding.remedy == "Write 200000 or 200."


def test_a_row_or_a_column_of_no_height_is_hidden_however_the_file_says_it():
    def low(xml: str) -> str:
        return xml.replace('<row r="2"', '<row r="2" ht="0" customHeight="1"')

    found = check(of_parts(sheet1=low))
    assert [(finding.rule, finding.cells[0]) for finding in found.errors] == [("CELL_HIDDEN", "C2")]
    narrow = Workbook([TEMPLATE_HEADER, ROW], before='<cols><col min="5" max="5" width="0" customWidth="1"/></cols>')
    found = check(narrow.bytes())
    assert [(finding.rule, finding.cells) for finding in found.errors] == [("CELL_HIDDEN", ("E2",))]


def test_days_counted_from_1904_are_the_same_days():
    found = check(by_xlsxwriter(date_1904=True))
    assert found.findings == ()
    assert [notice.text for notice in found.notices] == ["B2: 2025-06-30 was read as 2025-26 Q1."]


def test_a_package_with_other_names_is_no_archive_to_unpack():
    parts = dict(Workbook().parts())
    parts["xl/book.xml"] = parts.pop("xl/workbook.xml")
    refusal = check(zip_bytes(parts)).refusal
    assert refusal is not None
    assert refusal.code == "damaged"
    assert "save it as XLSX anew" in refusal.sentence


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Return", "Return"), ("Re\u202eturn\u200b", "Return"), ("Q1\u00a0figures", "Q1 figures"), ("x" * 400, "x" * 31)],
)
def test_a_sheet_is_named_by_what_can_be_seen_of_its_name(name: str, shown: str):
    found = check(Workbook([TEMPLATE_HEADER, [*ROW[:3], "n/a", *ROW[4:]]], sheet=name).bytes())
    assert [finding.sheet for finding in found.errors] == [shown]
