"""Rules about rows and the codes that name them: unknown, not asked for, twice, totals, notes. Pure."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator, Kind, catalogue
from outcomes.catalogue.versions import indicators_by_name, is_due, retired_from
from outcomes.collection.check.context import CheckContext
from outcomes.collection.intake.asides import begins_as_aside
from outcomes.collection.intake.marks import Mark
from outcomes.collection.layout.asides import holds_numbers, is_total, signs_off
from outcomes.collection.layout.entries import Entry
from outcomes.collection.layout.quarters import read_quarter
from outcomes.collection.layout.whose import same_authority
from outcomes.collection.rules.book import Rule
from outcomes.collection.rules.case import Case, Fault, Line, finds

NOTE = re.compile(r"[*\u2020\u2021(\[]")
FORMULA = re.compile("[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")
ENOUGH_GUESSES = 60
MOST_WORDS = 3
WRITTEN = ("authority", "quarter", "indicator", "comment")
LONGEST = 80


def known_lines(entries: Iterable[Entry], quarter: Quarter) -> Iterator[Line]:
    """A line for each entry, with its indicator where its code (or exact name) names one.

    Codes are taken in any case; nothing else about them is forgiven.
    """
    found = indicators_by_name(quarter)
    for entry in entries:
        indicator = found.get(entry.indicator)
        if indicator is None:
            bare = entry.indicator.strip()
            indicator = found.get(bare) or found.get(bare.casefold())
        yield Line(entry, indicator)


@cache
def _names() -> Mapping[str, str]:
    return {each.name.casefold(): code for code, each in catalogue().items() if each.kind is Kind.INDICATOR}


def clipped(text: str) -> str:
    """As much of a cell as helps to find it."""
    bare = text.strip()
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST]}\u2026"


def _blank(line: Line) -> bool:
    return not line.entry.indicator.strip()


def _kind_of_row(case: Case, line: Line) -> str:
    """What a row without an indicator looks like: total, note or nothing special."""
    if line.indicator is not None:
        return ""
    entry = line.entry
    if any(is_total(text.strip()) for text in (entry.indicator, entry.authority, entry.quarter)):
        return "total"
    if signs_off(entry):
        return "note"
    return "note" if not holds_numbers(entry) and _reads_as_note(entry, case.context) else ""


def _reads_as_note(entry: Entry, context: CheckContext) -> bool:
    """Words in the place of a code, or of an authority that no other sign says is one (`layout.asides`)."""
    code, authority, quarter = entry.indicator.strip(), entry.authority.strip(), entry.quarter.strip()
    if (
        NOTE.match(code)
        or begins_as_aside((code,))
        or len(code.split()) > MOST_WORDS
        or (authority and not same_authority(authority, context))
    ):
        return True
    if code:
        return False
    return bool(entry.comment.strip()) if not quarter else read_quarter(quarter) is None


def _rows(case: Case, kind: str) -> Iterator[Fault]:
    for line in case.nameless:
        if _kind_of_row(case, line) == kind:
            line.aside = kind == "note"
            field = _telling(line.entry, kind)
            yield Fault(((line, field),), found=clipped(getattr(line.entry, field)))


def _telling(entry: Entry, kind: str) -> str:
    """The field that says what the row is: the word for a total, how a signature begins, the longest text of a note."""
    if kind == "total":
        return next(name for name in WRITTEN if is_total(getattr(entry, name).strip()))
    if signs_off(entry):
        return next(name for name in WRITTEN if getattr(entry, name).strip())
    return max(WRITTEN, key=lambda name: len(getattr(entry, name).strip()))


@finds("ROW_TOTAL", at="nameless")
def totals(case: Case, _rule: Rule) -> Iterable[Fault]:
    """A row of totals would be counted twice."""
    return _rows(case, "total")


@finds("ROW_NOTE", at="nameless")
def notes(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Footnotes under the table are no figures."""
    return _rows(case, "note")


@finds("CODE_BLANK", at="nameless")
def blank_codes(case: Case, _rule: Rule) -> Iterable[Fault]:
    for line in case.nameless:
        if _blank(line) and not _kind_of_row(case, line):
            yield Fault(((line, "indicator"),))


