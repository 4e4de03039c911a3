"""Everything that a check found, as a file: one line for each cell, however often a fault occurs (E11). Pure.

Commas, quotes, line breaks and leading zeros come out as they went in; what could run as a formula does not.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from xlsxwriter import Workbook

from outcomes.collection.check.result import Checked
from outcomes.collection.export.neutral import for_workbook, neutral

WIDTHS = {
    "severity": 10,
    "rule": 28,
    "version": 8,
    "sheet": 14,
    "cell": 8,
    "column": 16,
    "indicator": 20,
    "found": 26,
    "message": 70,
    "remedy": 70,
}
COLUMNS = tuple(WIDTHS)
SHEET = "Findings"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001  (the format knows no time zone; equal checks give equal files)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MEND_OURS = "Tell the programme support team this reference: the fault is ours, not your file's."


def findings_csv(checked: Checked) -> bytes:
    """The lines as CSV in UTF-8 with its mark."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([neutral(text) for text in line] for line in _lines(checked))
    return file.getvalue().encode("utf-8-sig", "replace")


def findings_xlsx(checked: Checked) -> bytes:
    """The same lines as a workbook in which every cell is text: 001 stays 001."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"title": "What the check found", "created": MADE})
        sheet = book.add_worksheet(SHEET)
        header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTHS[column])
            sheet.write_string(0, place, column, header)
        for number, line in enumerate(_lines(checked), start=1):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, for_workbook(cell), text)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


def _lines(checked: Checked) -> Iterator[tuple[str, ...]]:
    """A refusal, the findings in the order of the page, then rules of ours that crashed."""
    refusal = checked.refusal
    if refusal is not None:
        for cell in refusal.cells or ("",):
            yield _line(severity="refused", rule=refusal.code, cell=cell, message=refusal.sentence)
    for finding in checked.findings:
        for cell in finding.cells or ("",):
            yield _line(
                severity=finding.severity.value,
                rule=finding.rule,
                version=str(finding.version),
                sheet=finding.sheet or "",
                cell=cell,
                column=finding.column,
                indicator=finding.indicator or "",
                found=finding.found,
                message=finding.message,
                remedy=finding.remedy,
            )
    for line in checked.crashed:
        yield _line(
            severity="not checked",
            rule=line.rule,
            version=str(line.version),
            message=f"{line.title}: {line.why}",
            remedy=MEND_OURS,
        )


def _line(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in COLUMNS)
