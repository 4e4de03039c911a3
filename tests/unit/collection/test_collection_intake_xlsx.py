"""The rows of the bad-input table that concern a workbook, and worse ones: each with its expected outcome.

Every file is made here, byte by byte; each is answered within two seconds, and nothing it does harms this process.
"""

import pytest
from factories.hostile_workbooks import (
    EMPTY_SHEET,
    GOOD,
    OTHER_SHEET,
    ROWS,
    comments,
    encrypted_part,
    many_rows,
    one_text_everywhere,
    raw_sheet,
    related,
    renamed_in_directory,
    stored_twice,
    with_part,
    with_sheet,
)
from factories.workbooks import MAIN, RETURN_HEADER, Workbook, lying_size, sheet_xml, xlsx_bytes, zip_bytes

from outcomes.collection.intake.kinds import TEST_VIRUS
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError

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
