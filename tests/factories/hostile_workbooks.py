"""Workbooks that are not what they seem: parts too many, renamed, encrypted, huge. Each is made byte by byte."""

import io
import struct
import zipfile

import pytest
from factories.workbooks import HEAD, MAIN, REL, RETURN_HEADER, Workbook, sheet_xml, zip_bytes

GOOD = ["REF_RATE", 62.5, 1250, 200000]
ROWS = [RETURN_HEADER, GOOD]
OTHER_SHEET = sheet_xml({1: ["something"]})
EMPTY_SHEET = sheet_xml({})
RICH_STRUCK = '<c r="B2" t="inlineStr"><is><r><rPr><strike/></rPr><t>62</t></r></is></c>'


def comments(name: str = "comment") -> str:
    inside = f'<{name} ref="D2" authorId="0"><text><t>A Child</t></text></{name}>'
    return f'{HEAD}<comments xmlns="{MAIN}"><commentList>{inside}</commentList></comments>'


def related(kind: str, target: str, mode: str = "") -> str:
    external = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rId7" Type="{REL}/{kind}" Target="{target}"{external}/>'


def with_part(name: str, body: str | bytes = "<x/>") -> bytes:
    return zip_bytes(Workbook(ROWS).parts() | {name: body})


def with_sheet(xml: str) -> bytes:
    return zip_bytes(Workbook(ROWS).parts() | {"xl/worksheets/sheet1.xml": xml})


def raw_sheet(cells: str, row: int = 2) -> bytes:
    return with_sheet(
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row r="{row}">{cells}</row></sheetData></worksheet>'
    )


def stored_twice() -> bytes:
    out = io.BytesIO()
    parts = Workbook(ROWS).parts()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/worksheets/sheet1.xml", sheet_xml({1: ["other"]}))
    return out.getvalue()


def renamed_in_directory() -> bytes:
    """The directory calls the sheet by its name, its own header by another."""
    content = Workbook(ROWS).bytes()
    place = content.index(b"xl/worksheets/sheet1.xml")
    return content[:place] + b"xl/worksheets/sheet2.xml" + content[place + 24 :]


def encrypted_part() -> bytes:
    content = bytearray(Workbook(ROWS).bytes())
    place = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, place + 8, 1)
    return bytes(content)


def many_rows(rows: int) -> bytes:
    body = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, rows + 1))
    return with_sheet(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>')


def one_text_everywhere() -> bytes:
    """A text of 4 MB that 5,000 cells share: 20 GB to whoever copies it."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_001))
    parts = Workbook(ROWS).parts()
    parts["xl/worksheets/sheet1.xml"] = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    noise = "".join(chr(97 + n * n % 23) for n in range(40_000)) * 100
    parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}"><si><t>{noise}</t></si></sst>'
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="rId98" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()
