"""Rows that are no figures: totals, notes and signatures under the table, first columns filled down. Pure.

Whose return a file is depends on which rows count, so layouts and rules must tell them apart in the same way: a
signature is never taken for another authority, and another authority's row never for a signature (W5).
"""

import re
from functools import lru_cache

from outcomes.catalogue.indicators import catalogue
from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.asides import begins_as_aside
from outcomes.collection.layout.entries import Entry
from outcomes.collection.layout.quarters import read_quarter
from outcomes.collection.layout.whose import same_authority

TOTAL = re.compile(r"\W*(?:(?:grand|sub)?[ -]?totals?|sum|average|mean|overall)\b", re.IGNORECASE)
NUMBERS = ("value", "numerator", "denominator")
# Codes of authorities: 919, E06000001. Whatever looks like one is one, known or not.
CODE = re.compile(r"[A-Za-z]{0,3}\d{3,9}(?:\.0+)?")


@lru_cache(maxsize=1024)
def is_total(text: str) -> bool:
    """Whether it begins with a word for a total."""
    return TOTAL.match(text) is not None


def is_aside(entry: Entry, context: CheckContext) -> bool:
    """Whether the row says nothing about whose figures it holds: the rules say what it is instead."""
    # Nearly every row names an indicator; the rest of this is for the others.
    if entry.indicator.strip().upper() in catalogue():
        return False
    if _is_of_another(entry, context):
        return False
    if any(is_total(text) for text in (entry.authority, entry.quarter, entry.indicator)):
        return True
    if not any(text.strip() for text in (entry.authority, entry.quarter, entry.indicator)):
        return True  # numbers alone: a sum under the columns, most likely
    return signs_off(entry) or not holds_numbers(entry)


def _is_of_another(entry: Entry, context: CheckContext) -> bool:
    """Whether it names another authority, by a code or beside a quarter, or another quarter."""
    authority, quarter = entry.authority.strip(), read_quarter(entry.quarter)
    if quarter is not None and quarter != context.quarter:
        return True
    if not authority or same_authority(authority, context):
        return False
    return quarter is not None or CODE.fullmatch(authority) is not None


def signs_off(entry: Entry) -> bool:
    """Whether the first thing that it says is a word of those who sign, date or source a table."""
    return begins_as_aside((entry.authority, entry.quarter, entry.indicator))


def holds_numbers(entry: Entry) -> bool:
    return any(getattr(entry, name).strip() for name in NUMBERS)


def names_only_the_return(entry: Entry, cells: tuple[str, ...], context: CheckContext) -> bool:
    """Whether authority and quarter, both right, are all that the row holds: the first columns were filled down."""
    said = sum(1 for text in (entry.authority, entry.quarter) if text.strip())
    if not said or said != sum(1 for cell in cells if cell.strip()):
        return False
    return (
        not _is_of_another(entry, context)
        and (not entry.quarter.strip() or read_quarter(entry.quarter) == context.quarter)
        and (not entry.authority.strip() or same_authority(entry.authority, context))
    )