@finds("CODE_FORMULA", at="nameless")
def formula_codes(case: Case, _rule: Rule) -> Iterable[Fault]:
    """Codes never begin as formulas do (a spreadsheet would run them when the file is opened again)."""
    for line in case.nameless:
        if _begins_as_formula(case, line):
            yield Fault(((line, "indicator"),), found=clipped(line.entry.indicator))


def _begins_as_formula(case: Case, line: Line) -> bool:
    return FORMULA.match(line.entry.indicator) is not None or case.mark(line, "indicator") in {
        Mark.FORMULA,
        Mark.ERROR,
    }


@finds("CODE_UNKNOWN", at="nameless")
def unknown_codes(case: Case, _rule: Rule) -> Iterable[Fault]:
    """The nearest codes are offered; after many guesses the file is of another kind and no guess helps."""
    guesses: dict[str, str] = {}
    for line in case.nameless:
        if _blank(line) or _kind_of_row(case, line) or _begins_as_formula(case, line):
            continue
        code = line.entry.indicator.strip()
        if code not in guesses:
            guesses[code] = _remedy(code) if len(guesses) < ENOUGH_GUESSES else GENERAL
        yield Fault(((line, "indicator"),), found=clipped(code), words={"suggestion": guesses[code]})


GENERAL = "Copy the code from the template"


def _remedy(code: str) -> str:
    near = difflib.get_close_matches(code[:60].upper(), catalogue(), 1, cutoff=0.7)
    by_name = difflib.get_close_matches(code[:60].casefold(), _names(), 1, cutoff=0.8) if not near else []
    found = near[0] if near else _names()[by_name[0]] if by_name else None
    return f"Did you mean {found}? Write that code" if found else GENERAL


@finds("CODE_RETIRED", at="unasked")
def retired_codes(case: Case, _rule: Rule) -> Iterable[Fault]:
    for line, indicator in case.unasked:
        end = retired_from(indicator.code)
        if end is not None and end <= case.context.quarter:
            words = {"code": indicator.code, "since": str(end)}
            yield Fault(((line, "indicator"),), indicator.code, words, indicator.code)


@finds("CODE_NOT_ASKED", at="unasked")
def not_asked(case: Case, _rule: Rule) -> Iterable[Fault]:
    quarter = case.context.quarter
    for line, indicator in case.unasked:
        end = retired_from(indicator.code)
        if end is None or end > quarter:
            words = {"code": indicator.code, "quarter": str(quarter), "why": _why_not(indicator, quarter)}
            yield Fault(((line, "indicator"),), indicator.code, words, indicator.code)


def _why_not(indicator: Indicator, quarter: Quarter) -> str:
    if indicator.kind is Kind.BASE:
        return "The programme takes the number of children from published estimates"
    if not is_due(indicator, quarter):
        due = next(number for number in (4, 2, 1) if is_due(indicator, Quarter(quarter.year, number)))
        return f"It is asked for once a year, with Q{due}"
    return "This collection does not ask for it"


@finds("ROW_DUPLICATE")
def duplicates(case: Case, _rule: Rule) -> Iterable[Fault]:
    """All rows of a doubled indicator are named (E8): nobody but the lead knows which is right."""
    if len({indicator.code for _, indicator in case.known}) == len(case.known):
        return
    rows: defaultdict[str, list[Line]] = defaultdict(list)
    for line, indicator in case.known:
        rows[indicator.code].append(line)
    for code, lines in rows.items():
        if len(lines) > 1:
            same = len({_content(line.entry) for line in lines}) == 1
            for line in lines:
                line.twice = True
            yield Fault(
                tuple((line, "indicator") for line in lines),
                found=code,
                words={"code": code, "how": "the same" if same else "different"},
                indicator=code,
            )


def _content(entry: Entry) -> tuple[str, ...]:
    return entry.value, entry.numerator, entry.denominator, entry.comment, entry.follow_up


@finds("ROW_MISSING")
def missing(case: Case, _rule: Rule) -> Iterable[Fault]:
    """What is required has a row, or a figure that is stored already and stays."""
    there = {indicator.code for _, indicator in case.known}
    absent = [
        code
        for code, required in case.asked.items()
        if required and code not in there and code not in case.context.stored
    ]
    if absent:
        yield Fault((), found=", ".join(absent), words={"codes": ", ".join(absent), "number": str(len(absent))})
