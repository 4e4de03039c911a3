"""A file as an answer."""

from flask import Response, make_response

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(content: bytes | str, name: str) -> Response:
    """What a browser saves under that name, and never shows, whatever it holds; the ending says what it is."""
    response = make_response(content)
    response.headers["Content-Type"] = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
