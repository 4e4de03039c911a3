"""From which quarter to which a file of figures reaches. Pure."""

from dataclasses import dataclass

from core.errors import DomainError
from core.quarters import Quarter


class SpanError(DomainError):
    """The quarters asked for cannot be read, or end before they begin."""


@dataclass(frozen=True)
class Span:
    """Two quarters, both included; where one is missing there is no limit on that side."""

    first: Quarter | None = None
    last: Quarter | None = None

    @property
    def words(self) -> str:
        """As it stands in a sentence: "2025-26 Q1 to 2026-27 Q2"; empty for every quarter."""
        if self.first is None:
            return "" if self.last is None else f"up to {self.last}"
        return f"from {self.first}" if self.last is None else f"{self.first} to {self.last}"

    @property
    def in_name(self) -> str:
        """As it stands in the name of a file."""
        first = "" if self.first is None else f"-from-{_written(self.first)}"
        last = "" if self.last is None else f"-to-{_written(self.last)}"
        return first + last


EVERY_QUARTER = Span()


def read_span(first: str, last: str) -> Span:
    """The quarters of an address or a form, each written like 2025-26-q1, or empty.

    Raises:
        SpanError: one cannot be read, or the first is the later one.
    """
    span = Span(_quarter(first, "first quarter (from)"), _quarter(last, "last quarter (to)"))
    if span.first is not None and span.last is not None and span.last < span.first:
        raise SpanError(f"The last quarter ({span.last}) must not be before the first ({span.first}).")
    return span


def _written(quarter: Quarter) -> str:
    return str(quarter).replace(" ", "-").lower()


def _quarter(text: str, what: str) -> Quarter | None:
    if not text.strip():
        return None
    try:
        return Quarter.parse(text.strip().lower().replace("-q", " Q"))
    except ValueError:
        raise SpanError(f"The {what} must be written like 2025-26-q1.") from None
