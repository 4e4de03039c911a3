"""A Word file that a panel goes on working on: headings, header rows, language, and never a failed build."""

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.documents.document import Heading, Picture, Prompts, Table, Ticks
from reports.documents.word import docx_of
from tests.unit.reports.test_documents_pdf import AWKWARD, DRAWING, document, every_block


def opened(*blocks, **more):
    return docx.Document(io.BytesIO(docx_of(document(*blocks, **more))))


def test_headings_are_headings_and_the_title_is_the_title():
    word = opened(Heading("Advert", 1), Heading("Evidence", 2), title="Recruitment pack", subtitle="Assistant director")
    styles = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs]
    assert styles == [
        ("Title", "Recruitment pack"),
        ("Subtitle", "Assistant director"),
        ("Heading 1", "Advert"),
        ("Heading 2", "Evidence"),
    ]
    assert word.core_properties.title == "Recruitment pack"
    assert word.core_properties.created == datetime(2026, 11, 28, tzinfo=UTC)
    assert word.core_properties.comments == ""


def test_the_first_row_of_a_table_is_marked_as_its_head():
    [table] = opened(Table("Ticks", ["Step", "State"], [["Advert", "Done"]])).tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr is None
    assert [cell.text for cell in table.rows[1].cells] == ["Advert", "Done"]


def test_every_language_mark_is_british():
    languages = {mark.get(qn("w:val")) for mark in opened(Heading("A")).styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_a_picture_is_told_in_words_and_ticks_and_prompts_too():
    texts = [
        paragraph.text
        for paragraph in opened(
            Picture(DRAWING, "Two of five done.", "Progress"),
            Ticks([("Advert", True), ("Panel", False)]),
            Prompts(["Why?"]),
        ).paragraphs
    ]
    assert "Two of five done." in texts
    assert texts[3:6] == ["Done: Advert", "To do: Panel", "1. Why?"]


def test_the_notice_stands_at_the_foot_of_every_page():
    word = opened(Heading("A"), notice="For the panel")
    assert word.sections[0].footer.paragraphs[0].text.startswith("For the panel. Page ")


def test_the_same_content_gives_the_same_bytes_without_a_clock_in_it():
    made = docx_of(document(*every_block("Words")))
    assert made == docx_of(document(*every_block("Words")))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {part.date_time[0] for part in file.infolist()} == {1980}


def test_awkward_words_come_through():
    texts = "\n".join(paragraph.text for paragraph in opened(*every_block(AWKWARD), title=AWKWARD).paragraphs)
    assert "#panic" in texts
    assert "\U0001f600" in texts
    assert "\x00" not in texts


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_the_build(text):
    assert opened(*every_block(text), title=text, notice=text, subtitle=text).paragraphs
