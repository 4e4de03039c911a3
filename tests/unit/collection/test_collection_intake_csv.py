"""The rows of the bad-input table that concern reading a CSV file, and worse ones: each with its expected outcome."""

import pytest
from factories.workbooks import RETURN_HEADER, csv_bytes, ole_bytes, template, template_row, zip_bytes

from outcomes.collection.intake.kinds import TEST_VIRUS
from outcomes.collection.intake.read import read_grid
from outcomes.collection.intake.refusal import RefusedError

HEAD = "indicator_code,value,numerator,denominator\n"
GOOD = "REF_RATE,62.5,1250,200000\n"
GRID = ((1, tuple(RETURN_HEADER)), (2, ("REF_RATE", "62.5", "1250", "200000")))


def refused(content: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read_grid(content, "return.csv")
    return caught.value


@pytest.mark.parametrize(
    ("content", "notice"),
    [
        pytest.param((HEAD + GOOD).encode(), None, id="plain"),
        pytest.param(b"\xef\xbb\xbf" + (HEAD + GOOD).encode(), None, id="1 UTF-8 with BOM"),
        pytest.param((HEAD + GOOD).encode("utf-16"), "utf16", id="2 UTF-16 with BOM"),
        pytest.param(b"\xfe\xff" + (HEAD + GOOD).encode("utf-16-be"), "utf16", id="2 big-endian"),
        pytest.param((HEAD.replace("\n", "\r\n") + GOOD).encode(), None, id="6 mixed newlines"),
        pytest.param((HEAD + GOOD).replace("\n", "\r").encode(), None, id="7 CR only"),
        pytest.param((HEAD + GOOD).encode() + b"\x1a", "ctrl_z", id="9 Ctrl-Z"),
        pytest.param((HEAD + GOOD).encode() + b"\r\n\x1a\r\n", "ctrl_z", id="9 Ctrl-Z on a line"),
        pytest.param((HEAD + GOOD).replace(",", ";").encode(), "semicolons", id="16 semicolons"),
        pytest.param((HEAD + GOOD).replace(",", "\t").encode(), "tabs", id="17 tabs"),
        pytest.param(("sep=;\r\n" + (HEAD + GOOD).replace(",", ";")).encode(), "sep_line", id="sep line of Excel"),
        pytest.param((HEAD + GOOD + ",,,\n" * 50).encode(), None, id="29 blank rows"),
        pytest.param((HEAD + GOOD + " , ,\u00a0,\n").encode(), None, id="47 spaces only"),
        pytest.param((HEAD.strip() + ",,\n" + GOOD.strip() + ",,\n").encode(), None, id="blank columns to the right"),
        pytest.param((HEAD + '"REF_RATE","62.5","1250","200000"').encode(), None, id="all quoted, no last newline"),
    ],
)
def test_is_read_and_said(content: bytes, notice: str | None):
    grid = read_grid(content, "return.csv")
    assert grid.rows == GRID
    assert (grid.kind, grid.sheet, grid.marks) == ("csv", None, {})
    assert notice is None or notice in {each.code for each in grid.notices}
    assert notice or not grid.notices


def test_blank_rows_are_counted_and_keep_their_numbers():
    grid = read_grid((HEAD + "\n ,,,\n" + GOOD + ",,,\n" * 50).encode(), "x")
    assert [row for row, _ in grid.rows] == [1, 4]
    assert grid.blank_rows == 52


def test_a_note_without_dividers_is_a_row_for_the_rules_to_name():
    grid = read_grid((HEAD + GOOD + "Source: our case system\n").encode(), "x")
    assert grid.rows[2] == (3, ("Source: our case system", "", "", ""))


def test_a_new_line_in_a_comment_is_one_row_and_one_sign():
    rows = [[*RETURN_HEADER, "comment"], ["REF_RATE", "1", "1", "1", "one\r\ntwo"], ["CIN_RATE", "1", "1", "1", "x"]]
    grid = read_grid(csv_bytes(rows), "x")
    assert grid.rows[1] == (2, ("REF_RATE", "1", "1", "1", "one\ntwo"))
    assert grid.rows[2][0] == 3


def test_windows_letters_are_read_and_the_first_three_changed_cells_named():
    rows = [
        [*RETURN_HEADER, "comment"],
        *[["REF_RATE", "1", "1", "1", f"\u00a3{n} \u2019quoted\u2019"] for n in range(5)],
    ]
    grid = read_grid(csv_bytes(rows, encoding="cp1252"), "x")
    [notice] = grid.notices
    assert notice.code == "cp1252"
    assert "E2 (\u00a30 \u2019quoted\u2019), E3" in notice.text
    assert "E4" in notice.text
    assert "and 2 more" in notice.text
    assert grid.rows[1][1][4] == "\u00a30 \u2019quoted\u2019"


@pytest.mark.parametrize(
    ("content", "code", "cells", "words"),
    [
        pytest.param((HEAD + GOOD).encode("utf-16-le"), "encoding", (), "CSV UTF-8", id="3 UTF-16 without BOM"),
        pytest.param((HEAD + GOOD).encode("utf-16-be"), "encoding", (), "CSV UTF-8", id="3 big-endian"),
        pytest.param((HEAD + GOOD).encode("utf-32"), "encoding", (), "UTF-32", id="UTF-32"),
        pytest.param((HEAD + GOOD).encode("utf-16")[:-1], "encoding", (), "cut off", id="UTF-16 cut off"),
        pytest.param(
            (HEAD + GOOD).encode() + "REF_RATE,\u00a3,1,1\n".encode() + b"REF_RATE,\xa3,1,1\n",
            "encoding",
            (),
            "line 4",
            id="two encodings in one file",
        ),
        pytest.param((HEAD + GOOD).encode() + b"REF_RATE,\x81,1,1\n", "encoding", (), "line 3", id="neither encoding"),
        pytest.param(
            (HEAD + "REF_RATE,62\x00.5,1,1\n").encode(),
            "hidden_character",
            ("B2",),
            "B2 holds a hidden character: type it again",
            id="8 NUL",
        ),
        pytest.param(
            (HEAD + "REF_RATE,6\u202e2,1,1\n").encode(), "hidden_character", ("B2",), "type it again", id="bidi"
        ),
        pytest.param((HEAD + "REF\u200b_RATE,62,1,1\n").encode(), "hidden_character", ("A2",), "A2", id="zero width"),
        pytest.param((HEAD + "REF_RATE,6\x1b[31m,1,1\n").encode(), "hidden_character", ("B2",), "B2", id="escape"),
        pytest.param((HEAD + "REF_RATE,6\ufffd,1,1\n").encode(), "lost_character", ("B2",), "lost", id="lost letter"),
        pytest.param(b"", "empty", (), "The selected file is empty.", id="11 no bytes"),
        pytest.param(b"\n\r\n  \n,,\n", "empty", (), "only blank rows", id="12 blank lines"),
        pytest.param(b"\xef\xbb\xbf", "empty", (), "empty", id="a BOM alone"),
        pytest.param(
            ("Return for Q1\n\n" + HEAD + GOOD).encode(), "titles_above", ("A3",), "found in row 3", id="15 titles"
        ),
        pytest.param(
            ("Q1,of,2025,x,y\n" + HEAD + GOOD).encode(), "titles_above", ("A2",), "must start in A1", id="15 wide title"
        ),
        pytest.param(
            ("\n\n" + "".join(f",,{line}\n" for line in (HEAD + GOOD).splitlines())).encode(),
            "titles_above",
            ("C3",),
            "from column C",
            id="97 table at C3",
        ),
        pytest.param(
            (HEAD + "REF_RATE,62.5\n").encode(), "row_length", ("B2",), "Row 2 has 2 cells and needs 4", id="23 short"
        ),
        pytest.param(
            (HEAD + GOOD + "CIN_RATE,1,2,3,4,5,6\n").encode(),
            "row_length",
            ("D3",),
            "Row 3 has 7 cells and needs 4",
            id="24 long",
        ),
        pytest.param(
            (HEAD + "REF_RATE,62.5,1,250,200000\n").encode(), "row_length", ("D2",), "quotation marks", id="25 shifted"
        ),
        pytest.param(
            (HEAD + "REF_RATE,1,250,200000,\n").encode(),
            "row_length",
            ("D2",),
            "Row 2 has 5 cells and needs 4",
            id="25 shifted, the last cell blank",
        ),
        pytest.param(
            (HEAD.strip() + ",,\n" + "REF_RATE,62.5,1,250,200000,,\n").encode(),
            "row_length",
            ("D2",),
            "write numbers without commas",
            id="25 shifted beside blank columns",
        ),
        pytest.param(
            (HEAD.strip() + ",,\n" + GOOD.strip() + ",,seen\n").encode(),
            "unnamed_column",
            ("F2",),
            "Column F holds something",
            id="a word far to the right",
        ),
        pytest.param(
            (HEAD + 'REF_RATE,62.5,"1250,200000\n' + GOOD).encode(),
            "quotation_mark",
            ("C2",),
            "A quotation mark opened in C2 is not closed",
            id="26 open quote",
        ),
        pytest.param(
            (HEAD + 'REF_RATE,"62.5" or so,1,2\n').encode(), "quotation_mark", ("B2",), "B2", id="26 text after a quote"
        ),
        pytest.param(
            (HEAD + GOOD + '\nREF_RATE,"6"2,"a",""\n').encode(),
            "quotation_mark",
            ("B4",),
            "B4",
            id="26 after a blank row",
        ),
        pytest.param(
            (HEAD + "REF_RATE,62.5," + "9" * 501 + ",2\n").encode(),
            "long_cell",
            ("C2",),
            "C2 must be 500 characters or fewer",
            id="28 long cell",
        ),
        pytest.param(
            (HEAD + "REF_RATE,62.5," + "9" * 5_000_000 + ",2\n").encode(),
            "long_cell",
            ("C2",),
            "C2 must be 500 characters or fewer",
            id="28 5 MB cell",
        ),
        pytest.param(
            (",".join(f"c{n}" for n in range(16_385)) + "\n").encode(),
            "too_many_columns",
            ("BI1",),
            "60 columns or fewer; row 1 has 16,385",
            id="34 columns",
        ),
        pytest.param((HEAD + GOOD * 25_001).encode(), "too_many_rows", (), "25,000 rows or fewer", id="35 rows"),
        pytest.param(b"\n" * 10_000_000 + b"a", "too_many_rows", (), "25,000", id="ten million blank lines"),
        pytest.param(b"," * 10_000_000, "empty", (), "blank", id="ten million commas"),
        pytest.param(b"a," * 5_000_000, "too_many_columns", (), "60 columns", id="five million columns"),
        pytest.param(b'"' * 9_999_999, "quotation_mark", ("A1",), "A1", id="an odd ten million quotes"),
        pytest.param(b'"' * 9_999_998, "long_cell", ("A1",), "500", id="ten million quotes"),
        pytest.param(b'a,"' * 3_000_000, "quotation_mark", ("B1",), "B1", id="three million quotes"),
        pytest.param(b"a" * (10 * 1024 * 1024 + 1), "too_big", (), "must be smaller than 10MB", id="35 size"),
        pytest.param(TEST_VIRUS, "virus", (), "contains a virus", id="84 test virus"),
        pytest.param(b"%PDF-1.7\n...", "wrong_kind", (), "It is a PDF", id="PDF"),
        pytest.param(b"<!DOCTYPE html><table>", "web_page", (), "web page", id="83 HTML"),
        pytest.param(b'\xef\xbb\xbf \n<?xml version="1.0"?><Workbook>', "web_page", (), "XML", id="83 XML workbook"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "wrong_kind", (), "picture", id="picture"),
        pytest.param(b"\x1f\x8b\x08", "wrong_kind", (), "compressed", id="gzip"),
        pytest.param(b"MZ\x90\x00", "wrong_kind", (), "program", id="program"),
        pytest.param(b'[{"indicator_code": 1}]', "wrong_kind", (), "JSON", id="JSON"),
        pytest.param(ole_bytes("EncryptedPackage"), "password", (), "is password protected", id="105 password"),
        pytest.param(ole_bytes("Workbook"), "old_excel", (), "XLS", id="old Excel"),
        pytest.param(ole_bytes("WordDocument"), "wrong_kind", (), "Office document", id="old Word"),
        pytest.param((HEAD + GOOD).encode() + zip_bytes({"a": "b"}), "damaged", (), "two files in one", id="polyglot"),
        pytest.param(b"%PDF-1.4" + zip_bytes({"a": "b"}), "wrong_kind", (), "PDF", id="polyglot PDF"),
    ],
)
def test_is_refused_with_place_and_remedy(content: bytes, code: str, cells: tuple[str, ...], words: str):
    found = refused(content)
    assert (found.code, words in found.sentence) == (code, True), found.sentence
    assert not cells or found.cells == cells
    assert found.keep is (code != "virus")


def test_all_rows_of_a_wrong_length_are_told_at_once():
    found = refused((HEAD + "REF_RATE,1\nCIN_RATE,1,2,3\nS47_RATE,1,2,3,4\n").encode())
    assert found.cells == ("B2", "D4")
    assert "1 other row has too few or too many" in found.sentence


CHILD_LIST = "Child Unique ID,Gender,Ethnicity,Date of Birth,Allocated Worker\nC1,M,WBRI,2012-03-01,A Person\n"


@pytest.mark.parametrize(
    "text",
    [
        CHILD_LIST,
        "List 8: children in care\n\n" + CHILD_LIST,
        CHILD_LIST.replace(",", ";"),
        CHILD_LIST + "C2,F\n",
        "upn,value\nA123456789012,1\n",
        "Name,DOB\nA,2011-01-01\n",
        "NHS Number,value\n1,1\n",
    ],
)
def test_a_list_of_children_is_refused_kindly_and_never_kept(text: str):
    found = refused(text.encode())
    assert (found.code, found.keep) == ("child_level", False)
    assert "totals for the authority" in found.sentence
    assert not {"A Person", "C1", "2012", "A123456789012"} & set(found.sentence.split())


@pytest.mark.parametrize(
    "content",
    [
        ole_bytes("Workbook") + "Child Unique ID".encode("utf-16-le"),
        ole_bytes("Workbook") + b"Date of Birth",
        b"%PDF-1.4 Child Unique ID",
        (HEAD + '"broken,\nChild Unique ID,Date of birth').encode(),
    ],
)
def test_an_unreadable_file_that_names_children_is_not_kept_either(content: bytes):
    assert refused(content).keep is False


def test_names_of_files_decide_nothing():
    for name in ("../../x.csv", "a.csv.exe", "a\0b", "x" * 300, "\u202ecsv.exe", "CON.csv", "return.xlsx", ""):
        assert read_grid((HEAD + GOOD).encode(), name).rows == GRID


def test_names_below_blank_rows_are_found_and_said():
    grid = read_grid(("\n\n" + HEAD + GOOD).encode(), "x")
    assert [row for row, _ in grid.rows] == [3, 4]
    assert [notice.code for notice in grid.notices] == ["blank_rows_above"]


def test_twenty_thousand_rows_of_csv_are_read():
    content = csv_bytes(template(*[template_row(comment=f"row {n}") for n in range(20_000)]))
    assert len(read_grid(content, "x").rows) == 20_001


def test_millions_of_blank_cells_cost_no_more_than_the_columns_that_a_file_may_have():
    grid = read_grid((HEAD.strip() + "," * 3_000_000 + "\n" + GOOD.strip() + "," * 3_000_000 + "\n").encode(), "x")
    assert [len(cells) for _, cells in grid.rows] == [4, 4]
    longer = (HEAD.strip() + "," * 3_000_000 + "\n" + GOOD.strip() + "," * 2_999_999 + "x\n").encode()
    with pytest.raises(RefusedError) as caught:
        read_grid(longer, "x")
    assert caught.value.code == "too_many_columns"
