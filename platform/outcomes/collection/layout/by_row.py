"""The template and the programme return: one row for each indicator. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.grid import Grid, Notice, column_letters
from outcomes.collection.intake.header_row import FOR_READING, TEMPLATE
from outcomes.collection.layout.columns import (
    Header,
    header_notices,
    refuse_missing,
    refuse_twice,
    refuse_unknown,
    refuse_unnamed,
)
from outcomes.collection.layout.entries import FIELDS, Columns, Entries, Entry
from outcomes.collection.layout.whose import check_authority, check_quarter, column_of

NEEDED = ("indicator_code", "value", "numerator", "denominator")
WHOSE = ("authority_code", "quarter")
FIELD_OF = {"authority_code": "authority", "indicator_code": "indicator"}
NUMBERS = ("value", "numerator", "denominator")
TOTAL = re.compile(r"\W*(?:(?:grand|sub)?[ -]?totals?|sum|average|mean|overall)\b", re.IGNORECASE)


def read_by_row(grid: Grid, header: Header, context: CheckContext) -> Entries:
    """Every row below the header as an entry; RefusedError for a wrong header, authority or quarter."""
    layout = "template" if any(name in header.keys for name in FOR_READING) else "programme_return"
    refuse_twice(header)
    refuse_unknown(header, TEMPLATE)
    refuse_unnamed(header, grid)
    refuse_missing(header, (*WHOSE, *NEEDED) if layout == "template" else NEEDED)
    columns = _columns(header)
    entries = tuple(_entries(grid, columns))
    notices = [*header_notices(header), *_check_whose(entries, columns, context)]
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


def _check_whose(entries: tuple[Entry, ...], columns: Columns, context: CheckContext) -> list[Notice]:
    """Rows that look like totals or notes are left to the rules, which say so; every other row says whose it is."""
    rows = [entry for entry in entries if not _aside(entry)]
    notices: list[Notice] = []
    if "authority" in columns.numbers:
        letters = column_letters(columns.numbers["authority"])
        notices += check_authority(column_of(letters, ((entry.row, entry.authority) for entry in rows)), context)
    if "quarter" in columns.numbers:
        letters = column_letters(columns.numbers["quarter"])
        notices += check_quarter(column_of(letters, ((entry.row, entry.quarter) for entry in rows)), context)
    return notices


def _aside(entry: Entry) -> bool:
    if _is_total(entry.authority) or _is_total(entry.quarter) or _is_total(entry.indicator):
        return True
    return not entry.indicator.strip() and not any(getattr(entry, number).strip() for number in NUMBERS)


@lru_cache(maxsize=1024)
def _is_total(text: str) -> bool:
    return TOTAL.match(text) is not None
