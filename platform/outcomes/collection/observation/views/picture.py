"""One indicator of an authority by quarter as a picture, a table and a CSV file. Pure.

A line holds one definition of the indicator only, the newest; figures of an earlier one stand in the table, marked.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from charts.chart import Chart
from charts.series import Figure, Series, series
from charts.table import Cell, Table
from charts.words import day_in_words
from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.catalogue.status import Status
from outcomes.collection.export.neutral import neutral
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import by_definition

GAP = ""
COLUMNS = (
    "authority_code",
    "authority",
    "indicator_code",
    "indicator",
    "quarter",
    "value",
    "status",
    "numerator",
    "denominator",
    "definition",
    "known_on",
    "file",
    "sheet",
    "cell",
    "line",
    "as_known_on",
)
YEAR = 4


def draw_figures(
    rows: Sequence[Observation], indicator: Indicator, *, code: str, name: str, as_at: date
) -> Chart | None:
    """The picture; None when there is no number to draw."""
    lines = by_definition(rows)
    newest = lines[max(lines)] if lines else []
    if not any(row.value is not None for row in newest):
        return None
    earlier = "" if len(lines) == 1 else ", the newest definition only"
    chart = series(
        Series(name, _points(newest)),
        measure=indicator.name,
        unit=indicator.unit.words,
        title=finding_of(newest, indicator),
        source=f"returns of {name}, approved by the programme{earlier}; as known on {day_in_words(as_at)}",
        filename=f"{code}-{indicator.code}-quarters".lower().replace("_", "-"),
        decimals=indicator.decimals,
    )
    return replace(chart, table=table_of(rows, indicator))


def _points(rows: Sequence[Observation]) -> tuple[Figure, ...]:
    """Every quarter from the first to the last; one without a figure leaves a gap in the line."""
    by_quarter = {row.quarter: row for row in rows}
    quarter, last = min(by_quarter), max(by_quarter)
    points = []
    while quarter <= last:
        row = by_quarter.get(quarter)
        value = None if row is None or row.value is None else float(row.value)
        points.append(Figure(str(quarter), quarter.ends_on, value, row.status if row is not None else GAP))
        quarter = quarter.next()
    return tuple(points)


def finding_of(rows: Sequence[Observation], indicator: Indicator) -> str:
    """What the latest figure says against the same quarter of last year, in about ten words."""
    latest = next(row for row in reversed(rows) if row.value is not None)
    told = f"{indicator.name}: {write(latest, indicator)} in {latest.quarter}"
    change = change_of(rows, latest)
    if change is None:
        return told
    if change == 0:
        return f"{told}, as a year before"
    return f"{told}, {'up' if change > 0 else 'down'} {abs(change):.{indicator.decimals}f} on a year before"


def change_of(rows: Sequence[Observation], row: Observation) -> Decimal | None:
    """Against the same quarter of last year, if it was measured by the same definition; else None."""
    before = next((each for each in rows if each.quarter == row.quarter.plus(-YEAR)), None)
    if before is None or before.value is None or row.value is None or before.definition != row.definition:
        return None
    return row.value - before.value


def write(row: Observation | None, indicator: Indicator) -> str:
    """A figure at the decimals of its indicator; its symbol; a dash where nothing was returned (G3)."""
    if row is None:
        return "\u2013"
    if row.value is None:
        return row.status
    sign = "%" if indicator.unit is Unit.PERCENT else ""
    return f"{row.value:,.{indicator.decimals}f}{sign}"


def meaning(row: Observation | None) -> str:
    """What a symbol or a dash means, for those who cannot see how it is drawn; nothing for a number."""
    if row is None:
        return "no figure"
    return "" if row.value is not None else Status(row.status).meaning


def table_of(rows: Sequence[Observation], indicator: Indicator) -> Table:
    """One line for each quarter, the newest first."""
    cells: list[tuple[Cell, ...]] = [
        (
            str(row.quarter),
            write(row, indicator),
            row.numerator,
            row.denominator,
            meaning(row) or None,
            row.definition,
        )
        for row in reversed(rows)
    ]
    columns = ("Quarter", indicator.name, "Numerator", "Denominator", "Symbol means", "Definition")
    return Table(columns, tuple(cells))


def csv_of(rows: Sequence[Observation], indicator: Indicator, *, code: str, name: str, as_at: date) -> bytes:
    """The same as a file that names the cell of every figure; for spreadsheets, with a byte-order mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        value = row.status if row.value is None else f"{row.value:f}"
        counts = ("" if part is None else f"{part:f}" for part in (row.numerator, row.denominator))
        writer.writerow(
            (
                code,
                neutral(name),
                indicator.code,
                indicator.name,
                row.quarter,
                value,
                row.status,
                *counts,
                row.definition,
                row.known_on,
                neutral(row.source_file),
                neutral(row.source_sheet or ""),
                row.source_cell or "",
                "" if row.source_line is None else row.source_line,
                as_at,
            )
        )
    return out.getvalue().encode("utf-8-sig")


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from the first to the last, both counted."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next())
    return found
