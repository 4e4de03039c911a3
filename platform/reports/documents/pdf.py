"""A document as a tagged PDF (PDF/UA-1), the same bytes for the same content on every machine.

The typesetter refuses a picture without words, a document without title and a letter that cannot be drawn; what it
only warns of (a font that is missing) is an error here too. Never call this while a module is imported: the library
starts threads, which a process forked later would wait for.
"""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

import typst

from reports.documents.content import content_of
from reports.documents.document import Document
from reports.documents.lettering import FONTS

TEMPLATE = Path(__file__).with_name("document.typ")
STANDARD: Final = "ua-1"


class DocumentNotMadeError(RuntimeError):
    """The typesetter warned of something that would be wrong in the file; its words are for the log."""


def pdf_of(document: Document) -> bytes:
    """The document as the bytes of a PDF file."""
    made, warnings = typst.compile_with_warnings(
        str(TEMPLATE),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(content_of(document), sort_keys=True)},
        pdf_standards=STANDARD,
        timestamp=datetime.combine(document.made_on, time.min, UTC),
    )
    if warnings:
        raise DocumentNotMadeError("; ".join(str(warning) for warning in warnings))
    if not isinstance(made, bytes):
        raise DocumentNotMadeError("Nothing was made")
    return made
