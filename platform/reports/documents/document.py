"""What a document consists of, whatever it is written as. Nothing here knows what a document is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A heading within the document; `level` 1 stands right under its title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]


@dataclass(frozen=True)
class Ticks:
    """A list to work through: what, and whether it has been done."""

    items: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Prompts:
    """Questions to think about, each with room to write beneath."""

    items: Sequence[str]
    lines: int = 3


@dataclass(frozen=True)
class Table:
    """A table with column headings; every row has as many cells as there are columns."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Picture:
    """A drawing with what it says in words, without which no document is made."""

    svg: str
    words: str
    caption: str


Block = Heading | Paragraph | Bullets | Ticks | Prompts | Table | Picture


@dataclass(frozen=True)
class Document:
    """A whole document. `made_on` is the day it is of, so that the same content gives the same bytes."""

    title: str
    made_on: date
    blocks: Sequence[Block]
    subtitle: str = ""
    # Stands at the foot of every page, such as who may read it.
    notice: str = ""
    keywords: Sequence[str] = field(default=())
