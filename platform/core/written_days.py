"""Reading a day as people write it, and saying what is missing or wrong with it."""

import re
from collections.abc import Sequence
from datetime import date

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST_MONTH = "september"
# As in files (csv_cells): a year beyond these is a slip of the hand, and the days around it cannot be reckoned with.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SPOKEN = re.compile(r"(\d{1,2})[ ./-]+(\d{1,2}|[A-Za-z]{3,9})[ ./-]+(\d{4})")


class DayError(ValueError):
    """A day that cannot be read; `parts` names the boxes to mend."""

    def __init__(self, sentence: str, parts: tuple[str, ...] = PARTS) -> None:
        super().__init__(sentence)
        self.parts = parts


def day_from_parts(parts: Sequence[str], subject: str) -> date | None:
    """The day written in three boxes; None when all are empty.

    Args:
        parts: day, month and year as written; the month may be a word.
        subject: starts the message, such as "The last day in post".

    Raises:
        DayError: names what is missing or wrong and which boxes to mend.
    """
    written = [part.strip() for part in parts]
    if not any(written):
        return None
    if len(written) != len(PARTS):
        msg = f"{subject} must have a day, a month and a year"
        raise DayError(msg)
    missing = tuple(name for name, part in zip(PARTS, written, strict=True) if not part)
    if missing:
        msg = f"{subject} must include a {' and a '.join(missing)}"
        raise DayError(msg, missing)
    if not re.fullmatch(r"\d{4}", written[2]):
        msg = f"The year of {_inside(subject)} must have 4 digits, such as 2026"
        raise DayError(msg, ("year",))
    try:
        day = date(int(written[2]), _month(written[1]), int(written[0]))
    except ValueError:
        msg = f"{subject} must be a real date, such as 28 11 2026"
        raise DayError(msg) from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        msg = f"The year of {_inside(subject)} must lie between {EARLIEST_YEAR} and {LATEST_YEAR}"
        raise DayError(msg, ("year",))
    return day


def read_day(text: str, subject: str = "The date") -> date:
    """A day written in one piece: 2026-11-28, 28 November 2026 or 28/11/2026.

    Raises:
        DayError: when it cannot be read.
    """
    if iso := ISO.fullmatch(text.strip()):
        parts = [iso[3], iso[2], iso[1]]
    elif spoken := SPOKEN.fullmatch(text.strip()):
        parts = [spoken[1], spoken[2], spoken[3]]
    else:
        msg = f"{subject} must be written like 2026-11-28 or 28 November 2026"
        raise DayError(msg)
    day = day_from_parts(parts, subject)
    if day is None:
        msg = f"{subject} must be written like 2026-11-28 or 28 November 2026"
        raise DayError(msg)
    return day


def _month(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    word = text.lower()
    if word[:3] in MONTHS and len(word) <= len(LONGEST_MONTH) and word.isalpha():
        return MONTHS.index(word[:3]) + 1
    msg = f"No month is called {text}"
    raise ValueError(msg)


def _inside(subject: str) -> str:
    """The subject within a sentence: "The last day" becomes "the last day"; a name keeps its capital."""
    return f"{subject[0].lower()}{subject[1:]}" if subject.startswith("The ") else subject
