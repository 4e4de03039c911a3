"""The template as a workbook: one sheet, header in row 1, drop-downs and instructions beside the cells (D4).

What the reader of uploads refuses is not in it: no hidden sheet, macro, link, comment, note or merged cell. Equal rows
give equal bytes.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from xlsxwriter import Workbook

from core.quarters import Quarter
from outcomes.catalogue.versions import indicator_on
from outcomes.collection.export.neutral import for_workbook
from outcomes.collection.template.prompts import SYMBOLS, Prompt, prompts_of
from outcomes.collection.template.rows import COLUMNS, NUMBERS, TO_FILL_IN, WIDTHS, TemplateRow

SHEET = "Return"
LONGEST_COMMENT = 500
# Not the day on which the file is made: the same rows give the same file.
MADE = datetime(2026, 1, 1)  # noqa: DTZ001  (the format knows no time zone)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# Without a password: the lock keeps a slip away, not a person.
PROTECTION = {"format_columns": True, "format_rows": True}


def template_xlsx(rows: Sequence[TemplateRow]) -> bytes:
    """The workbook with these rows; only the columns to fill in are open."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"title": _title(rows), "created": MADE})
        sheet = book.add_worksheet(SHEET)
        header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "locked": True})
        reading = book.add_format({"bg_color": "#F3F2F1", "valign": "top", "text_wrap": True, "locked": True})
        typing = book.add_format({"valign": "top", "locked": False})
        writing = book.add_format({"valign": "top", "text_wrap": True, "locked": False})
        formats = dict.fromkeys(COLUMNS, reading) | dict.fromkeys(TO_FILL_IN, typing) | {"comment": writing}
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDTHS[column])
            sheet.write_string(0, place, column, header)
        for number, row in enumerate(rows, start=1):
            _write_row(sheet, number, row, formats)
            _say_how(sheet, number, row)
        sheet.freeze_panes(1, COLUMNS.index("value"))
        sheet.protect("", PROTECTION)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return file.getvalue()


def _title(rows: Sequence[TemplateRow]) -> str:
    return f"Quarterly return of {rows[0].authority_code} for {rows[0].quarter}" if rows else "Quarterly return"


def _write_row(sheet: Any, number: int, row: TemplateRow, formats: dict[str, Any]) -> None:
    for place, (column, text) in enumerate(row.cells().items()):
        amount = _number(text) if column in NUMBERS else None
        if amount is not None:
            sheet.write_number(number, place, amount, formats[column])
        elif text:
            sheet.write_string(number, place, for_workbook(text), formats[column])
        else:
            sheet.write_blank(number, place, None, formats[column])


def _number(text: str) -> float | None:
    try:
        return float(Decimal(text))
    except InvalidOperation:
        return None


def _say_how(sheet: Any, number: int, row: TemplateRow) -> None:
    prompts = prompts_of(indicator_on(row.indicator_code, Quarter.parse(row.quarter)))
    for column, prompt in prompts.items():
        place = COLUMNS.index(column)
        sheet.data_validation(number, place, number, place, {**_allowed(column), **_beside(prompt)})


def _beside(prompt: Prompt) -> dict[str, Any]:
    return {"input_title": prompt.title, "input_message": prompt.text}


def _allowed(column: str) -> dict[str, Any]:
    """What a cell offers and minds. The check of an upload decides: a workbook never stops what that would take."""
    if column == "value":
        # A list that minds nothing: the symbols can be chosen, and any number can be typed.
        return {"validate": "list", "source": list(SYMBOLS), "show_error": False}
    if column in NUMBERS:
        return {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_type": "warning",
            "error_title": "A count",
            "error_message": "Enter a count of 0 or more, without commas. A symbol belongs in the value column.",
        }
    if column == "follow_up":
        return {
            "validate": "list",
            "source": ["yes", "no"],
            "error_title": "yes or no",
            "error_message": "Choose yes or no, or leave it blank.",
        }
    if column == "comment":
        return {
            "validate": "length",
            "criteria": "<=",
            "value": LONGEST_COMMENT,
            "error_type": "warning",
            "error_title": "A long comment",
            "error_message": f"Use {LONGEST_COMMENT} characters or fewer.",
        }
    return {"validate": "any"}
