import gzip
import zipfile
from io import BytesIO

import pytest

from outcomes.evidence.statistics import open as opening
from outcomes.evidence.statistics.open import open_table
from outcomes.evidence.statistics.refusal import FileRefusedError


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefusedError) as told:
        open_table(content)
    return str(told.value)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,x\n",
        b"\xef\xbb\xbfa,b\r\n1,x\r\n",
        b"a,b\r1,x\r",
        gzip.compress(b"a,b\n1,x\n"),
        gzip.compress(b"a,b\n") + gzip.compress(b"1,x\n"),
        b"a,b\n1,x\n\x1a",
        b"\n\na,b\n\n1,x\n,\n",
    ],
    ids=["plain", "mark and CRLF", "old Mac", "gzip", "gzip of two members", "Ctrl-Z", "blank lines"],
)
def test_every_way_of_writing_the_same_table_is_read_alike(content: bytes):
    table = open_table(content)
    assert table.header == ("a", "b")
    assert [cells for _, cells in table.rows] == [("1", "x")]
    assert table.notices == ()


def test_rows_keep_the_line_they_start_on():
    table = open_table(b'a,b\n1,"two\nlines"\n\n2,x\n')
    assert [line for line, _ in table.rows] == [2, 5]


def test_na_and_blanks_stay_text():
    assert open_table(b"a,b,c\nNA,,NULL\n").rows[0][1] == ("NA", "", "NULL")


@pytest.mark.parametrize(
    ("content", "notice"),
    [
        ("a,b\n1,x\n".encode("utf-16"), "UTF-16"),
        ("a,b\n1,caf\u00e9\n".encode("cp1252"), "Windows-1252"),
        (b"a;b\n1;x\n", "semicolons"),
        (b"a\tb\n1\tx\n", "tabs"),
    ],
)
def test_what_was_changed_on_the_way_is_said(content: bytes, notice: str):
    table = open_table(content)
    assert table.header == ("a", "b")
    assert notice in " ".join(table.notices)


def workbook() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "only blank lines"),
        (b"a,b\n", "column names and no rows"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"<!DOCTYPE html><html>", "is a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
        (b"a,b\n1,2\x003\n", "Line 2 holds a hidden character"),
        (b'a,b\n1,x\n2,"open\n3,y\n', "Line 3: a quotation mark is opened"),
        (gzip.compress(b"a,b\n1,x\n" * 400)[:40], "cut off"),
        (b"\x1f\x8bnot gzip at all", "damaged"),
    ],
    # Named, since a gzip file holds the second in which it was made and each process would name the case otherwise.
    ids=["empty", "blank", "no rows", "PDF", "web page", "old Excel", "hidden", "quotation", "cut off", "damaged"],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, words: str):
    assert words in refusal(content)


def test_a_workbook_is_refused_whatever_its_name_says():
    assert "Excel workbook or a ZIP" in refusal(workbook())


def test_limits_come_before_parsing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "MAX_BYTES", 1000)
    bomb = gzip.compress(b"0" * 5_000_000)
    assert len(bomb) < 10_000
    assert "unpacks to more" in refusal(bomb)
    monkeypatch.setattr(opening, "MAX_BYTES", 1_000_000)
    monkeypatch.setattr(opening, "MAX_ROWS", 3)
    assert "more than 3 rows" in refusal(b"a,b\n" + b"1,2\n" * 4)
    monkeypatch.setattr(opening, "MAX_COLUMNS", 2)
    assert "3 columns" in refusal(b"a,b,c\n1,2,3\n")
