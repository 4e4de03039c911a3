"""Quotation marks of a CSV file: which cell opens one that is not closed, and blanks before one (row 26). Pure."""

import re
from collections.abc import Iterable, Mapping

from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.limits import MAX_CELL, SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError

BLANK_BEFORE = ' "'
Row = tuple[int, tuple[str, ...]]


def cells_with_blank_before(rows: Iterable[Row], otherwise: Mapping[int, tuple[str, ...]] | None = None) -> list[str]:
    """The cells that begin with blanks and a quotation mark: to a strict reader the mark belongs to their text.

    `otherwise` are the rows as they are without such blanks: a cell that is the same there is left out.
    """
    there = otherwise or {}
    return [
        f"{column_letters(place)}{number}"
        for number, cells in rows
        for place, cell in enumerate(cells, 1)
        if cell.startswith(" ")
        and cell.lstrip(" ").startswith('"')
        and there.get(number, ())[place - 1 : place] != (cell,)
    ]


def left_out(cells: list[str]) -> Notice:
    """Said where the blanks were taken for what they are: somebody's way of writing a list."""
    return Notice("blank_before_quote", f"Blanks before the quotation marks of {listed(cells)} were left out.")


def blank_before(cells: list[str]) -> RefusedError:
    """Said where the row has too many cells because of it, and leaving the blanks out gives no sound row either."""
    one = len(cells) == 1
    return RefusedError(
        "quotation_mark",
        f"{listed(cells)} {'has' if one else 'have'} a blank before the quotation mark, so it does not hold the text"
        " together. Remove the blank, and see that each quotation mark is closed at the end of its cell.",
        cells=tuple(cells[:SHOWN_CELLS]),
    )


def of_quotes(text: str, divider: str, number: int, lines: int) -> RefusedError:
    """Which cell opens a quotation mark that is not closed, or goes on after one that is."""
    start = _start_of_line(text, lines)
    quoted = re.compile(r'"(?:[^"]|"")*+"')
    column = 1
    while start < len(text):
        if text[start] == '"':
            whole = quoted.match(text, start)
            if whole is None:
                return _quote(f"{column_letters(column)}{number}", "is not closed")
            end = whole.end()
            if end < len(text) and text[end] not in f"{divider}\r\n":
                return _quote(f"{column_letters(column)}{number}", "is not closed at the end of the cell")
        else:
            end = _end_of_cell(text, start, divider)
        if end - start > MAX_CELL or end >= len(text) or text[end] in "\r\n":
            break
        start, column = end + 1, column + 1
    cell = f"{column_letters(column)}{number}"
    return RefusedError("long_cell", f"{cell} must be {MAX_CELL} characters or fewer: shorten the text.", cells=(cell,))


def _start_of_line(text: str, lines: int) -> int:
    ends = re.compile(r"\r\n|\r|\n")
    start = 0
    for _ in range(lines):
        found = ends.search(text, start)
        if found is None:
            return len(text)
        start = found.end()
    return start


def _end_of_cell(text: str, start: int, divider: str) -> int:
    found = re.compile(f"[{re.escape(divider)}\r\n]").search(text, start)
    return found.start() if found else len(text)


def _quote(cell: str, says: str) -> RefusedError:
    return RefusedError(
        "quotation_mark",
        f"A quotation mark opened in {cell} {says}. Close it, or write it twice where it belongs to the text.",
        cells=(cell,),
    )
