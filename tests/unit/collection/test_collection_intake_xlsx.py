"""The rows of the bad-input table that concern a workbook, and worse ones: each with its expected outcome.

Every file is made here, byte by byte; each is answered within two seconds, and nothing it does harms this process.
"""

import io
import struct
import subprocess
import sys
import zipfile

import pytest
from factories.workbooks import (
    HEAD,
    MAIN,
    REL,
    RETURN_HEADER,
    Cell,
    Workbook,
    lying_size,
    sheet_xml,
    xlsx_bytes,
    zip_bytes,
)

from outcomes.collection.intake import ask_child
from outcomes.collection.intake.kinds import TEST_VIRUS
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError

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


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet xmlns="'
    + MAIN
    + '"><sheetData/></worksheet>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet xmlns="' + MAIN + '"/>'


@pytest.mark.parametrize(
    ("content", "code", "cells", "words"),
    [
        pytest.param(Workbook(ROWS).bytes()[:-40], "damaged", (), "cut off", id="107 cut off"),
        pytest.param(
            Workbook(ROWS).bytes()[: len(Workbook(ROWS).bytes()) // 2], "damaged", (), "cut off", id="107 half"
        ),
        pytest.param(Workbook(ROWS).bytes() + b"more", "damaged", (), "damaged", id="something behind"),
        pytest.param(b"PK\x03\x04", "damaged", (), "damaged", id="four bytes"),
        pytest.param(zip_bytes({"return.csv": "a,b"}), "zip", (), "Take the CSV or XLSX file out", id="plain ZIP"),
        pytest.param(
            zip_bytes({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods", (), "ODS", id="ODS"
        ),
        pytest.param(
            zip_bytes({"[Content_Types].xml": "", "word/document.xml": ""}),
            "wrong_kind",
            (),
            "text document",
            id="Word",
        ),
        pytest.param(
            zip_bytes({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "wrong_kind", (), "XLSB", id="XLSB"
        ),
        pytest.param(zip_bytes({"Index/Document.iwa": ""}), "wrong_kind", (), "Numbers", id="Numbers"),
        pytest.param(with_part("../../etc/cron.d/x"), "damaged", (), "damaged", id="a name that leads out"),
        pytest.param(with_part("C:\\x.xml"), "damaged", (), "damaged", id="a drive"),
        pytest.param(stored_twice(), "damaged", (), "damaged", id="a part twice"),
        pytest.param(renamed_in_directory(), "damaged", (), "damaged", id="two names for a part"),
        pytest.param(encrypted_part(), "password", (), "password protected", id="encrypted part"),
        pytest.param(zip_bytes({f"x{n}": "" for n in range(201)}), "too_many_parts", (), "parts", id="201 parts"),
        pytest.param(
            with_part("xl/media/z.bin", bytes(12_000_000)), "unpacks_too_large", (), "unpacks", id="101 ratio"
        ),
        pytest.param(
            zip_bytes({f"x{n}": (bytes(range(256)) * 20 + bytes(90_000)) * 20 for n in range(11)}),
            "unpacks_too_large",
            (),
            "unpacks",
            id="20 MB unpacked",
        ),
        pytest.param(
            lying_size(Workbook(ROWS).parts(), "xl/worksheets/sheet1.xml", 10),
            "unpacks_too_large",
            (),
            "unpacks",
            id="a part larger than it says",
        ),
        pytest.param(
            lying_size(Workbook(ROWS).parts(), "xl/worksheets/sheet1.xml", 100_000),
            "damaged",
            (),
            "damaged",
            id="a part smaller than it says",
        ),
        pytest.param(with_sheet(LAUGHS), "document_type", (), "document type", id="102 entity expansion"),
        pytest.param(with_sheet(OUTSIDE), "document_type", (), "document type", id="102 external entity"),
        pytest.param(
            with_part("docProps/app.xml", LAUGHS), "document_type", (), "document type", id="102 in another part"
        ),
        pytest.param(with_sheet(LAUGHS.encode("utf-16")), "damaged", (), "damaged", id="102 in UTF-16"),
        pytest.param(
            with_part("customXml/item1.xml", LAUGHS.encode("utf-16")),
            "document_type",
            (),
            "document type",
            id="102 in UTF-16 beside the sheet",
        ),
        pytest.param(with_sheet("<worksheet><sheetData>"), "damaged", (), "damaged", id="XML that ends early"),
        pytest.param(with_part("xl/vbaProject.bin"), "macros", (), "macros", id="91 macros"),
        pytest.param(with_part("xl/macrosheets/sheet1.xml"), "macros", (), "macros", id="old macros"),
        pytest.param(
            with_part("customXml/item1.xml", '<?xml version="1.0"?><DataMashup>AAAA</DataMashup>'.encode("utf-16")),
            "links",
            (),
            "Power Query",
            id="what is left of a query",
        ),
        pytest.param(
            with_part("docProps/custom.xml", TEST_VIRUS), "virus", (), "contains a virus", id="84 inside the archive"
        ),
        pytest.param(
            zip_bytes(
                {
                    name: body.replace("sheet.main+xml", "sheet.macroEnabled.main+xml") if "Types" in name else body
                    for name, body in Workbook(ROWS).parts().items()
                }
            ),
            "macros",
            (),
            "Save it as XLSX",
            id="91 macro type",
        ),
        pytest.param(
            with_part("xl/externalLinks/externalLink1.xml"), "links", (), "Break links", id="90 external link"
        ),
        pytest.param(with_part("xl/connections.xml"), "links", (), "data source", id="connection"),
        pytest.param(with_part("xl/pivotCache/pivotCacheRecords1.xml"), "pivot", (), "pivot table", id="pivot cache"),
        pytest.param(with_part("xl/model/item.data"), "pivot", (), "data model", id="data model"),
        pytest.param(with_part("xl/embeddings/oleObject1.bin"), "embedded", (), "another file", id="embedded file"),
        pytest.param(with_part("xl/revisions/revisionHeaders.xml"), "history", (), "history", id="history of changes"),
        pytest.param(
            Workbook(ROWS, sheet_relations=related("image", "http://x.test/a.png", "External")).bytes(),
            "links",
            (),
            "linked",
            id="a picture from elsewhere",
        ),
        pytest.param(
            Workbook(ROWS, others={"Names": OTHER_SHEET}, states={"Names": "veryHidden"}).bytes(),
            "hidden_sheet",
            (),
            "could name children",
            id="87 very hidden",
        ),
        pytest.param(
            Workbook(ROWS, others={"S": EMPTY_SHEET}, states={"S": "hidden"}).bytes(),
            "hidden_sheet",
            (),
            "Unhide",
            id="87 hidden",
        ),
        pytest.param(
            Workbook(ROWS, others={"More": OTHER_SHEET}).bytes(), "several_sheets", (), "2 sheets", id="second sheet"
        ),
        pytest.param(
            Workbook([], others={"Data": OTHER_SHEET}).bytes(),
            "not_first_sheet",
            (),
            "on the first sheet",
            id="96 behind an empty cover",
        ),
        pytest.param(
            Workbook([["Cover"]], others={"Data": sheet_xml({1: RETURN_HEADER})}).bytes(),
            "several_sheets",
            (),
            "on the first sheet",
            id="96 behind a cover",
        ),
        pytest.param(Workbook([]).bytes(), "empty", (), "empty", id="an empty sheet"),
        pytest.param(
            Workbook(numbered={5: ["", "", *RETURN_HEADER], 6: ["", "", *GOOD]}).bytes(),
            "titles_above",
            ("C5",),
            "row 5, from column C",
            id="97 table at C5",
        ),
        pytest.param(
            xlsx_bytes([["Return of Q1"], [], *ROWS]), "titles_above", ("A3",), "found in row 3", id="15 title"
        ),
        pytest.param(
            Workbook(ROWS, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>').bytes(),
            "merged_cells",
            ("A2",),
            "Unmerge A2:A3",
            id="86 merged",
        ),
        pytest.param(
            Workbook(
                ROWS, sheet_relations=related("comments", "../comments1.xml"), extra={"xl/comments1.xml": comments()}
            ).bytes(),
            "cell_comments",
            ("D2",),
            "D2 has a comment",
            id="98 comment",
        ),
        pytest.param(
            Workbook(
                ROWS,
                sheet_relations=related("threadedComment", "/xl/threadedComments/threadedComment1.xml"),
                extra={"xl/threadedComments/threadedComment1.xml": comments("threadedComment")},
            ).bytes(),
            "cell_comments",
            ("D2",),
            "D2 has a comment",
            id="98 threaded comment",
        ),
        pytest.param(
            raw_sheet('<c r="XFD1048576"><v>1</v></c>', 1_048_576),
            "too_many_columns",
            ("XFD1048576",),
            "60 columns",
            id="99 far cell",
        ),
        pytest.param(
            raw_sheet('<c r="A1048576"><v>1</v></c>', 1_048_576),
            "too_many_rows",
            ("A1048576",),
            "25,000 rows",
            id="99 far row",
        ),
        pytest.param(
            raw_sheet('<c r="XFD2"><v>1</v></c>'), "too_many_columns", ("XFD2",), "60 columns", id="34 columns"
        ),
        pytest.param(
            raw_sheet('<c r="A1048576"><f>1+1</f></c>', 1_048_576),
            "too_many_rows",
            ("A1048576",),
            "25,000 rows",
            id="99 far formula",
        ),
        pytest.param(
            raw_sheet('<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>'), "damaged", (), "damaged", id="a cell twice"
        ),
        pytest.param(
            with_sheet(sheet_xml({1: RETURN_HEADER, 2: GOOD}).replace('r="2">', 'r="1">').replace("A2", "A1")),
            "damaged",
            (),
            "damaged",
            id="a row twice",
        ),
        pytest.param(raw_sheet('<c r="A7"><v>1</v></c>'), "damaged", (), "damaged", id="a cell in another row"),
        pytest.param(raw_sheet('<c r="AAAA2"><v>1</v></c>'), "damaged", (), "damaged", id="no such column"),
        pytest.param(raw_sheet('<c r="A2"><v>1</v></c>', 99_999_999), "damaged", (), "damaged", id="no such row"),
        pytest.param(many_rows(25_002), "too_many_rows", (), "25,000 rows", id="35 rows"),
        pytest.param(many_rows(400_000), "too_many_rows", (), "rows", id="100 a sheet of 16 MB"),
        pytest.param(
            xlsx_bytes([RETURN_HEADER, ["REF_RATE", "x" * 501, 1, 2]]),
            "long_cell",
            ("B2",),
            "B2 must be 500",
            id="28 long cell",
        ),
        pytest.param(
            xlsx_bytes([RETURN_HEADER, ["REF_RATE", "6\u202e2", 1, 2]]),
            "hidden_character",
            ("B2",),
            "hidden character",
            id="8 hidden character",
        ),
        pytest.param(one_text_everywhere(), "not_readable", (), "read safely", id="one text in 5,000 cells"),
    ],
)
def test_is_refused_with_place_and_remedy(content: bytes, code: str, cells: tuple[str, ...], words: str):
    with pytest.raises(RefusedError) as caught:
        read_grid(content, "return.xlsx")
    found = caught.value
    assert (found.code, words in found.sentence) == (code, True), found.sentence
    assert not cells or found.cells == cells
    assert "A Child" not in found.sentence
    assert found.keep is (code not in {"hidden_sheet", "pivot", "embedded", "history", "cell_comments", "virus"})


@pytest.mark.parametrize(
    "content",
    [
        Workbook([["Child Unique ID", "Date of Birth"], ["C1", "2011-01-01"]], sheet="List 1").bytes(),
        Workbook([["anything"]], sheet="List 8", others={"List 9": OTHER_SHEET}).bytes(),
        Workbook([["Child Unique ID", "Gender"], ["C1", "F"]]).bytes(),
        Workbook([["Children in care"], [], ["Child ID", "DOB"], ["C1", "2011-01-01"]]).bytes(),
    ],
)
def test_a_list_of_children_is_refused_kindly_and_never_kept(content: bytes):
    with pytest.raises(RefusedError) as caught:
        read_grid(content, "x")
    assert (caught.value.code, caught.value.keep) == ("child_level", False)


def test_a_workbook_refused_for_its_make_is_not_kept_when_a_column_of_children_stands_anywhere_in_it():
    content = Workbook(ROWS, others={"More": sheet_xml({1: ["Date of birth"]})}).bytes()
    with pytest.raises(RefusedError) as caught:
        read_grid(content, "x")
    assert (caught.value.code, caught.value.keep) == ("several_sheets", False)


def test_a_sheet_that_no_list_names_is_refused():
    with pytest.raises(RefusedError) as caught:
        read_grid(with_part("xl/worksheets/sheet7.xml", OTHER_SHEET), "x")
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_excel_keeps_in_utf_16_beside_the_sheet_is_no_damage(encoding: str):
    body = '<?xml version="1.0" encoding="utf-16"?><Label>AAAA</Label>'.encode(encoding)
    grid = read_grid(with_part("customXml/item1.xml", body), "return.xlsx")
    assert grid.rows == read_grid(xlsx_bytes(ROWS), "return.xlsx").rows


def test_pictures_are_left_out_and_said():
    grid = read_grid(with_part("xl/media/image1.png", b"\x89PNG"), "x")
    assert [notice.code for notice in grid.notices] == ["drawings"]


def stored(name: str, body: str) -> bytes:
    """Not compressed at all, so that no ratio gives it away."""
    return zip_bytes(Workbook(ROWS).parts() | {name: body}, zipfile.ZIP_STORED)


SHEET1 = "xl/worksheets/sheet1.xml"
OPEN = f'<worksheet xmlns="{MAIN}">'
HEAVY = [
    pytest.param(stored(SHEET1, OPEN + "<a>" * 3_000_000), id="three million open elements"),
    pytest.param(stored(SHEET1, sheet_xml({1: [Cell(formula="IMPORT(" * 1_200_000)]})), id="a formula of 8 MB"),
    pytest.param(
        stored(SHEET1, f"{OPEN}<sheetData><row>" + "<c/>" * 2_300_000 + "</row></sheetData></worksheet>"), id="cells"
    ),
    pytest.param(stored(SHEET1, f"{OPEN}<sheetData>" + "<row/>" * 1_500_000 + "</sheetData></worksheet>"), id="rows"),
    pytest.param(
        stored(SHEET1, f"{OPEN}<mergeCells>" + "<mergeCell/>" * 700_000 + "</mergeCells></worksheet>"), id="merged"
    ),
    pytest.param(stored("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>' + "<xf/>" * 1_800_000), id="styles"),
    pytest.param(stored(SHEET1, f'<worksheet xmlns="{MAIN}" x="' + "y" * 9_000_000 + '"/>'), id="an attribute of 9 MB"),
    pytest.param(
        stored(SHEET1, f"{OPEN}<c {' '.join(f'a{n}=' + chr(34) * 2 for n in range(700_000))}/>"), id="attributes"
    ),
    pytest.param(
        stored("xl/comments1.xml", "<comments>" + '<comment ref="A1"/>' * 450_000 + "</comments>"), id="comments"
    ),
    pytest.param(stored("xl/_rels/workbook.xml.rels", "<Relationships>" + "<Relationship/>" * 600_000), id="relations"),
]


def test_six_million_blank_cells_before_one_value_fit_into_the_child():
    assert read_grid(raw_sheet('<c r="BH99999"><v>1</v></c>', 99_999), "x").blank_rows == 99_998


@pytest.mark.parametrize("content", HEAVY)
def test_heavy_workbooks_end_with_a_sentence(content: bytes):
    with pytest.raises(RefusedError):
        read_grid(content, "x")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "not_readable"),
        ("import sys; sys.exit(3)", "not_readable"),
        ("print('no JSON')", "not_readable"),
        ("import time; time.sleep(60)", "not_read_in_time"),
        ("while True: pass", "not_read_in_time"),
    ],
)
def test_however_the_child_ends_the_caller_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, program: str, code: str):
    monkeypatch.setattr(ask_child, "PROGRAM", program)
    monkeypatch.setattr(ask_child, "CHILD_SECONDS", 0.8)
    with pytest.raises(RefusedError) as caught:
        read_grid(Workbook(ROWS).bytes(), "x")
    assert caught.value.code == code


CAPPED = "import sys; sys.path.insert(0, sys.argv[1]); from outcomes.collection.intake import child; child._cap();"


@pytest.mark.parametrize(
    "program",
    [
        "x = 1\nwhile True: pass",
        "x = bytes(400_000_000)",
        "import tempfile; tempfile.TemporaryFile().write(b'x' * 9_999_999)",
    ],
)
def test_the_caps_hold(monkeypatch: pytest.MonkeyPatch, program: str):
    """One and a half seconds of work, 300 MB, not one byte written to a file."""
    monkeypatch.setattr(ask_child, "PROGRAM", f"{CAPPED}\n{program}\nprint('[{{}},[]]')")
    monkeypatch.setattr(ask_child, "CHILD_SECONDS", 30)
    with pytest.raises(RefusedError) as caught:
        read_grid(Workbook(ROWS).bytes(), "x")
    assert caught.value.code == "not_readable"


def test_the_child_is_capped_and_inherits_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "known to the parent")
    told = (
        "import json, os, resource as r, signal, sys; sys.path.insert(0, sys.argv[1]);"
        "from outcomes.collection.intake import child; child._cap();"
        "limits = [r.getrlimit(what)[1] for what in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)];"
        "worked = signal.getitimer(signal.ITIMER_PROF)[0];"
        "print(json.dumps([[list(os.environ), *limits, worked, os.getcwd()], []]))"
    )
    monkeypatch.setattr(ask_child, "PROGRAM", told)
    (names, memory, seconds, written, worked, folder), _ = ask_child._asked(b"")  # type: ignore[misc]
    assert "SECRET_KEY" not in names
    assert "DATABASE_URL" not in names
    assert (memory, seconds, written, folder) == (300 * 1024 * 1024, 2, 0, "/")
    assert 1 < worked < 2  # the system counts in ticks


def test_the_reader_of_workbooks_is_not_loaded_here():
    """The library that may abort its process lives in the child only."""
    code = "import sys; import outcomes.collection.intake.read; sys.exit('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
