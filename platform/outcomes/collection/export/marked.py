"""The file that was checked, as a workbook in which each cell with an error is marked and says what to do. Pure.

Every cell stands where it stood, so the copy is mended and uploaded in the place of the file (reliability 7). What to
do is said by a prompt beside the chosen cell, as in the template: comments and further sheets would be refused. A mark
is a frame and a colour, so that it is seen in print and by those who tell no red.
"""

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from outcomes.collection.check.result import Checked
from outcomes.collection.export.neutral import for_workbook
from outcomes.collection.intake.cell_names import cell_order
from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.read import read_grid
from outcomes.collection.template.prompts import Prompt, prompt

MOST_PROMPTS = 1_000
SHEET = "Return"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001  (the format knows no time zone; equal checks give equal files)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?")
# What stood in such a cell is never repeated.
NOT_REPEATED = "COMMENT_CHILD"
WIDTH = 18

Cell = tuple[int, int]


def marked_copy(content: bytes, file_name: str, checked: Checked) -> bytes:
    """The copy; RefusedError for a file that cannot be read. One without errors has no marks."""
    grid = read_grid(content, file_name)
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"title": "The return with its errors marked", "created": MADE})
        sheet = book.add_worksheet(SHEET)
        plain = book.add_format({"valign": "top"})
        mark = book.add_format({"valign": "top", "bold": True, "border": 5, "bg_color": "#FFDD00"})
        marks = _marks(checked)
        _write(sheet, grid, marks, (plain, mark), _not_repeated(checked))
        for (row, column), said in list(marks.items())[:MOST_PROMPTS]:
            place = (row - 1, column - 1)
            sheet.data_validation(
                *place, *place, {"validate": "any", "input_title": said.title, "input_message": said.text}
            )
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(cells) for _, cells in grid.rows) - 1, WIDTH)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return file.getvalue()


def _marks(checked: Checked) -> dict[Cell, Prompt]:
    """The first error of each cell, in the order of the page."""
    found: dict[Cell, Prompt] = {}
    for number, finding in enumerate(checked.errors, start=1):
        for cell in finding.cells:
            found.setdefault(cell_order(cell), prompt(f"Error {number}", f"{finding.message} {finding.remedy}"))
    return found


def _not_repeated(checked: Checked) -> set[Cell]:
    return {cell_order(cell) for finding in checked.errors if finding.rule == NOT_REPEATED for cell in finding.cells}


def _write(sheet: Any, grid: Grid, marks: Mapping[Cell, Prompt], formats: tuple[Any, Any], bare: set[Cell]) -> None:
    plain, mark = formats
    for row, cells in grid.rows:
        for column, text in enumerate(cells, start=1):
            place, form = (row - 1, column - 1), mark if (row, column) in marks else plain
            if not text or (row, column) in bare:
                sheet.write_blank(*place, None, form)
            elif NUMBER.fullmatch(text):
                sheet.write_number(*place, float(text), form)
            else:
                sheet.write_string(*place, for_workbook(text), form)
