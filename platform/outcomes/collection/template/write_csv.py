"""The template as a CSV file that every spreadsheet opens with its letters right (D4). Pure."""

import csv
import io
from collections.abc import Iterable

from outcomes.collection.export.neutral import neutral
from outcomes.collection.template.rows import COLUMNS, TemplateRow


def template_csv(rows: Iterable[TemplateRow]) -> bytes:
    """Header in row 1, then a row for each indicator; UTF-8 with its mark, so that Excel does not guess."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([neutral(cell) for cell in row.cells().values()] for row in rows)
    return file.getvalue().encode("utf-8-sig")
