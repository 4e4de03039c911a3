"""Quarters as people write them: taken only where they can mean but one (bad-input rows 70 to 73). Pure.

"2025 Q1" may be January or April, "04/05/2026" April or May: neither is ever guessed.
"""

import calendar
import re
from datetime import date

from core.quarters import Quarter

# A financial year is named by two years that follow each other; nothing else is.
YEARS = r"(?P<first>20\d\d)\s*[-/\u2013\u2014]?\s*(?P<second>(?:20)?\d\d)"
NUMBER = r"(?:q|qtr|quarter)\s*\.?\s*(?P<number>[1-4])"
FORMS = (
    re.compile(rf"(?:fy\s*|financial year\s*)?{YEARS}[\s,:_-]*{NUMBER}", re.IGNORECASE),
    re.compile(rf"{NUMBER}[\s,:_-]*(?:of\s*)?(?:fy\s*|financial year\s*)?{YEARS}", re.IGNORECASE),
    re.compile(rf"{YEARS}\s*financial year\s*{NUMBER}", re.IGNORECASE),
)
EARLIEST = 2000
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
SPAN = re.compile(r"([a-z]{3,9})\.?\s*(?:-|\u2013|\u2014|/|to)\s*([a-z]{3,9})\.?\s*(20\d\d|'?\d\d)", re.IGNORECASE)
MONTH = re.compile(r"([a-z]{3,9})\.?[\s-]*(20\d\d|\d\d)", re.IGNORECASE)
ISO_DAY = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
BRITISH_DAY = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](20\d\d)")
LAST_MONTHS = {3, 6, 9, 12}
MONTHS_IN_YEAR = 12
LENGTH = 2  # months from the first of a quarter to its last


def read_quarter(text: str) -> Quarter | None:
    """The one quarter that this can mean, or None."""
    bare = " ".join(text.split())
    try:
        return Quarter.parse(bare)
    except ValueError:
        return _by_years(bare) or _by_months(bare) or _by_day(bare)


def _by_years(text: str) -> Quarter | None:
    for form in FORMS:
        found = form.fullmatch(text)
        if found is not None:
            first, second = int(found["first"]), int(found["second"])
            follows = second == first + 1 if len(found["second"]) > 2 else second == (first + 1) % 100  # noqa: PLR2004
            return Quarter(first, int(found["number"])) if follows else None
    return None


def _by_months(text: str) -> Quarter | None:
    """`Apr-Jun 2025`, three months that are a quarter; `Mar-26`, the month in which one ends."""
    span = SPAN.fullmatch(text)
    if span is not None:
        first, last = MONTHS.get(span[1].casefold(), 0), MONTHS.get(span[2].casefold(), 0)
        if last in LAST_MONTHS and first == last - LENGTH:
            return Quarter.containing(date(_year(span[3]), last, 1))
        return None
    month = MONTH.fullmatch(text)
    if month is not None and MONTHS.get(month[1].casefold()) in LAST_MONTHS:
        return Quarter.containing(date(_year(month[2]), MONTHS[month[1].casefold()], 1))
    return None


def _year(text: str) -> int:
    return EARLIEST + int(text.strip("'")) % 100


def _by_day(text: str) -> Quarter | None:
    """The first or the last day of a quarter; Excel writes `Mar-26` as the first of March."""
    day = _day(text)
    if day is None:
        return None
    quarter = Quarter.containing(day)
    plain = day in {quarter.starts_on, quarter.ends_on} or (day.day == 1 and day.month in LAST_MONTHS)
    return quarter if plain else None


def _day(text: str) -> date | None:
    iso = ISO_DAY.fullmatch(text)
    british = BRITISH_DAY.fullmatch(text)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        # A day up to the twelfth may be a month, as Americans write it.
        if british is not None and int(british[1]) > MONTHS_IN_YEAR:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        return None
    return None
