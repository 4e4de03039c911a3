"""Text becomes rows: the divider, strict quotes, and every row as long as the first (bad-input rows 6, 7, 12 to 29).

Our own count of cells: a row that is one cell short or long shifts every figure after it, and no reader may mend that
by guessing. Rows are numbered as a spreadsheet shows them, blank ones too. Pure.
"""

import csv
import io
import re
from dataclasses import dataclass

from outcomes.collection.intake.asides import begins_as_aside
from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.grid import Notice
from outcomes.collection.intake.header_row import has_names, look_for_names
from outcomes.collection.intake.hidden import UNSEEN
from outcomes.collection.intake.limits import MAX_COLUMNS, MAX_ROWS, MAX_ROWS_WITH_BLANK, SHOWN_CELLS, listed
from outcomes.collection.intake.quotation import (
    BLANK_BEFORE,
    blank_before,
    cells_with_blank_before,
    left_out,
    of_quotes,
)
from outcomes.collection.intake.refusal import RefusedError

Row = tuple[int, tuple[str, ...]]
DIVIDERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
LOOK = 64 * 1024
A_FEW_WORDS = 3
# What is said of a text that the marks do not divide.
OF_QUOTES = {"quotation_mark", "long_cell"}
# A program that saved the file once more has filled that line up to the width of the table, with its own divider.
SEP_LINE = re.compile(r"\"?sep=([,;|\t])\"?([,;|\t]{0,60})(?:\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True)
class Rows:
    """Rows that hold anything, each as wide as the widest, how many were blank, and what was read differently."""

    rows: tuple[Row, ...]
    blank: int
    notices: tuple[Notice, ...]


def read_rows(text: str) -> Rows:
    """Divide the text into rows; RefusedError where that cannot be done without guessing."""
    notices: list[Notice] = []
    said = SEP_LINE.match(text)
    divider = said.group(1) if said and not said.group(2) else _divider(text[said.end() :] if said else text)
    if said:
        text = text[said.end() :]
        notices.append(Notice("sep_line", "The first line told Excel how columns are divided; it was left out."))
    if divider != ",":
        notices.append(Notice(_code(divider), f"The columns were divided by {DIVIDERS[divider]}, not by commas."))
    rows, blank = _records(text, divider)
    odd = cells_with_blank_before(rows) if BLANK_BEFORE in text else []
    if odd and (closer := _without_blanks(text, divider)) is not None:
        # A cell that says the same has its blank within quotation marks of its own.
        odd = cells_with_blank_before(rows, dict(closer[0]))
        if odd:
            (rows, blank), notices = closer, [*notices, left_out(odd)]
            odd = []
    if not rows:
        raise RefusedError("empty", "The selected file is empty: it holds only blank rows.")
    notices += look_for_names(rows)
    try:
        return Rows(_even(rows), blank, tuple(notices))
    except RefusedError as refused:
        raise (blank_before(odd) if odd and refused.code == "row_length" else refused) from None


def _code(divider: str) -> str:
    return DIVIDERS[divider].replace(" ", "_")


def _divider(text: str) -> str:
    """What stands most often outside quotes in the first line that has any of them; commas win a tie."""
    for line in text[:LOOK].splitlines():
        bare = re.sub(r'"[^"]*"', "", line)
        best = max(DIVIDERS, key=bare.count)
        if bare.count(best):
            return best
    return ","


def _without_blanks(text: str, divider: str) -> tuple[list[Row], int] | None:
    """The rows if blanks before quotation marks are none; None where the marks do not close even so."""
    try:
        return _records(text, divider, skip=True)
    except RefusedError as refused:
        if refused.code in OF_QUOTES:
            return None
        raise


def _records(text: str, divider: str, *, skip: bool = False) -> tuple[list[Row], int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True, skipinitialspace=skip)
    rows: list[Row] = []
    number, lines = 0, 0
    try:
        for cells in reader:
            number += 1
            lines = reader.line_num
            joined = "".join(cells)
            if joined and not joined.isspace():
                if len(rows) >= MAX_ROWS or number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                    _within_limits(len(rows) + 1, number, cells)
                # One cell beyond the limit is enough to tell how the row ends, of millions of blank ones too.
                rows.append((number, tuple(cells[: MAX_COLUMNS + 1])))
            elif number > MAX_ROWS_WITH_BLANK:
                raise _too_many_rows()
    except csv.Error as error:
        raise of_quotes(text, divider, number + 1, lines) from error
    return rows, number - len(rows)


def _within_limits(count: int, number: int, cells: list[str]) -> None:
    # The row of names is not counted among the rows.
    if count > MAX_ROWS + 1 or number > MAX_ROWS_WITH_BLANK:
        raise _too_many_rows()
    if len(cells) > MAX_COLUMNS and any(cell.strip() for cell in cells[MAX_COLUMNS:]):
        raise too_many_columns(len(cells), number)


def _too_many_rows() -> RefusedError:
    return RefusedError(
        "too_many_rows", f"The selected file must have {MAX_ROWS:,} rows or fewer. Remove everything but the return."
    )


def too_many_columns(columns: int, row: int) -> RefusedError:
    """One refusal for both kinds of file."""
    return RefusedError(
        "too_many_columns",
        f"The selected file must have {MAX_COLUMNS} columns or fewer; row {row} has {columns:,}. Use the template.",
        cells=(f"{column_letters(MAX_COLUMNS + 1)}{row}",),
    )


def _even(rows: list[Row]) -> tuple[Row, ...]:
    """Every row with as many cells as the first; blank cells to the right of the whole table fall away."""
    if not has_names(rows[0]):
        # Whoever looks at the names will say that there are none: a row is not short of cells that nobody named.
        head = max(len(_trimmed(cells)) for _, cells in rows)
        return tuple((number, (*cells[:head], *[""] * (head - len(cells)))) for number, cells in rows)
    head = len(_trimmed(rows[0][1]))
    rows = [(number, cells if len(cells) >= head else _aside(cells, head)) for number, cells in rows]
    wrong = [(number, cells) for number, cells in rows if len(cells) != head]
    written = len(rows[0][1])
    # A row with more cells than the row of names is one that shifted, whatever stands in its last cell (row 25).
    unequal = [row for row in wrong if len(row[1]) < head or len(row[1]) > written or len(_trimmed(row[1])) > head]
    if unequal:
        raise _unequal(unequal, head, written)
    if not wrong:
        return tuple(rows)
    return tuple((number, cells[:head]) for number, cells in rows)


def _aside(cells: tuple[str, ...], head: int) -> tuple[str, ...]:
    """A line under the table without any divider, or words with a comma: a rule will say what it is (row 31).

    It shifts no figure. Any other short row could, and stays short.
    """
    if len(cells) > 1 and not begins_as_aside(cells) and not _is_sentence(cells):
        return cells
    return (*cells, *[""] * (head - len(cells)))


def _is_sentence(cells: tuple[str, ...]) -> bool:
    """Several words and no digit: every row of figures holds a code, a year or a number."""
    return len(cells[0].split()) >= A_FEW_WORDS and not any(sign.isdigit() for cell in cells for sign in cell)


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _unequal(unequal: list[Row], head: int, written: int) -> RefusedError:
    number, cells = unequal[0]
    extra = len(_trimmed(cells))
    if extra > head and len(cells) <= written:
        letters = column_letters(next(place for place, cell in enumerate(cells[head:], head + 1) if cell.strip()))
        return RefusedError(
            "unnamed_column",
            f"Column {letters} holds something and has no name in row 1: remove it, or write its name there.",
            cells=(f"{letters}{number}",),
        )
    has = f"row {number} has {len(cells)} {'cell' if len(cells) == 1 else 'cells'} and needs {head}"
    others = len(unequal) - 1
    if others:
        has += f", and {others:,} other {'row has' if others == 1 else 'rows have'} too few or too many"
    remedy = (
        "Put text that holds a comma into quotation marks, write numbers without commas, and remove blank cells at the"
        " end of the row"
        if len(cells) > head
        else "Give each row as many cells as there are column names, blank ones too"
    )
    places = tuple(f"{column_letters(min(len(each), head) or 1)}{row}" for row, each in unequal[:SHOWN_CELLS])
    return RefusedError("row_length", f"{has[0].upper()}{has[1:]}. {remedy}.", cells=places)


def changed_cells(rows: tuple[Row, ...]) -> list[str]:
    """The cells that hold letters beyond ASCII, with their text: those that reading as Windows-1252 has decided."""
    found: list[str] = []
    for number, cells in rows:
        for place, cell in enumerate(cells, 1):
            if not cell.isascii() and not UNSEEN.search(cell):
                found.append(f"{column_letters(place)}{number} ({cell[:40]})")
                if len(found) > SHOWN_CELLS:
                    return found
    return found


def old_letters(rows: tuple[Row, ...]) -> Notice:
    """Which cells to look at when a file was not UTF-8."""
    cells = changed_cells(rows)
    look = f" Check {listed(cells)}." if cells else ""
    return Notice("cp1252", f"The file was not UTF-8 and was read as Windows-1252.{look}")
