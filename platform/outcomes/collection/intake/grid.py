"""What a file holds, whichever way it was written: rows of text, with marks on cells that are more than text. Pure.

CSV and XLSX with the same content give the same grid, save for the marks that only a workbook can have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outcomes.collection.intake.marks import Mark


@dataclass(frozen=True)
class Notice:
    """Something that was read differently from how it was written, and is said on the check's page (decision N)."""

    code: str
    text: str


@dataclass(frozen=True)
class Grid:
    """`rows` are (the file's own row number, its cells); blank rows are counted and left out.

    Row and column numbers begin with 1. `marks` are by (row, column). `harmless` says that somebody has looked already
    and that no cell could point at a child.
    """

    kind: str  # csv or xlsx
    sheet: str | None
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    blank_rows: int = 0
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    harmless: bool = False
