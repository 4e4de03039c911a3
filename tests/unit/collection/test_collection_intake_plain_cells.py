"""Rows that are known by their bytes say the same as rows that a parser goes over, or are not known at all."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as OpenpyxlWorkbook
from xlsxwriter import Workbook

from outcomes.collection.intake.archive import open_archive
from outcomes.collection.intake.plain_cells import Plain, find_plain
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.intake.sheet import Seen, SheetPass
from outcomes.collection.intake.styles import Styles

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["indicator_code", "value", "numerator"], ["CLA_RATE", 67.5, 337], ["REREF_PCT", None, -1e-7]]
TWO_ROWS = (
    '<row r="1" spans="1:2"><c r="A1" t="s"><v>0</v></c><c r="B1" s="3"><v>-1.5E-7</v></c>'
    '<c r="C1" t="inlineStr"><is><t>it\'s</t></is></c></row><row r="9"/>'
)


def sheet(body: str, head: str = "", tail: str = "") -> bytes:
    return f"<worksheet>{head}<sheetData>{body}</sheetData>{tail}</worksheet>".encode()


def seen(xml: bytes, styles: Styles) -> Seen | str:
    try:
        return SheetPass(styles).read(xml)
    except RefusedError as refused:
        return refused.code


def seen_by_the_parser(xml: bytes, styles: Styles) -> Seen | str:
    """A comment before the rows says nothing, and has the parser go over all of it."""
    with_comment = xml.replace(b"<worksheet>", b"<worksheet><!-- -->", 1)
    assert find_plain(with_comment, ()) is None
    return seen(with_comment, styles)


NUMBERS = st.sampled_from(["1", "1", "2", "3", "4", "01", "0", "100000", "100001", "1234567"])
FIRST = st.sampled_from(['r="{}"', 'r="{}"', 'r="{}"', "", 'r="{}" hidden="1"', 'hidden="0" r="{}"'])
AFTER = st.sampled_from(
    ["", "", ' spans="1:6"', ' ht="15" customHeight="1"', ' ht="1" ht="2"', ' hidden="1"', ' r="3"']
)
CONTENTS = st.sampled_from([
    "<v>1</v>", "<v>1</v>", "<v>-2.5E+3</v>", "<v>x</v>", "<v></v>", "<v>&lt;</v>", "<f>A1</f><v>1</v>",
    "<f>[1]A!A1</f>", "<is><t>it's text</t></is>", "<is><t>]]></t></is>", "<is><t>&amp;</t></is>", "<v>1</v><v>2</v>",
    "", "<v>1", "<!-- --><v>1</v>",
])  # fmt: skip
TYPES = st.sampled_from(["", "", ' t="s"', ' t="n"', ' t="b"', ' t="e"', ' t="str"', ' t="inlineStr"', ' t="d"'])
FORMATS = st.sampled_from(["", "", ' s="0"', ' s="3"', ' s="5"', ' s="33"', ' s="x"', ' s="3" s="4"'])
LETTERS = st.sampled_from([*"AABBCD", "T", "U", "AA", "BH", "BI", "a", ""])


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Mostly what programs write, and now and then what none would."""
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        number = draw(NUMBERS)
        cells = []
        for _ in range(draw(st.integers(0, 4))):
            of_row = draw(st.sampled_from([number] * 5 + ["1"]))
            tag = f'c r="{draw(LETTERS)}{of_row}"{draw(FORMATS)}{draw(TYPES)}'
            contents = draw(CONTENTS)
            cells.append(f"<{tag}>{contents}</c>" if contents else f"<{tag}/>")
        attributes = draw(FIRST).format(number) + draw(AFTER)
        rows.append(f"<row {attributes}>{''.join(cells)}</row>" if cells else f"<row {attributes}/>")
    return "".join(rows)


@given(
    body=bodies(),
    head=st.sampled_from(["", '<cols><col min="2" max="3" hidden="1"/></cols>']),
    tail=st.sampled_from(["", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', "<sheetData/>", "<row"]),
    styles=st.sampled_from([Styles(), Styles({"3"}, {"5"}), Styles(struck_texts={"1"})]),
)
@settings(max_examples=500, deadline=None)
def test_nothing_is_seen_otherwise_than_by_the_parser(body: str, head: str, tail: str, styles: Styles):
    xml = sheet(body, head, tail)
    assert seen(xml, styles) == seen_by_the_parser(xml, styles)


def test_rows_of_numbers_and_texts_are_known():
    xml = sheet(TWO_ROWS)
    assert find_plain(xml, {"4"}) == Plain(xml.index(b"<row"), xml.index(b"</sheetData"), 1)
    assert seen(xml, Styles()) == seen_by_the_parser(xml, Styles()) == Seen.nothing()._replace(last_row=1)


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ('r="1" spans="1:2"', 'r="1" hidden="1"'),
        ('r="1" spans="1:2"', 'r="1" spans="1:2" spans="1:2"'),
        ('spans="1:2"', '1="1"'),
        ('r="9"', 'r="1"'),
        ('r="9"', 'r="100001"'),
        ('r="B1" s="3"', 'r="B1" s="4"'),
        ('r="B1"', 'r="A1"'),
        ('r="B1"', 'r="B2"'),
        ('r="B1"', 'r="BH1"'),
        ('t="s"', 't="b"'),
        ('t="s"', 't="e"'),
        ("<v>0</v>", "<f>B1</f><v>0</v>"),
        ("<v>0</v>", "<v>&#48;</v>"),
        ("it's", "]]>"),
        ("it's", "&amp;"),
        ("it's", "\u00e9"),
        ("<v>0</v>", "<!-- --><v>0</v>"),
        ("</row><row", "</row> <row"),
        ("</row><row", "</sheetData><sheetData><row"),
        ("<row", "<x:row"),
    ],
)
def test_whatever_else_stands_there_is_left_to_the_parser(was: str, is_now: str):
    assert was in TWO_ROWS
    assert find_plain(sheet(TWO_ROWS.replace(was, is_now, 1)), {"4"}) is None


def by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, row in enumerate(ROWS):
            page.write_row(place, 0, row, book.add_format({"num_format": "0.0"}))
    return out.getvalue()


def by_openpyxl() -> bytes:
    out = io.BytesIO()
    book = OpenpyxlWorkbook()
    for row in ROWS:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("make", [by_xlsxwriter, by_openpyxl])
def test_what_programs_write_is_known(make):
    plain = find_plain(open_archive(make())[SHEET], ())
    assert plain is not None
    assert plain.last_row == len(ROWS)
