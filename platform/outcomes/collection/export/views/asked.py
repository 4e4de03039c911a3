"""What an address asks a file for; and how a file is handed over."""

from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, request

from core.clock import today
from core.errors import DomainError
from core.quarters import Quarter

EARLIEST = date(1990, 1, 1)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "meta.csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class AskedError(DomainError):
    """The address asks for something that cannot be read."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the same address gives the same file."""

    as_at: date
    first: Quarter | None
    counts: bool


def read_asked() -> Asked:
    """Read the address; a file of another day than the one asked for would mislead, so nothing is guessed."""
    return Asked(
        read_day(request.args.get("as_at", "").strip()),
        _quarter(request.args.get("from", "").strip()),
        request.args.get("counts", "") == "yes",
    )


def read_day(text: str) -> date:
    """The day of the figures, today if none is named; raises AskedError."""
    if not text:
        return today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise AskedError("The day (as_at) must be written like 2025-11-28.") from None
    if not EARLIEST <= day <= today():
        raise AskedError(f"The day (as_at) must not be in the future, nor before {EARLIEST.year}.")
    return day


def _quarter(text: str) -> Quarter | None:
    if not text:
        return None
    try:
        return Quarter.parse(text.lower().replace("-q", " Q"))
    except ValueError:
        raise AskedError("The first quarter (from) must be written like 2025-26-q1.") from None


def hand_over(content: bytes, *, name: str, kind: str) -> Response:
    """The answer that a browser saves as a file of that name."""
    response = make_response(content)
    response.headers["Content-Type"] = TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
