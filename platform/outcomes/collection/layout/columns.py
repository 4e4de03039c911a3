"""The header of a return: which column is which, and what is wrong with it (bad-input rows 18 to 22). Pure."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.children import looks_personal, name_key
from outcomes.collection.intake.grid import Grid, Notice
from outcomes.collection.intake.limits import SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError

LONGEST_NAME = 40
# What people call our columns; offered, never assumed.
OFTEN_CALLED = {
    "la": "authority_code", "la_code": "authority_code", "authority": "authority_code", "old_la_code": "authority_code",
    "local_authority": "authority_code", "local_authority_code": "authority_code", "code": "indicator_code",
    "measure": "indicator_code", "measure_code": "indicator_code", "indicator_id": "indicator_code",
    "period": "quarter",
    "time_period": "quarter", "num": "numerator", "den": "denominator", "denom": "denominator", "rate": "value",
    "percentage": "value", "note": "comment", "notes": "comment", "comments": "comment",
}  # fmt: skip
USE_TEMPLATE = "or use the template"


@dataclass(frozen=True)
class Header:
    """The names of row 1 as they are compared (`keys`) and as they are written; columns are numbered from 1."""

    row: int
    keys: tuple[str, ...]
    written: tuple[str, ...]

    def column(self, key: str) -> int | None:
        return self.keys.index(key) + 1 if key in self.keys else None

    def cells(self, columns: Iterable[int]) -> tuple[str, ...]:
        return tuple(f"{column_letters(column)}{self.row}" for column in columns)


def read_header(grid: Grid) -> Header:
    """The first row that holds anything."""
    row, cells = grid.rows[0]
    return Header(row, tuple(name_key(cell) for cell in cells), cells)


def refuse_unnamed(header: Header, grid: Grid) -> None:
    """A column without a name may be blank all the way down, and then it is no column."""
    for column, key in enumerate(header.keys, 1):
        if key:
            continue
        filled = next((row for row, cells in grid.rows[1:] if len(cells) >= column and cells[column - 1].strip()), None)
        if filled is not None:
            letters = column_letters(column)
            raise RefusedError(
                "unnamed_column",
                f"Column {letters} holds something and has no name in row {header.row}: remove it, or name it there.",
                cells=(f"{letters}{filled}",),
            )


def refuse_twice(header: Header) -> None:
    """Two columns of one name: nobody but the lead knows which one counts."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for column, key in enumerate(header.keys, 1):
        if key:
            places[key].append(column)
    for key, columns in places.items():
        if len(columns) > 1:
            letters = listed([column_letters(column) for column in columns], most=5)
            several = "two" if len(columns) == 2 else str(len(columns))  # noqa: PLR2004
            named = "" if looks_personal(key) else f" called {key[:LONGEST_NAME]}"
            raise RefusedError(
                "duplicate_column",
                f"The selected file has {several} columns{named}: {letters}. Remove all but one.",
                cells=header.cells(columns),
                keep=bool(named),
            )


def refuse_unknown(header: Header, known: Sequence[str]) -> None:
    """A column that is not ours may hold what must not be here: it is named, its content never is.

    The name itself is left out where it speaks of a person, and then the file is not kept either.
    """
    unknown = [column for column, key in enumerate(header.keys, 1) if key and key not in known]
    if not unknown:
        return
    personal = [column for column in unknown if looks_personal(header.written[column - 1])]
    letters = listed([column_letters(column) for column in unknown], most=5)
    which = f"column {letters}" if len(unknown) == 1 else f"columns {letters}"
    if personal:
        raise RefusedError(
            "personal_column",
            f"Remove {which}: this service must not hold names of children or anything else about one person. We have"
            " not kept the file.",
            cells=header.cells(unknown),
            keep=False,
        )
    name = header.written[unknown[0] - 1].strip() if len(unknown) == 1 else ""
    raise RefusedError("unknown_column", _not_ours(which, name, header.keys, known), cells=header.cells(unknown))


def _not_ours(which: str, name: str, there: Sequence[str], known: Sequence[str]) -> str:
    if not name:
        return f"Remove {which}: they are not part of the return. The columns are {', '.join(known[:11])}."
    shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}\N{HORIZONTAL ELLIPSIS}"
    absent = [key for key in known if key not in there]
    often = OFTEN_CALLED.get(name_key(name), "")
    near = [often] if often in absent else difflib.get_close_matches(name_key(name), absent, 1, cutoff=0.75)
    if near:
        called = f"{which[0].upper()}{which[1:]} is called {shown}"
        return f"{called}. Did you mean {near[0]}? Write that name, or remove the column."
    return f"Remove {which}, {shown}: it is not part of the return."


def refuse_missing(header: Header, required: Sequence[str]) -> None:
    """Every missing column at once."""
    missing = [name for name in required if name not in header.keys]
    if missing:
        what = f"column {missing[0]}" if len(missing) == 1 else f"columns {listed(missing, most=8)}"
        raise RefusedError("missing_column", f"Add the {what} to row {header.row}, {USE_TEMPLATE}.")


def header_notices(header: Header) -> list[Notice]:
    """Names that were recognised though they are written otherwise."""
    other = [
        f"{column_letters(column)}{header.row}"
        for column, (key, written) in enumerate(zip(header.keys, header.written, strict=True), 1)
        if key and written != key
    ]
    if not other:
        return []
    names, are = ("name in", "is") if len(other) == 1 else ("names in", "are")
    text = f"The column {names} {listed(other)} {are} spelled differently from the template; we recognised all of them."
    return [Notice("header_spelling", text)]


def refuse_no_rows(grid: Grid) -> None:
    """Column names alone are no return."""
    if len(grid.rows) == 1:
        raise RefusedError(
            "no_rows", "The selected file has column names but no rows. Fill in a row for each indicator."
        )


def refuse_again(header: Header, grid: Grid) -> None:
    """Tables that were put one under another bring their column names along."""
    again = [f"A{row}" for row, cells in grid.rows[1:] if cells == header.written]
    if again:
        rows = listed([place[1:] for place in again])
        raise RefusedError(
            "names_again",
            f"Row {rows} holds the column names again: remove it."
            if len(again) == 1
            else f"Rows {rows} hold the column names again: remove them.",
            cells=tuple(again[:SHOWN_CELLS]),
        )
