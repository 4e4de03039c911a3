"""The template and the programme return: one row for each indicator. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter, itemgetter

from outcomes.catalogue.indicators import catalogue
from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.grid import Grid, Notice
from outcomes.collection.intake.header_row import FOR_READING, TEMPLATE
from outcomes.collection.intake.limits import listed
from outcomes.collection.layout.asides import is_aside, names_only_the_return
from outcomes.collection.layout.columns import (
    Header,
    header_notices,
    refuse_missing,
    refuse_no_rows,
    refuse_twice,
    refuse_unknown,
    refuse_unnamed,
)
from outcomes.collection.layout.entries import FIELDS, Columns, Entries, Entry
from outcomes.collection.layout.whose import Column, check_authority, check_quarter

NEEDED = ("indicator_code", "value", "numerator", "denominator")
WHOSE = ("authority_code", "quarter")
AUTHORITY, QUARTER = attrgetter("authority"), attrgetter("quarter")
FIELD_OF = {"authority_code": "authority", "indicator_code": "indicator"}


def read_by_row(grid: Grid, header: Header, context: CheckContext) -> Entries:
    """Every row below the header as an entry; RefusedError for a wrong header, authority or quarter."""
    layout = "template" if any(name in header.keys for name in FOR_READING) else "programme_return"
    refuse_twice(header)
    refuse_unknown(header, TEMPLATE)
    refuse_unnamed(header, grid)
    refuse_missing(header, (*WHOSE, *NEEDED) if layout == "template" else NEEDED)
    columns = _columns(header)
    grid, left_out = _without_filled_down(grid, columns, context)
    refuse_no_rows(grid)
    entries = tuple(_entries(grid, columns))
    notices = [*header_notices(header), *left_out, *_check_whose(entries, columns, context)]
    return Entries(layout, grid, entries, (*grid.notices, *notices))


def _columns(header: Header) -> Columns:
    numbers: dict[str, int] = {}
    names: dict[str, str] = {}
    for column, key in enumerate(header.keys, 1):
        field = FIELD_OF.get(key, key)
        # The template's column "indicator" is the name for reading; the code stands in "indicator_code".
        if field in FIELDS and key not in FOR_READING:
            numbers[field] = column
            names[field] = key
    return Columns(numbers, names)


def _entries(grid: Grid, columns: Columns) -> Iterator[Entry]:
    # A field without a column takes the blank cell that is put behind each row.
    pick = itemgetter(*(columns.numbers.get(field, 0) - 1 for field in FIELDS))
    for row, cells in grid.rows[1:]:
        yield Entry._make((row, *pick((*cells, "")), columns))


def _without_filled_down(grid: Grid, columns: Columns, context: CheckContext) -> tuple[Grid, list[Notice]]:
    """Rows with the first columns alone are blank ones: nobody wrote a figure there, or named an indicator."""
    if not {"authority", "quarter"} & columns.numbers.keys():
        return grid, []
    code = columns.numbers["indicator"] - 1
    nameless = {row: cells for row, cells in grid.rows[1:] if not cells[code].strip()}
    if not nameless:
        return grid, []
    entries = _entries(replace(grid, rows=(grid.rows[0], *nameless.items())), columns)
    empty = {entry.row for entry in entries if names_only_the_return(entry, nameless[entry.row], context)}
    if not empty:
        return grid, []
    kept = tuple(row for row in grid.rows if row[0] not in empty)
    rows = listed([str(row) for row in sorted(empty)])
    says = f"Row {rows} holds" if len(empty) == 1 else f"Rows {rows} hold"
    text = f"{says} nothing beside the authority and the quarter, and no figure: left out as blank."
    return replace(grid, rows=kept, blank_rows=grid.blank_rows + len(empty)), [Notice("filled_down", text)]


def _check_whose(entries: tuple[Entry, ...], columns: Columns, context: CheckContext) -> list[Notice]:
    """Rows that look like totals or notes are left to the rules, which say so; every other row says whose it is."""
    known = catalogue()
    rows = [entry for entry in entries if entry.indicator in known or not is_aside(entry, context)]
    notices: list[Notice] = []
    # Most files say exactly what they should in every row, and then no row need be named.
    if "authority" in columns.numbers and set(map(AUTHORITY, rows)) != {context.authority_code}:
        letters = column_letters(columns.numbers["authority"])
        notices += check_authority(Column(letters, [(entry.row, entry.authority) for entry in rows]), context)
    if "quarter" in columns.numbers and set(map(QUARTER, rows)) != {str(context.quarter)}:
        letters = column_letters(columns.numbers["quarter"])
        notices += check_quarter(Column(letters, [(entry.row, entry.quarter) for entry in rows]), context)
    return notices
