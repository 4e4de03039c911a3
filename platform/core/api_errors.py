"""Errors as an interface reads them: the same four members for every status and address below /api (L1)."""

from typing import Any

from flask import Response, jsonify, make_response, request

PREFIX = "/api/"
CODES = {
    400: "not_understood",
    401: "sign_in_required",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    422: "not_acceptable",
    429: "too_many",
    500: "failed",
    503: "not_available",
}


def is_for_api() -> bool:
    """Whether whoever asks reads JSON and not pages."""
    return request.path.startswith(PREFIX)


def api_error(status: int, message: str, *, code: str | None = None, detail: Any = None) -> Response:
    """The error; `code` where there is a more telling one than that of the status."""
    body = jsonify(code=code or CODES.get(status, "refused"), message=message, path=request.path, detail=detail)
    return make_response(body, status)
