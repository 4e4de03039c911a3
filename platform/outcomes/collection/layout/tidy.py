"""DfE's tidy layout: one row for an authority and a quarter, one column for each indicator (sector B). Pure."""

import re
from collections.abc import Iterator

from outcomes.catalogue.indicators import list_indicators
from outcomes.catalogue.status import Status
from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.asides import begins_as_aside
from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.grid import Grid, Notice
from outcomes.collection.intake.header_row import TIDY
from outcomes.collection.intake.limits import SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.asides import CODE
from outcomes.collection.layout.columns import (
    Header,
    header_notices,
    refuse_missing,
    refuse_twice,
    refuse_unknown,
    refuse_unnamed,
)
from outcomes.collection.layout.entries import Columns, Entries, Entry
from outcomes.collection.layout.whose import Column, check_authority, check_quarter

NEEDED = ("time_period", "time_identifier", "geographic_level")
# What says which authority a row is for, the best first.
WHOSE = ("old_la_code", "new_la_code", "la_name")
ABSENT = {"", "x", "z"}
COUNTS = ("numerator", "denominator")
LEVELS = {"local authority", "la"}
PERIOD = re.compile(r"20\d{4}|20\d\d[-/]\d\d(?:\d\d)?")
IDENTIFIER = re.compile(r"financial year q[1-4]", re.IGNORECASE)


def read_tidy(grid: Grid, header: Header, context: CheckContext) -> Entries:
    """An entry for each indicator of each row; RefusedError for a wrong header, level, authority or quarter."""
    refuse_twice(header)
    codes = {indicator.code.lower(): indicator.code for indicator in list_indicators()}
    refuse_unknown(header, (*TIDY, *codes, *(f"{code}_{count}" for code in codes for count in COUNTS)))
    refuse_unnamed(header, grid)
    refuse_missing(header, NEEDED)
    if not any(name in header.keys for name in WHOSE):
        refuse_missing(header, WHOSE[:1])
    _refuse_lone_counts(header, codes)
    indicators = [codes[key] for key in header.keys if key in codes]
    if not indicators:
        raise RefusedError(
            "no_indicator",
            "The selected file has no column for an indicator. Add one for each, named by its code in lower case, such"
            f" as {next(iter(codes))}.",
        )
    _refuse_notes(grid, header)
    _check_rows(grid, header)
    notices = [*header_notices(header), *_check_whose(grid, header, context)]
    return Entries("tidy", grid, tuple(_entries(grid, header, indicators, context)), (*grid.notices, *notices))


def _refuse_lone_counts(header: Header, codes: dict[str, str]) -> None:
    for column, key in enumerate(header.keys, 1):
        code, _, count = key.rpartition("_")
        if count in COUNTS and code in codes and code not in header.keys:
            raise RefusedError(
                "missing_column",
                f"Add the column {code} beside {key}; leave its cells blank to have them worked out from the counts.",
                cells=header.cells([column]),
            )


def _column(grid: Grid, header: Header, key: str) -> Column:
    place = header.keys.index(key)
    return Column(column_letters(place + 1), [(row, cells[place]) for row, cells in grid.rows[1:]])


def _refuse_notes(grid: Grid, header: Header) -> None:
    """A signature or a note under the table stands alone in its row or begins as such, and names nobody's code (31)."""
    whose = [header.keys.index(key) for key in WHOSE[:2] if key in header.keys]
    notes = [
        f"{column_letters(next(place for place, cell in enumerate(cells, 1) if cell.strip()))}{row}"
        for row, cells in grid.rows[1:]
        if (begins_as_aside(cells) or sum(1 for cell in cells if cell.strip()) == 1)
        and not any(CODE.fullmatch(cells[place].strip()) for place in whose)
    ]
    if notes:
        raise RefusedError(
            "row_note",
            f"{listed(notes)} {'holds' if len(notes) == 1 else 'hold'} a note, not a figure. Remove the"
            f" {'row' if len(notes) == 1 else 'rows'}.",
            cells=tuple(notes[:SHOWN_CELLS]),
        )


def _check_rows(grid: Grid, header: Header) -> None:
    levels = _column(grid, header, "geographic_level")
    other = levels.cells(text for text in levels.texts if " ".join(text.casefold().split()) not in LEVELS)
    if other:
        raise RefusedError(
            "other_level",
            f"{listed(other)} must say Local authority. Remove the rows of regions and of the country.",
            cells=tuple(other[:SHOWN_CELLS]),
        )
    for key, form, example in (("time_period", PERIOD, "202526"), ("time_identifier", IDENTIFIER, "Financial year Q1")):
        column = _column(grid, header, key)
        wrong = column.cells(text for text in column.texts if form.fullmatch(" ".join(text.split())) is None)
        if wrong:
            raise RefusedError(
                "unclear_quarter",
                f"{listed(wrong)} must be written as {example}: 202526 and Financial year Q1 are April to June 2025.",
                cells=tuple(wrong[:SHOWN_CELLS]),
            )


def _check_whose(grid: Grid, header: Header, context: CheckContext) -> list[Notice]:
    first, *beside = [_column(grid, header, key) for key in WHOSE if key in header.keys]
    notices = check_authority(first, context)
    for column in beside:
        # Beside a code, a name or a second code may be left out, or say that it is not available.
        said = [(row, text) for row, text in column.said if text.strip() not in ABSENT]
        check_authority(Column(column.letters, said), context)
    return notices + check_quarter(_quarters(grid, header), context)


def _quarters(grid: Grid, header: Header) -> Column:
    """Year and quarter stand in two columns; the cell of the year stands for both."""
    period, identifier = header.keys.index("time_period"), header.keys.index("time_identifier")
    said = [(row, quarter_label(cells[period], cells[identifier])) for row, cells in grid.rows[1:]]
    return Column(column_letters(period + 1), said)


def quarter_label(period: str, identifier: str) -> str:
    """Year and quarter of two columns as one text."""
    years = re.sub(r"\D", "", period)
    return f"{years[:4]}-{years[-2:]} {identifier.rsplit(maxsplit=1)[-1].upper()}"


def _entries(grid: Grid, header: Header, indicators: list[str], context: CheckContext) -> Iterator[Entry]:
    whose, quarter = context.authority_code, str(context.quarter)
    columns = {code: _columns(header, code) for code in indicators}
    for row, cells in grid.rows[1:]:
        for code in indicators:
            numbers = columns[code].numbers
            value, numerator, denominator = (
                cells[numbers[field] - 1] if field in numbers else "" for field in ("value", *COUNTS)
            )
            if numerator or denominator:
                numerator, denominator = (_count(count, value) for count in (numerator, denominator))
            yield Entry(row, whose, quarter, code, value, numerator, denominator, "", "", columns[code])


def _count(count: str, value: str) -> str:
    """The layout knows no blank: beside a number, a count that was never given is written `x`, and means none."""
    absent = count.strip().lower() == Status.NOT_AVAILABLE and any(sign.isdigit() for sign in value)
    return "" if absent else count


def _columns(header: Header, code: str) -> Columns:
    """The indicator's own name stands in its header cell, so a finding about it points at the figure's column."""
    key = code.lower()
    keys = {"value": key, "indicator": key, "quarter": "time_period"}
    keys |= {count: f"{key}_{count}" for count in COUNTS}
    keys["authority"] = next(name for name in WHOSE if name in header.keys)
    there = {field: name for field, name in keys.items() if name in header.keys}
    return Columns({field: header.keys.index(name) + 1 for field, name in there.items()}, there)
