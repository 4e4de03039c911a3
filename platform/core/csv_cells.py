"""How one cell of our own CSV formats is read and written (docs/formats.md)."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from core.written_days import EARLIEST_YEAR, LATEST_YEAR

Reader = Callable[[str], object]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")
LONGEST_REFERENCE = 60
LONGEST_TEXT = 500


class CellError(ValueError):
    """A cell cannot be read: what it is, and how to write it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def a_text(longest: int = LONGEST_TEXT) -> Reader:
    """Free text on one line, without characters that cannot be seen."""

    def read(cell: str) -> str:
        if UNSEEN.search(cell):
            raise CellError(
                "the text holds a line break or a character that cannot be seen",
                "Write it on one line and type it anew",
            )
        if len(cell) > longest:
            raise CellError(f"the text has {len(cell):,} characters, {longest} are the most", "Shorten it")
        return cell

    return read


a_reference = a_text(LONGEST_REFERENCE)


def a_date(cell: str) -> date:
    """A day as YYYY-MM-DD."""
    if not DATE.fullmatch(cell):
        raise CellError(f"{cell!r} is not a date", "Write it as YYYY-MM-DD, such as 2025-04-01")
    try:
        found = date.fromisoformat(cell)
    except ValueError:
        raise CellError(f"there is no day {cell}", "Look at the calendar and correct it") from None
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise CellError(
            f"the year {found.year} is outside {EARLIEST_YEAR} to {LATEST_YEAR}",
            "Check the year; leave unknown days blank",
        )
    return found


def yes_or_no(cell: str) -> bool:
    """`yes` or `no`."""
    if cell not in {"yes", "no"}:
        raise CellError(f"{cell!r} is neither yes nor no", "Write yes or no, or leave it blank")
    return cell == "yes"


def one_of(words: Iterable[str]) -> Reader:
    """One of some words, as they are written."""
    known = tuple(words)

    def read(cell: str) -> str:
        if cell not in known:
            raise CellError(f"{cell!r} is not a word of this column", f"Write one of: {', '.join(known)}")
        return cell

    return read


def whole_number(cell: str) -> int:
    """A whole number from 0, without separators."""
    if not re.fullmatch(r"\d{1,9}", cell):
        raise CellError(f"{cell!r} is not a whole number", "Write digits only, without commas or decimals")
    return int(cell)


def number(cell: str) -> Decimal:
    """A plain decimal number."""
    try:
        found = Decimal(cell)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not re.fullmatch(r"-?\d+(\.\d+)?", cell):
        raise CellError(f"{cell!r} is not a number", "Write digits with a point, without commas or a per cent sign")
    return found


def written(value: object) -> str:
    """A value as a cell: the reverse of the readers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
