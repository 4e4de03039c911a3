"""A file of many returns: parted by authority and quarter, each part checked as a file of its own would be. Pure.

So a backlog of years is held to the same rules, of the time of each quarter, and every fault is found in one pass.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from core.quarters import Quarter
from outcomes.collection.check.context import CheckContext
from outcomes.collection.check.result import Checked
from outcomes.collection.check.run import check_entries
from outcomes.collection.intake.cell_names import column_letters
from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.limits import SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.columns import Header, read_header, refuse_missing, refuse_twice
from outcomes.collection.layout.quarters import read_quarter
from outcomes.collection.layout.recognise import is_harmless, read_entries

WHOSE = ("authority_code", "quarter")
Key = tuple[str, Quarter]
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """One return of the file and what checking it found; the cells are those of the whole file."""

    authority_code: str
    quarter: Quarter
    checked: Checked


def part_grid(grid: Grid, authorities: Collection[str], last: Quarter) -> dict[Key, Grid]:
    """The rows of each return in the file, with the header.

    Args:
        grid: rows of the template or of a programme return, with the columns of authority and quarter.
        authorities: the codes that there are.
        last: the last quarter that may be in it.

    Raises:
        RefusedError: the header lacks them, or a row does not say whose it is.
    """
    header = read_header(grid)
    refuse_twice(header)
    refuse_missing(header, WHOSE)
    codes, quarters = _codes(grid, header, authorities), _quarters(grid, header, last)
    code_at, quarter_at = (header.keys.index(name) for name in WHOSE)
    harmless = is_harmless(grid)
    parts: dict[Key, list[Row]] = {}
    # By what the cells say first: hashing two texts is quicker than reading what they mean.
    by_texts: dict[tuple[str, str], list[Row]] = {}
    for row in grid.rows[1:]:
        texts = row[1][code_at], row[1][quarter_at]
        rows = by_texts.get(texts)
        if rows is None:
            rows = by_texts[texts] = parts.setdefault((codes[texts[0]], quarters[texts[1]]), [])
        rows.append(row)
    return {
        key: replace(grid, rows=(grid.rows[0], *rows), blank_rows=0, notices=(), harmless=harmless)
        for key, rows in parts.items()
    }


def check_part(part: Grid, context: CheckContext) -> Part:
    """Check one return of the file; RefusedError for a wrong header, or for what must not be here."""
    return Part(context.authority_code, context.quarter, check_entries(read_entries(part, context), context))


def _codes(grid: Grid, header: Header, authorities: Collection[str]) -> dict[str, str]:
    """The code that each text of the column stands for."""
    found = {text: text.strip().upper() for text in _texts(grid, header, "authority_code")}
    unknown = _cells(grid, header, "authority_code", {text for text, code in found.items() if code not in authorities})
    if unknown:
        raise RefusedError(
            "unknown_authority",
            f"{listed(unknown)}: write the code of an authority in the register, such as 919.",
            cells=tuple(unknown[:SHOWN_CELLS]),
        )
    return found


def _quarters(grid: Grid, header: Header, last: Quarter) -> dict[str, Quarter]:
    """The quarter that each text of the column stands for; only quarters that are over."""
    read = {text: read_quarter(text) for text in _texts(grid, header, "quarter")}
    found = {text: quarter for text, quarter in read.items() if quarter is not None and quarter <= last}
    other = _cells(grid, header, "quarter", read.keys() - found.keys())
    if other:
        raise RefusedError(
            "unclear_quarter",
            f"{listed(other)}: write a quarter up to {last} as 2025-26 Q1, which is April to June 2025.",
            cells=tuple(other[:SHOWN_CELLS]),
        )
    return found


def _texts(grid: Grid, header: Header, name: str) -> set[str]:
    place = header.keys.index(name)
    return {cells[place] for _, cells in grid.rows[1:]}


def _cells(grid: Grid, header: Header, name: str, texts: Collection[str]) -> list[str]:
    """The cells that say one of these, from the top."""
    place = header.keys.index(name)
    letters = column_letters(place + 1)
    return [f"{letters}{row}" for row, cells in grid.rows[1:] if cells[place] in texts] if texts else []
