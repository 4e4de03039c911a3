"""Rows that stand whole in their first cell: a list that was pasted or opened without dividing its columns. Pure.

Excel does that to a file with another divider than its own, and whoever saves it then sends one column of text.
"""

from outcomes.catalogue.indicators import catalogue
from outcomes.collection.intake.children import name_key
from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.header_row import KNOWN
from outcomes.collection.intake.limits import SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.rules.case import Says
from outcomes.collection.rules.numbers import read_cell

DIVIDERS = ",;\t|"
# As many as the shortest layout has columns.
PIECES = 4
NAMES = 3
FIGURES = {Says.NUMBER, Says.SYMBOL}


def refuse_undivided(grid: Grid) -> None:
    """RefusedError naming the rows that hold everything in column A."""
    whole = [row for row, cells in grid.rows if _stands_alone(cells) and _is_whole_row(cells[0])]
    if not whole:
        return
    rows = listed([str(row) for row in whole])
    stands = f"Row {rows} stands whole in its" if len(whole) == 1 else f"Rows {rows} stand whole in their"
    raise RefusedError(
        "not_divided",
        f"{stands} first cell: the columns are not divided. In Excel select column A, choose Data, Text to Columns,"
        " Delimited, and save the file again; or copy the figures into the template.",
        cells=tuple(f"A{row}" for row in whole[:SHOWN_CELLS]),
    )


def _stands_alone(cells: tuple[str, ...]) -> bool:
    """Whether the first cell is all there is; the second nearly always says no."""
    return bool(cells) and not (len(cells) > 1 and cells[1]) and not any(cells[1:])


def _is_whole_row(text: str) -> bool:
    """Whether it would be the column names, or a code beside a figure, if it were divided; a note is neither."""
    for divider in DIVIDERS:
        pieces = [piece.strip(" \"'") for piece in text.split(divider)]
        if len(pieces) < PIECES:
            continue
        if len({name_key(piece) for piece in pieces} & KNOWN) >= NAMES:
            return True
        if any(piece.upper() in catalogue() for piece in pieces) and any(
            read_cell(piece).says in FIGURES for piece in pieces
        ):
            return True
    return False
