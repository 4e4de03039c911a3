"""Rules about cells that should hold a number and do not: each says what it saw and how to write it (R7, W13). Pure.

They run in the order of the book over the cells that could not be read. A cell that one of them names is done with, so
each cell raises one message.
"""

import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from outcomes.collection.intake.marks import Mark
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import Case, Fault, Odd, finds
from outcomes.collection.rules.codes import FORMULA, clipped
from outcomes.collection.rules.numbers import DASHES, HUGE, PERCENT, RAISED, SPACES, THREE_ZEROS, plainly
from outcomes.collection.rules.replacements import null_word, old_symbol

ERROR = re.compile(
    r"#(?:REF|DIV/0|N/A|NAME|VALUE|NUM|NULL|SPILL|CALC|FIELD|BUSY|GETTING_DATA)[!?]?|#{2,}", re.IGNORECASE
)
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
DAY = re.compile(
    rf"\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}(?: .*)?|\d{{1,2}}[/ -]{MONTH}(?:[/ -]\d{{2,4}})?|{MONTH}[/ -]\d{{2,4}}"
    r"|\d{1,2}:\d{2}(?::\d{2})?",
    re.IGNORECASE,
)
FEW = re.compile(
    r"[<>\u2264\u2265]=? ?\d+|\d+ ?\+|(?:under|fewer than|less than|up to|over|at least) \d+"
    r"|\d+ (?:or|and) (?:fewer|less|under|more|over)|\d+ ?(?:-|\u2013|to) ?\d+",
    re.IGNORECASE,
)
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
BOOLEAN = re.compile(r"true|false|yes|no|y", re.IGNORECASE)
EXPONENT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}")

Detector = Callable[[Odd], "dict[str, str] | None"]


def detects(family: str) -> Callable[[Detector], Detector]:
    """Registers a detector: it returns the words for the sentences, or None if the cell is not its business."""

    def register(detector: Detector) -> Detector:
        def finder(case: Case, _rule: Rule) -> Iterable[Fault]:
            left: list[Odd] = []
            faults: list[Fault] = []
            for odd in case.odd:
                words = detector(odd)
                if words is None:
                    left.append(odd)
                else:
                    faults.append(Fault(((odd.line, odd.field),), clipped(odd.text), {"field": odd.field} | words))
            case.odd = left
            return faults

        finds(family, at="odd")(finder)
        return detector

    return register


def _fix(odd: Odd) -> dict[str, str]:
    number = plainly(odd.text)
    return {"fix": f"Write {number}" if number else "Type the number again, with digits and a full stop only"}


@detects("CELL_SPREADSHEET_ERROR")
def spreadsheet_error(odd: Odd) -> dict[str, str] | None:
    return {} if odd.mark is Mark.ERROR or ERROR.fullmatch(odd.text.strip()) else None


@detects("CELL_FORMULA")
def formula(odd: Odd) -> dict[str, str] | None:
    bare = odd.text.strip(" ")
    if odd.mark is Mark.FORMULA:
        return {}
    return {} if FORMULA.match(bare) and len(bare) > 1 and not _only_a_sign(bare) else None


def _only_a_sign(bare: str) -> bool:
    """A minus of any look before a number is a number that is written oddly, not a formula."""
    return bare[0] in "-\uff0d" and plainly(bare) is not None


@detects("CELL_BOOLEAN")
def boolean(odd: Odd) -> dict[str, str] | None:
    return {} if odd.mark is Mark.BOOLEAN or BOOLEAN.fullmatch(odd.text.strip()) else None


@detects("CELL_UNSEEN")
def unseen(odd: Odd) -> dict[str, str] | None:
    return _fix_without_unseen(odd) if UNSEEN.search(odd.text) else None


def _fix_without_unseen(odd: Odd) -> dict[str, str]:
    number = plainly(UNSEEN.sub("", odd.text))
    return {"fix": f"Type {number} again" if number else "Type the number again"}


@detects("CELL_OLD_SYMBOL")
def old_symbols(odd: Odd) -> dict[str, str] | None:
    instead = old_symbol(odd.text.strip())
    return None if instead is None else {"instead": instead}


@detects("CELL_NULL_WORD")
def null_words(odd: Odd) -> dict[str, str] | None:
    instead = null_word(odd.text.strip())
    return None if instead is None else {"instead": instead}


@detects("CELL_FEW")
def few(odd: Odd) -> dict[str, str] | None:
    return {} if FEW.fullmatch(odd.text.strip()) and odd.mark is not Mark.DAY else None


@detects("CELL_DAY")
def day(odd: Odd) -> dict[str, str] | None:
    return {} if odd.mark is Mark.DAY or DAY.fullmatch(odd.text.strip()) else None


@detects("CELL_PERCENT")
def percent(odd: Odd) -> dict[str, str] | None:
    """A percentage where no percentage belongs: the reader cannot know which number was meant."""
    if odd.mark is not Mark.PERCENT and not PERCENT.fullmatch(odd.text.strip()):
        return None
    unit = odd.line.indicator.unit.words if odd.line.indicator is not None and odd.field == "value" else "a count"
    return {"unit": unit}


@detects("CELL_LOOK_ALIKE")
def look_alike(odd: Odd) -> dict[str, str] | None:
    text = odd.text.strip()
    strange = text.isascii() is False and SPACES.sub("", text).isascii() is False
    digits = any(sign in text for sign in map(chr, DASHES)) or RAISED.search(text) or _other_digits(text)
    return _fix(odd) if strange and digits else None


def _other_digits(text: str) -> bool:
    return any(sign.isdigit() and not sign.isascii() for sign in text)


@detects("COUNT_POINTS")
def points(odd: Odd) -> dict[str, str] | None:
    """200.000 is two hundred thousand for half of Europe, and a file that was made there says nothing else (row 58)."""
    bare = odd.text.strip(" ")
    if not THREE_ZEROS.fullmatch(bare):
        return None
    return {"thousands": bare.replace(".", ""), "plain": bare.partition(".")[0]}


@detects("CELL_SPACES")
def spaces(odd: Odd) -> dict[str, str] | None:
    joined = SPACES.sub("", odd.text)
    return _fix(odd) if joined != odd.text.strip(" ") and plainly(joined) is not None else None


@detects("CELL_DECIMAL_COMMA")
def decimal_comma(odd: Odd) -> dict[str, str] | None:
    return _fix(odd) if "," in odd.text and plainly(odd.text) is not None else None


@detects("CELL_EXPONENT")
def exponent(odd: Odd) -> dict[str, str] | None:
    bare = odd.text.strip()
    if not EXPONENT.fullmatch(bare) or not math.isfinite(float(bare)):
        return None
    number = Decimal(bare)
    short = abs(number) < 10**9 and number == number.quantize(Decimal("0.0001"))
    return {"fix": f"Write {number:f}" if short else "Write a number"}


@detects("CELL_MIXED")
def mixed(odd: Odd) -> dict[str, str] | None:
    if HUGE.fullmatch(odd.text.strip()):
        return None
    return {} if any(sign.isdigit() for sign in odd.text) and plainly(odd.text) is None else None


@detects("CELL_NOT_A_NUMBER")
def not_a_number(odd: Odd) -> dict[str, str] | None:
    return _fix(odd)
