"""The small table that stands behind and under every chart, and its CSV file."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Cell: TypeAlias = str | int | float | Decimal | date | None

# A spreadsheet runs a cell that starts with one of these as a formula; the last four are their full-width twins.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Table:
    """Columns and rows that say in words and figures what the picture says."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs at least one column")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                msg = f"Row {number} has {len(row)} cells; the table has {len(self.columns)} columns"
                raise ValueError(msg)

    def to_csv(self) -> str:
        """The table as CSV text (lines end in CRLF); words that a spreadsheet would run are made harmless."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([_harmless(name) for name in self.columns])
        writer.writerows([_harmless(cell) for cell in row] for row in self.rows)
        return out.getvalue()

    def numeric_columns(self) -> tuple[bool, ...]:
        """For each column, whether it holds a number in any row, so that a page can align it to the right."""
        return tuple(
            any(isinstance(row[place], int | float | Decimal) for row in self.rows)
            for place in range(len(self.columns))
        )


def _harmless(cell: Cell) -> str:
    """Words first get an apostrophe where they would start a formula; numbers stay numbers, minus sign and all."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)
