"""What one cell says: a number at its published decimals, or a symbol that says why there is none.

Symbols as in the GSS guidance that DfE's statistics follow (sector B). A symbol never becomes 0. Blanks, NULL and NA
are artefacts of a database or of R: a cell that holds one is rejected, for nobody can tell what was meant.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from outcomes.catalogue.status import Status

NUMBER = re.compile(r"-?\d{1,12}(?:\.\d+)?", re.ASCII)
SCIENTIFIC = re.compile(r"-?\d(?:\.\d+)?[eE]\+?0?\d", re.ASCII)
GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
DURATION = re.compile(r"\d{1,2}:\d{2}", re.ASCII)
BOUNDED = re.compile(r"[<>]\s*\d+", re.ASCII)
MAX_DECIMALS = 6
MAX_SHOWN = 40
# Floating-point residue is far beyond what anybody publishes: 4.5999999999999996 stands for 4.6.
RESIDUE_LENGTH = 9
RESIDUE = Decimal("1e-9")

CURRENT = {status.value: status for status in Status if status is not Status.OK}
OUTDATED = {"~": Status.ROUNDS_TO_ZERO_OLD, ":": Status.NOT_AVAILABLE, "..": Status.NOT_AVAILABLE}
ARTEFACTS = {"null", "none", "na", "#n/a", "nan", "inf", "-inf"}
AMBIGUOUS = {
    "-": "has meant nil, negligible and missing: use x where nothing is available",
    ".": "has meant not applicable and missing: use z or x",
    "*": "is a local sign of suppression: use c",
    "n/a": "may mean not applicable or not available: use z or x",
}


@dataclass(frozen=True)
class Cell:
    """A number (`value` set, status ok) or a symbol (`value` None); `notice` says what was read as what."""

    value: Decimal | None
    status: Status
    decimals: int = 0
    notice: str = ""


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be stored; `reason` completes the sentence 'line 12, column rate: ...'."""

    reason: str


@lru_cache(maxsize=65_536)
def read_cell(text: str) -> Cell | BadCell:
    """Read one figure, or say why it is none."""
    trimmed = text.strip()
    symbol = trimmed.lower()
    if symbol in CURRENT:
        return Cell(None, CURRENT[symbol])
    if trimmed in OUTDATED:
        return Cell(None, OUTDATED[trimmed], notice=f"'{trimmed}' was read as {OUTDATED[trimmed].value}")
    number = _number(trimmed)
    return number if number is not None else BadCell(_why_not(trimmed))


def _number(text: str) -> Cell | None:
    if NUMBER.fullmatch(text):
        return _at_published_decimals(Decimal(text))
    if GROUPED.fullmatch(text):
        plain = _at_published_decimals(Decimal(text.replace(",", "")))
        return Cell(plain.value, plain.status, plain.decimals, "commas between thousands were removed")
    if SCIENTIFIC.fullmatch(text):
        value = Decimal(text)
        whole = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        return Cell(whole, Status.OK, _decimals(whole), "a number written with an exponent was written out")
    return None


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _at_published_decimals(value: Decimal) -> Cell:
    """The number as it was published, rid of what a computer's arithmetic added to it."""
    decimals = _decimals(value)
    if decimals <= MAX_DECIMALS:
        return Cell(value, Status.OK, decimals)
    if decimals >= RESIDUE_LENGTH:
        for places in range(MAX_DECIMALS + 1):
            rounded = round(value, places)
            if abs(rounded - value) < RESIDUE * max(Decimal(1), abs(value)):
                return Cell(rounded, Status.OK, places, "floating-point residue was rounded away")
    return Cell(round(value, MAX_DECIMALS), Status.OK, MAX_DECIMALS, f"rounded to {MAX_DECIMALS} decimals")


def _why_not(text: str) -> str:
    lowered = text.lower()
    if not text:
        return "is blank: a figure or a symbol must stand here (a blank is neither 0 nor suppressed)"
    if lowered in AMBIGUOUS:
        return f"holds '{text}', which {AMBIGUOUS[lowered]}"
    kinds = (
        (lowered in ARTEFACTS, "which a database or a program left behind: use x where nothing is available"),
        (DURATION.fullmatch(text), "a length of time in years and months, not a figure"),
        (BOUNDED.fullmatch(text), "a bound and not a figure: use c where it is suppressed"),
        (text.startswith("#"), "an error of a spreadsheet"),
    )
    words = next((words for told, words in kinds if told), "which is neither a number nor a symbol")
    return f"holds '{text[:MAX_SHOWN]}', {words}"
