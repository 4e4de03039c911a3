"""A PDF that anybody's words go into: tagged, titled, readable, the same bytes each time, and never a failed build."""

import re
import zlib
from datetime import date

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.documents.content import content_of
from reports.documents.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Prompts,
    Table,
    Ticks,
)
from reports.documents.lettering import SOFT_BREAK, cleaned, drawable
from reports.documents.pdf import pdf_of

DAY = date(2026, 11, 28)
AWKWARD = (
    '[#x] $a$ *b* _c_ \\ @foo <l> #panic("no") "q" `code` = h // /* ~ -- \x00\x01\x0b\x7f\x85 '
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \U0001f600 \u6f22\u5b57 \u202e\ufeff\U0010ffff"
    "\ud800\ufffe\r\ntwo"
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50">'
    '<text x="5" y="20" font-family="Helvetica Neue, Arial" font-size="10">A \u6f22 &amp; b</text></svg>'
)


def document(*blocks: Block, title: str = "A pack", **more: str) -> Document:
    return Document(title=title, made_on=DAY, blocks=blocks, **more)


def every_block(text: str) -> list[Block]:
    return [
        Heading(text, 3),
        Paragraph(text),
        Bullets([text, ""]),
        Ticks([(text, True), ("other", False)]),
        Prompts([text]),
        Table(text, ["a", text], [["1", text], ["", ""]]),
        Picture(DRAWING, f"Words {text}", text),
    ]


def streams(pdf: bytes) -> bytes:
    """What stands in the compressed parts of the file."""
    parts = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_the_file_is_tagged_titled_and_says_its_language():
    made = pdf_of(document(*every_block("Plain words"), title="Recruitment pack"))
    everything = made + streams(made)
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"en-GB", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert mark in everything
    assert b"Recruitment pack" in made
    assert b"/TH" in everything, "column headings are tagged"


def test_what_is_read_aloud_are_letters_and_not_shapes():
    inside = streams(pdf_of(document(Paragraph("\u0175 only here"))))
    assert b"begincmap" in inside
    assert b"<0175>" in inside.replace(b" ", b"").upper() or b"<0175>" in inside


def test_the_same_content_gives_the_same_bytes_and_another_day_others():
    blocks = every_block("Plain words")
    assert pdf_of(document(*blocks)) == pdf_of(document(*blocks))
    assert pdf_of(document(*blocks)) != pdf_of(Document("A pack", date(2026, 11, 29), blocks))


def test_what_people_type_is_never_read_as_markup():
    made = pdf_of(document(*every_block(AWKWARD), title=AWKWARD, subtitle=AWKWARD, notice=AWKWARD))
    assert made.startswith(b"%PDF")
    # Markup that was read would stop the build (#panic) or drop its signs.
    assert "#panic" in content_of(document(Paragraph(AWKWARD)))["blocks"][0]["text"]


def test_a_paragraph_of_ten_thousand_letters_breaks_over_pages():
    made = pdf_of(document(Paragraph("x" * 10_000), Table("t", ["a", "b"], [["y" * 3_000, "z"]])))
    assert streams(made).count(b"BT") > 100


def test_empty_parts_are_left_out_and_headings_never_skip_a_level():
    blocks = [Heading("First", 3), Heading("", 1), Bullets([]), Ticks([]), Paragraph(" "), Heading("Then", 3)]
    kept = content_of(document(*blocks, title=" "))
    assert kept["title"]
    assert [(block["text"], block["level"]) for block in kept["blocks"]] == [("First", 1), ("Then", 2)]
    assert pdf_of(document(*blocks, title=" "))


def test_a_picture_without_words_stops_the_build():
    with pytest.raises(typst.TypstError):
        pdf_of(document(Picture(DRAWING, " ", "caption")))


def test_a_broken_drawing_is_not_passed_over():
    with pytest.raises(typst.TypstError):
        pdf_of(document(Picture("<svg", "words", "caption")))


def test_letters_the_font_lacks_are_told_in_words_or_as_a_box():
    assert drawable("a \U0001f600 b") == "a (grinning face) b"
    assert drawable("\u6f22") == "\u25a1"
    assert drawable("Si\u00e2n \u0175 \u2265 \u00a3 \u2019") == "Si\u00e2n \u0175 \u2265 \u00a3 \u2019"
    assert cleaned("a\x00\u202eb\ud800\r\nc\td") == "ab\nc d"
    assert drawable("x" * 100).replace(SOFT_BREAK, "") == "x" * 100


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_the_build(text):
    assert pdf_of(document(*every_block(text), title=text, notice=text, subtitle=text)).startswith(b"%PDF")
