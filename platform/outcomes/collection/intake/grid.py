"""What a file holds, whichever way it was written: rows of text, with marks on cells that are more than text. Pure.

CSV and XLSX with the same content give the same grid, save for the marks that only a workbook can have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class Mark(StrEnum):
    """What a reader saw in a cell beside its text."""

    ERROR = "error"  # a spreadsheet error such as #REF!
    FORMULA = "formula"  # a formula whose result was not stored, or that reaches outside the file
    BOOLEAN = "boolean"
    DAY = "day"  # a real date cell; the text is YYYY-MM-DD
    PERCENT = "percent"  # formatted as a percentage: the text is the number shown, 62.5 for 0.625
    STRUCK = "struck"  # struck through
    HIDDEN = "hidden"  # stands in a hidden row or column


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


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """The name of a column as a spreadsheet shows it: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The reverse of `column_letters`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_order(cell: str) -> tuple[int, int]:
    """Sorts cells as a spreadsheet does: row by row, Z before AA."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 0), column_number(letters)
