"""Reads a file of approved quarterly figures (docs/formats.md, figures.csv). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.csv_cells import CellError, a_reference, number, one_of
from core.csv_problems import Problems
from core.csv_table import Column, Layout, Located, Table, read_table
from core.quarters import Quarter
from outcomes.catalogue.indicators import catalogue
from outcomes.catalogue.status import Status

Key = tuple[str, Quarter, str]


@dataclass(frozen=True)
class FigureRow:
    """One figure of an authority for a quarter, in the unit of its indicator."""

    authority_code: str
    quarter: Quarter
    indicator_code: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: str

    @property
    def key(self) -> Key:
        """What the figure is of."""
        return self.authority_code, self.quarter, self.indicator_code


def a_quarter(cell: str) -> Quarter:
    """A financial-year quarter as `2025-26 Q1`."""
    try:
        return Quarter.parse(cell)
    except ValueError:
        raise CellError(f"{cell!r} is not a quarter", "Write it as 2025-26 Q1, which is April to June 2025") from None


FIGURES = Layout(
    "figures.csv",
    FigureRow,
    (
        Column("authority_code", a_reference, required=True),
        Column("quarter", a_quarter, required=True),
        Column("indicator_code", a_reference, required=True),
        Column("value", number),
        Column("numerator", number),
        Column("denominator", number),
        Column("status", one_of(Status), required=True),
    ),
    key=("authority_code", "quarter", "indicator_code"),
)


def read_figures(content: bytes, problems: Problems) -> Table[FigureRow]:
    """The rows of the file; what is wrong with it is added to `problems`."""
    return read_table(content, FIGURES, problems)


def check_figures(
    table: Table[FigureRow], authorities: Collection[str], stored: Mapping[Key, FigureRow], problems: Problems
) -> list[Located[FigureRow]]:
    """The rows that are not stored yet; what contradicts register, catalogue or a stored figure is a problem."""
    new = []
    for item in table.rows:
        before = stored.get(item.row.key)
        _check_row(item, authorities, problems)
        if before is None:
            new.append(item)
        elif before != item.row:
            problems.add(
                FIGURES.file,
                item.line,
                "value",
                f"an approved figure is stored for {item.row.indicator_code} in {item.row.quarter} and differs",
                "An approved figure is not replaced by a file: remove the row, or correct it",
            )
    return new


def _check_row(item: Located[FigureRow], authorities: Collection[str], problems: Problems) -> None:
    row, line = item.row, item.line
    if row.authority_code not in authorities:
        problems.add(
            FIGURES.file, line, "authority_code", f"no authority has the code {row.authority_code}", "Correct the code"
        )
    if row.indicator_code not in catalogue():
        problems.add(
            FIGURES.file,
            line,
            "indicator_code",
            f"{row.indicator_code} is not in the catalogue of indicators",
            "Correct the code; they are written in capitals",
        )
    ok = row.status == Status.OK
    if ok and row.value is None:
        problems.add(
            FIGURES.file, line, "value", "the status is ok and the value is blank", "Write the value or its symbol"
        )
    for column in ("value", "numerator", "denominator"):
        if not ok and getattr(row, column) is not None:
            problems.add(
                FIGURES.file,
                line,
                column,
                f"the status is {row.status} and there is a number",
                "Clear this cell, or write ok as the status",
            )
