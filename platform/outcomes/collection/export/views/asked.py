"""What an address asks a file for."""

from dataclasses import dataclass
from datetime import date

from flask import request

from core.clock import today
from core.errors import DomainError
from outcomes.collection.export.span import Span, read_span

EARLIEST = date(1990, 1, 1)


class AskedError(DomainError):
    """The address asks for something that cannot be read."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the same address gives the same file."""

    as_at: date
    span: Span
    counts: bool


def read_asked() -> Asked:
    """Read the address; a file of another day than the one asked for would mislead, so nothing is guessed."""
    return Asked(
        read_day(request.args.get("as_at", "").strip()),
        read_span(request.args.get("from", ""), request.args.get("to", "")),
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
