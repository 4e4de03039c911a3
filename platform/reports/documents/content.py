"""A document as plain data for the typesetter, in letters that it can draw."""

import re
from collections.abc import Callable, Sequence
from typing import Any

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
from reports.documents.lettering import FONT, cleaned, drawable

SECOND_FONT = "DejaVu Sans Mono"
FAMILY = re.compile(r'font-family="[^"]*"')
TEXT = re.compile(r">([^<>]+)<")
UNTITLED = "Document"


def content_of(document: Document) -> dict[str, Any]:
    """What the template reads as JSON; every text in it is data there, never markup."""
    return {
        "title": one_line(document.title) or UNTITLED,
        "subtitle": drawable(document.subtitle),
        "notice": one_line(document.notice),
        "keywords": [one_line(word) for word in document.keywords],
        "fonts": [FONT, SECOND_FONT],
        "blocks": [_block(block) for block in stepped(document.blocks)],
    }


def one_line(text: str) -> str:
    return " ".join(drawable(text).split())


def stepped(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with headings that never skip a level downwards, without what is empty.

    A reader who steps from heading to heading would look for the one left out; PDF/UA forbids it.
    """
    kept: list[Block] = []
    before = 0
    for block in blocks:
        if is_empty(block):
            continue
        if isinstance(block, Heading):
            before = max(1, min(block.level, before + 1))
            kept.append(Heading(block.text, before))
        else:
            kept.append(block)
    return kept


def is_empty(block: Block) -> bool:
    """Whether nothing of the block would be seen."""
    if isinstance(block, Heading | Paragraph):
        return not cleaned(block.text).strip()
    if isinstance(block, Table):
        return not block.columns
    return isinstance(block, Bullets | Ticks | Prompts) and not block.items


def state_of(done: bool) -> str:
    """A tick in words, which are heard as well as seen."""
    return "Done:" if done else "To do:"


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **WRITTEN[type(block)](block)}


def _table(block: Table) -> dict[str, Any]:
    return {
        "caption": drawable(block.caption),
        "columns": [drawable(name) for name in block.columns],
        "rows": [[drawable(cell) for cell in row] for row in block.rows],
    }


def _picture(block: Picture) -> dict[str, Any]:
    """The picture in the document's own font: what it names may not be on the machine that makes the file."""
    lettered = TEXT.sub(lambda found: f">{drawable(found[1])}<", block.svg)
    return {
        "svg": FAMILY.sub(f'font-family="{FONT}"', lettered),
        "words": one_line(block.words),
        "caption": drawable(block.caption),
    }


WRITTEN: dict[type[Block], Callable[[Any], dict[str, Any]]] = {
    Heading: lambda block: {"text": drawable(block.text), "level": block.level},
    Paragraph: lambda block: {"text": drawable(block.text)},
    Bullets: lambda block: {"items": [drawable(item) for item in block.items]},
    Ticks: lambda block: {"items": [{"text": drawable(text), "state": state_of(done)} for text, done in block.items]},
    Prompts: lambda block: {"items": [drawable(item) for item in block.items], "lines": block.lines},
    Table: _table,
    Picture: _picture,
}
