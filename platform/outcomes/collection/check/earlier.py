"""Earlier figures of an authority from a file, for a check without a server: figures.csv, or the tidy CSV. Pure.

The tidy CSV is what a council takes from its own page of approved figures; figures.csv is what an installation is
filled from.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.csv_problems import Problems
from core.errors import DomainError
from core.quarters import Quarter
from outcomes.catalogue.indicators import catalogue
from outcomes.catalogue.status import Status
from outcomes.catalogue.versions import indicator_on
from outcomes.collection.check.context import History
from outcomes.collection.check.offline import Place
from outcomes.collection.figure import Figure
from outcomes.collection.intake.children import name_key
from outcomes.collection.intake.decode import decode
from outcomes.collection.intake.kinds import ZIP
from outcomes.collection.intake.refusal import RefusedError
from outcomes.collection.layout.quarters import read_quarter
from outcomes.collection.layout.tidy import COUNTS, WHOSE, quarter_label
from outcomes.collection.observation.figures_file import FigureRow, read_figures
from outcomes.collection.rules.case import Says
from outcomes.collection.rules.numbers import read_cell

TIME = ("time_period", "time_identifier")
SHOWN = 10
NOT_READ = "cannot be read as earlier figures. Give the tidy CSV from your page of approved figures, or a figures.csv."
Row = Mapping[str, str]


class HistoryRefusedError(DomainError):
    """The file of earlier figures cannot be used; the text names every place and what to do."""


def read_earlier(content: bytes, file_name: str, place: Place, quarter: Quarter) -> History:
    """What the file says of this authority before the quarter; HistoryRefusedError for anything wrong with it."""
    problems = Problems()
    rows = _tidy_rows(content, file_name)
    if rows is None:
        figures = [_figure(row) for row in _figures_rows(content, place, quarter, problems)]
    else:
        figures = list(_of_tidy(rows, place, quarter, problems))
    if problems.found:
        raise _refused(problems, file_name)
    return History({(figure.indicator, of): figure for of, figure in figures})


def _refused(problems: Problems, file_name: str) -> HistoryRefusedError:
    """In the name of the file that was given, which need not be called as ours is."""
    said = Problems([replace(each, file=file_name) for each in problems.found]).sentences()
    more = [f"... and {len(said) - SHOWN:,} more of other kinds."] if len(said) > SHOWN else []
    return HistoryRefusedError("\n".join([f"{file_name} {NOT_READ}", *said[:SHOWN], *more]))


def _figures_rows(content: bytes, place: Place, quarter: Quarter, problems: Problems) -> Iterator[FigureRow]:
    for item in read_figures(content, problems).rows:
        row = item.row
        if row.authority_code.lower() in place.names and row.quarter < quarter and row.indicator_code in catalogue():
            yield row


def _figure(row: FigureRow) -> tuple[Quarter, Figure]:
    code, of, status = row.indicator_code, row.quarter, Status(row.status)
    return of, Figure(code, status, row.value, row.numerator, row.denominator, indicator_on(code, of).version)


def _tidy_rows(content: bytes, file_name: str) -> list[tuple[int, Row]] | None:
    """The rows of a tidy CSV by the names of its columns, each with its line; None for a CSV of another layout.

    An export holds more columns than a return may, so it is not read as one.
    """
    try:
        if content.startswith(ZIP):
            raise HistoryRefusedError(f"{file_name} is a workbook and {NOT_READ}")
        text, _, _ = decode(content)
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        names = [name_key(name) for name in next(lines, [])]
        if not set(TIME) <= set(names):
            return None
        return [(lines.line_num, dict(zip(names, cells, strict=False))) for cells in lines if any(cells)]
    except (RefusedError, csv.Error):
        raise HistoryRefusedError(f"{file_name} is no CSV file, or is damaged, and {NOT_READ}") from None


def _of_tidy(
    rows: list[tuple[int, Row]], place: Place, quarter: Quarter, problems: Problems
) -> Iterator[tuple[Quarter, Figure]]:
    for line, row in rows:
        if not any(" ".join(row.get(name, "").casefold().split()) in place.names for name in WHOSE):
            continue
        period, identifier = (row.get(name, "") for name in TIME)
        of = read_quarter(quarter_label(period, identifier)) if identifier.strip() else None
        if of is None:
            problems.add(
                "", line, TIME[0], "this is no quarter", "Write 202526 and Financial year Q1 for April to June 2025"
            )
        elif of < quarter:
            yield from _of_row(line, row, of, problems)


def _of_row(line: int, row: Row, of: Quarter, problems: Problems) -> Iterator[tuple[Quarter, Figure]]:
    for code in catalogue():
        name, version = code.lower(), indicator_on(code, of).version
        reading = read_cell(row.get(name, ""))
        if reading.says is Says.ODD:
            problems.add("", line, name, "this is neither a number nor a symbol", "Write it as the export did")
        elif reading.status is not None:
            yield of, Figure(code, reading.status, definition=version)
        elif reading.number is not None:
            numerator, denominator = (read_cell(row.get(f"{name}_{count}", "")).number for count in COUNTS)
            yield of, Figure(code, Status.OK, reading.number, numerator, denominator, version)
