"""Reads one cell that should hold a number: one strict pattern, the symbols, the few plain writings. Pure."""

import math
import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache

from outcomes.catalogue.status import Status
from outcomes.collection.rules.case import BLANK, ODD, Reading, Says

PLAIN = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,4})?")
# A spreadsheet writes the residue of its arithmetic: 62.51428571428571, 4.5999999999999996.
LONG = re.compile(r"-?[0-9]{1,9}\.[0-9]{5,40}")
COMMAS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,4})?")
# Whole only by its zeros: as a count it may as well be written with a point between thousands.
THREE_ZEROS = re.compile(r"[1-9][0-9]{0,2}\.000")
PERCENT = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,40})?)[ \u00a0\u2009\u202f]?%")
HUGE = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE]\+?[0-9]{1,4})?")
TOO_LARGE = Decimal(1_000_000_000)
# Wide enough for every number that read_cell lets through, so that rounding one never raises.
WIDE = Context(prec=1000, rounding=ROUND_HALF_UP)
FOUR = Decimal("0.0001")
SYMBOLS = {status.value: Reading(Says.SYMBOL, status=status) for status in Status if status is not Status.OK}
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209f]")
SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")


@lru_cache(maxsize=65536)
def read_cell(text: str) -> Reading:
    """What the text of a cell says, leaving open whether a percentage may stand there."""
    bare = text.strip(" ")
    if not bare.strip():
        return BLANK
    if PLAIN.fullmatch(bare):
        how = "THREE_ZEROS" if bare.endswith(".000") and THREE_ZEROS.fullmatch(bare) else ""
        # A workbook stores no zeros at the end, so they say nothing in a CSV file either. No figure is -0.
        return Reading(Says.NUMBER, Decimal(bare.rstrip("0").rstrip(".") if "." in bare else bare) + 0, how=how)
    symbol = SYMBOLS.get(bare)
    return symbol if symbol is not None else _rarely(bare)


def _rarely(bare: str) -> Reading:
    alone = bare.strip("\u00a0 ")
    if (symbol := SYMBOLS.get(alone.lower())) is not None:
        return symbol if alone in SYMBOLS else symbol._replace(how="SYMBOL_CASE")
    if COMMAS.fullmatch(bare):
        return Reading(Says.NUMBER, Decimal(bare.replace(",", "")), how="NUMBER_COMMAS")
    if LONG.fullmatch(bare):
        return Reading(Says.NUMBER, Decimal(bare), how="NUMBER_LONG")
    if found := PERCENT.fullmatch(bare):
        return Reading(Says.NUMBER, Decimal(found[1]), how="PERCENT_SIGN")
    return _huge(bare)


def _huge(bare: str) -> Reading:
    """A number too large for any figure is a number all the same: its range refuses it (1e308), 1e309 is none."""
    if HUGE.fullmatch(bare) and math.isfinite(float(bare)) and abs(Decimal(bare)) >= TOO_LARGE:
        return Reading(Says.NUMBER, Decimal(bare))
    return ODD


def rounded(number: Decimal, decimals: int) -> Decimal:
    """At so many decimals, halves up, as the publishers do it."""
    return number.quantize(step(decimals), context=WIDE)


@cache
def step(decimals: int) -> Decimal:
    """The smallest difference at so many decimals: 0.1 at one."""
    return Decimal(1).scaleb(-decimals)


def without_residue(number: Decimal) -> Decimal:
    """What a spreadsheet meant: its arithmetic is right to more than four decimals."""
    return number.quantize(FOUR, context=WIDE)


def plainly(text: str) -> str | None:
    """The number that somebody meant, written so that it is read; None where that would be a guess.

    Look-alikes are undone only to offer the number: it is the lead who writes it.
    """
    bare = unicodedata.normalize("NFKC", RAISED.sub("", text)).translate(DASHES)
    bare = SPACES.sub("", bare).lstrip("+")
    if re.fullmatch(r"-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,4}", bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?[0-9]+,[0-9]{1,4}", bare) and not COMMAS.fullmatch(bare):
        bare = bare.replace(",", ".")
    elif COMMAS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"-?[0-9]{1,3}(?:\.[0-9]{3}){2,}", bare):
        bare = bare.replace(".", "")
    elif re.fullmatch(r"-?[0-9]+\.", bare):
        bare = bare[:-1]
    elif re.fullmatch(r"-?\.[0-9]{1,4}", bare):
        bare = bare.replace(".", "0.")
    return bare if PLAIN.fullmatch(bare) else None
