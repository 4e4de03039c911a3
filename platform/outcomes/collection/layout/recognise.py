"""Which of the three layouts a file has, told by its header alone, and its rows in one form (D3, W5). Pure."""

from outcomes.catalogue.indicators import catalogue
from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.children import could_point_at_a_child, list_of_children, points_at_a_child
from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.header_row import KNOWN, TEMPLATE
from outcomes.collection.intake.limits import SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.by_row import read_by_row
from outcomes.collection.layout.columns import Header, read_header, refuse_again, refuse_no_rows, refuse_unknown
from outcomes.collection.layout.entries import Entries
from outcomes.collection.layout.quarters import read_quarter
from outcomes.collection.layout.tidy import read_tidy
from outcomes.collection.layout.undivided import refuse_undivided

TIME = {"time_period", "time_identifier"}
ENOUGH = 2


def read_entries(grid: Grid, context: CheckContext) -> Entries:
    """The rows of a file as entries of this authority and quarter.

    RefusedError for what stops a file first: children in it, a wrong header, another authority, another quarter. What
    else is wrong with the rows is left for the rules to find, all in one pass (E4).
    """
    _refuse_children(grid)
    refuse_undivided(grid)
    header = read_header(grid)
    known = KNOWN.intersection(header.keys)
    if len(known) < ENOUGH:
        raise _no_header(header)
    refuse_no_rows(grid)
    refuse_again(header, grid)
    return read_tidy(grid, header, context) if TIME & known else read_by_row(grid, header, context)


def is_harmless(grid: Grid) -> bool:
    """One quick look at all cells: whether none of them could point at a child."""
    return not could_point_at_a_child("\n".join("\t".join(texts) for _, texts in grid.rows))


def _refuse_children(grid: Grid) -> None:
    if grid.harmless or is_harmless(grid):
        return
    cells = [
        f"{column_letters(column)}{row}"
        for row, texts in grid.rows
        for column, text in enumerate(texts, 1)
        if points_at_a_child(text)
    ]
    if not cells:
        return
    if len(cells) > ENOUGH:
        raise list_of_children(tuple(cells[:SHOWN_CELLS]))
    holds = f"{listed(cells)} {'holds' if len(cells) == 1 else 'hold'}"
    raise RefusedError(
        "child_level",
        f"{holds} what looks like a pupil number, an NHS number or a date of birth. Remove it: this service must not"
        " hold anything about single children. We have not kept the file, and nothing was stored.",
        cells=tuple(cells),
        keep=False,
    )


def _no_header(header: Header) -> RefusedError:
    names = ", ".join(TEMPLATE[:8])
    data = any(text.strip().upper() in catalogue() or read_quarter(text) is not None for text in header.written)
    if data or any(text.strip().replace(".", "", 1).isdigit() for text in header.written):
        return RefusedError(
            "no_header", f"Row {header.row} must hold the column names: {names}.", cells=header.cells([1])
        )
    try:
        refuse_unknown(header, TEMPLATE)
    except RefusedError as refused:
        if not refused.keep:
            return refused
    return RefusedError(
        "not_template", f"The selected file must use the template. Its row {header.row} must hold: {names}.", cells=()
    )
