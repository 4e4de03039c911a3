"""A document as a Word file which a panel can go on working on.

Real heading styles, marked header rows, the language and the title, so that a screen reader finds its way. Word has no
SVG, so a picture is its caption and its words here; the PDF holds the drawing. The same content gives the same bytes.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.content import UNTITLED, state_of, stepped
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
from reports.documents.lettering import cleaned

LANGUAGE = "en-GB"
FONT = "Arial"
INK = RGBColor(0x0B, 0x0C, 0x0C)
LONGEST_PROPERTY = 255
MOST_HEADINGS = 9
ROOM = "_" * 70
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP archive knows; each part of the file bears it, so that no clock is in the bytes."""


def docx_of(document: Document) -> bytes:
    """The document as the bytes of a DOCX file."""
    word = docx.Document()
    _set_properties(word, document)
    _set_styles(word)
    word.add_paragraph(cleaned(document.title).strip() or UNTITLED, style="Title")
    if document.subtitle.strip():
        word.add_paragraph(cleaned(document.subtitle), style="Subtitle")
    for block in stepped(document.blocks):
        WRITERS[type(block)](word, block)
    _write_foot(word, document.notice)
    made = io.BytesIO()
    word.save(made)
    return _without_clock(made.getvalue())


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    made = datetime.combine(document.made_on, time.min, UTC)
    properties.title = _property(document.title) or UNTITLED
    properties.subject = _property(document.subtitle)
    properties.keywords = _property(", ".join(document.keywords))
    properties.language = LANGUAGE
    properties.author = properties.last_modified_by = "Throughline"
    properties.comments = ""
    properties.created = properties.modified = made
    properties.revision = 1


def _property(text: str) -> str:
    return " ".join(cleaned(text).split())[:LONGEST_PROPERTY]


def _set_styles(word: WordDocument) -> None:
    """One plain font, dark words, and the language of the words, which a screen reader needs to say them."""
    for name, size in {"Normal": 11, "Title": 22, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13}.items():
        style = word.styles[name]
        style.font.name = FONT
        style.font.size = Pt(size)
        style.font.color.rgb = INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _write_heading(word: WordDocument, block: Heading) -> None:
    word.add_heading(cleaned(block.text), level=min(block.level, MOST_HEADINGS))


def _write_paragraph(word: WordDocument, block: Paragraph) -> None:
    word.add_paragraph(cleaned(block.text))


def _write_bullets(word: WordDocument, block: Bullets) -> None:
    for item in block.items:
        word.add_paragraph(cleaned(item), style="List Bullet")


def _write_ticks(word: WordDocument, block: Ticks) -> None:
    for text, done in block.items:
        paragraph = word.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{state_of(done)} ").bold = True
        paragraph.add_run(cleaned(text))


def _write_prompts(word: WordDocument, block: Prompts) -> None:
    """Questions numbered by hand, since a list style would go on counting from the questions before."""
    for number, item in enumerate(block.items, start=1):
        paragraph = word.add_paragraph(f"{number}. {cleaned(item)}")
        paragraph.paragraph_format.keep_with_next = True
        for _ in range(block.lines):
            word.add_paragraph(ROOM)


def _write_table(word: WordDocument, block: Table) -> None:
    caption = word.add_paragraph(cleaned(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(cleaned(name)).bold = True
    _mark_as_header(table.rows[0]._tr)  # noqa: SLF001 - python-docx has no other way to mark a header row
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = cleaned(value)
    word.add_paragraph()


def _mark_as_header(row: Any) -> None:
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _write_picture(word: WordDocument, block: Picture) -> None:
    word.add_paragraph(cleaned(block.caption), style="Caption")
    word.add_paragraph(cleaned(block.words))


def _write_foot(word: WordDocument, notice: str) -> None:
    foot = word.sections[0].footer.paragraphs[0]
    if notice.strip():
        foot.add_run(f"{cleaned(notice)}. ".replace("..", "."))
    foot.add_run("Page ")
    _add_page_number(foot)


def _add_page_number(foot: WordParagraph) -> None:
    """A field that Word fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)  # noqa: SLF001 - as above


def _without_clock(file: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EARLIEST), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


WRITERS: dict[type[Block], Callable[[WordDocument, Any], None]] = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    Bullets: _write_bullets,
    Ticks: _write_ticks,
    Prompts: _write_prompts,
    Table: _write_table,
    Picture: _write_picture,
}
