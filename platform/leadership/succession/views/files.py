"""A table as a file, as every page with a table offers it."""

from flask import Response, make_response

from charts.table import Table


def csv_answer(table: Table, filename: str) -> Response:
    """The table as CSV that a spreadsheet opens as it is."""
    response = make_response(table.to_csv().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response
