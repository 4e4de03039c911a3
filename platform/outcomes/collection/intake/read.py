"""Bytes become a grid, or a refusal with its remedy (contract of the check: E1, E4; reliability 7)."""

from dataclasses import replace

from outcomes.collection.intake.ask_child import read_xlsx
from outcomes.collection.intake.children import is_list_of_children, list_of_children, names_children
from outcomes.collection.intake.csv_rows import old_letters, read_rows
from outcomes.collection.intake.decode import decode
from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.header_row import look_for_names
from outcomes.collection.intake.hidden import refuse_unreadable_cells, seen_only
from outcomes.collection.intake.kinds import kind_of
from outcomes.collection.intake.limits import MAX_ROWS
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.intake.tidied import column_of_comments, tidied

# Excel takes no longer name of a sheet; other programs may write any.
LONGEST_SHEET = 31


def read_grid(content: bytes, file_name: str) -> Grid:  # noqa: ARG001  (said by the contract, and never trusted)
    """Read a CSV or XLSX file of figures; the name of the file decides nothing.

    Raises RefusedError, whose `keep` is False when anything in the file speaks of single children.
    """
    try:
        grid = read_xlsx(content) if kind_of(content) == "xlsx" else _read_csv(content)
        if is_list_of_children(grid.sheet):
            raise list_of_children()
        return _bounded(grid)
    except RefusedError as refused:
        if refused.keep and names_children(content):
            refused.keep = False
        raise


def _read_csv(content: bytes) -> Grid:
    text, notices, old = decode(content)
    read = read_rows(text)
    if old:
        notices.append(old_letters(read.rows))
    return Grid("csv", None, _new_lines(read.rows), read.blank, notices=(*notices, *read.notices))


def _new_lines(rows: tuple[tuple[int, tuple[str, ...]], ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """A line break inside a cell is one character, however the file writes it."""
    return tuple(
        (number, tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells))
        if "\r" in "".join(cells)
        else (number, cells)
        for number, cells in rows
    )


def _bounded(grid: Grid) -> Grid:
    """What both kinds of file are held to, in the same words."""
    if not grid.rows:
        raise RefusedError("empty", "The selected file is empty: it holds only blank rows.")
    if len(grid.rows) > MAX_ROWS + 1:
        raise RefusedError(
            "too_many_rows",
            f"The selected file must have {MAX_ROWS:,} rows or fewer. Remove everything but the return.",
        )
    rows, said = tidied(grid.rows)
    refuse_unreadable_cells(rows, column_of_comments(rows))
    names = look_for_names(rows) if grid.kind == "xlsx" else ()
    kept = tuple(row for row in rows if any(row[1])) if said else rows
    blank = grid.blank_rows + len(rows) - len(kept)
    sheet = None if grid.sheet is None else seen_only(grid.sheet, LONGEST_SHEET)
    return replace(grid, sheet=sheet, rows=_narrow(kept), blank_rows=blank, notices=(*grid.notices, *names, *said))


def _narrow(rows: tuple[tuple[int, tuple[str, ...]], ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Blank columns to the right of everything fall away."""
    width = max(_used(cells) for _, cells in rows)
    return (
        rows
        if all(len(cells) == width for _, cells in rows)
        else tuple((number, cells[:width]) for number, cells in rows)
    )


def _used(cells: tuple[str, ...]) -> int:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return end
