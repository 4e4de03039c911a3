"""Runs every rule of the book over a file, each guarded, and keeps the ledger of what became of them (W4). Pure."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from outcomes.collection.check.context import CheckContext
from outcomes.collection.layout.entries import Entries
from outcomes.collection.rules import cells, codes, numeric, relations, shape, texts, unusual
from outcomes.collection.rules.assemble import assemble, read_numbers
from outcomes.collection.rules.book import STAGES, Rule
from outcomes.collection.rules.case import FINDERS, LOOKS_AT, Case, Fault, Line
from outcomes.collection.rules.codes import known_lines
from outcomes.collection.rules.finding import Finding, LedgerLine, Outcome, Severity
from outcomes.collection.rules.group import findings_of

# The modules whose functions register themselves; named here so that the engine knows every rule.
FAMILIES = (cells, codes, numeric, relations, shape, texts, unusual)


@dataclass(frozen=True)
class Crash:
    """A rule that raised: the reference that the ledger shows and the exception for the log."""

    rule: str
    reference: str
    error: Exception


OnCrash = Callable[[Crash], None]


@dataclass(frozen=True)
class Ran:
    """What running the rules left: the case with its figures, the findings, the ledger."""

    case: Case
    findings: tuple[Finding, ...]
    ledger: tuple[LedgerLine, ...]


WHY_NOT = {
    "history": "No earlier figures of this authority were given to compare with.",
    "published": "No published figures of this authority were given to compare with.",
    "population": "The number of children in this authority is not known.",
}
# What is done before the rules of a stage look.
STEPS = {"cell": read_numbers, "query": assemble}
FORM = "A form holds single figures: what is missing is asked for when the return is submitted."


def run_rules(entries: Entries, context: CheckContext, rules: tuple[Rule, ...], on_crash: OnCrash) -> Ran:
    """Every rule in turn; what the rules mark on the way decides what becomes of each line."""
    asked = {each.indicator: each.required for each in context.asked}
    case = Case(entries, context, list(known_lines(entries.entries, context.quarter)), asked)
    findings: list[Finding] = []
    ledger: list[LedgerLine] = []
    absent = _absent(context)
    for stage, of_stage in _staged(rules):
        if stage in STEPS:
            STEPS[stage](case)
        for rule in of_stage:
            looks_at = LOOKS_AT[rule.family]
            if looks_at and not getattr(case, looks_at):
                ledger.append(_nothing_found(case, rule))
                continue
            found, line = _run(case, rule, absent, on_crash)
            findings += found
            ledger.append(line)
    return Ran(case, tuple(findings), tuple(ledger))


@lru_cache(maxsize=128)
def _staged(rules: tuple[Rule, ...]) -> tuple[tuple[str, tuple[Rule, ...]], ...]:
    return tuple((stage, tuple(rule for rule in rules if rule.stage == stage)) for stage in STAGES)


def _run(case: Case, rule: Rule, absent: Mapping[str, str], on_crash: OnCrash) -> tuple[Iterable[Finding], LedgerLine]:
    if rule.code == "ROW_MISSING" and case.entries.layout == "form":
        return (), _line(rule, Outcome.NOT_RUN, why=FORM, required=False)
    if rule.needs and not absent.keys().isdisjoint(rule.needs):
        return (), _line(rule, Outcome.NOT_RUN, why=" ".join(absent[need] for need in rule.needs if need in absent))
    try:
        faults = list(FINDERS[rule.family](case, rule))
        if not faults:
            return (), _nothing_found(case, rule)
        findings = findings_of(case, rule, faults)
    except Exception as error:  # noqa: BLE001  (W4: a rule that raises leaves the results of the others intact)
        reference = secrets.token_hex(4)
        on_crash(Crash(rule.code, reference, error))
        return (), _line(rule, Outcome.CRASHED, why=reference)
    blocks = rule.severity is Severity.ERROR
    if blocks:
        _mark(case, faults)
    outcome = Outcome.FAILED if blocks else Outcome.QUERIED
    return findings, _line(rule, outcome, count=len(findings), why=_looked(case, rule))


def _nothing_found(case: Case, rule: Rule) -> LedgerLine:
    """The line of nearly every rule of nearly every return, so it is made once for each rule."""
    if not rule.unless:
        return rule.passed
    if not case.looked[rule.code]:
        return rule.idle
    why = _looked(case, rule)
    return _line(rule, Outcome.PASSED, why=why) if why else rule.passed


def _absent(context: CheckContext) -> Mapping[str, str]:
    """The inputs beside the file that are not at hand, with the sentence that says so."""
    history = context.history
    there = {
        "history": history is not None and bool(history.figures),
        "published": history is not None and bool(history.published),
        "population": bool(context.children),
    }
    return {need: why for need, why in WHY_NOT.items() if not there[need]}


def _mark(case: Case, faults: Iterable[Fault]) -> None:
    for fault in faults:
        for line, _ in fault.places:
            line.faulty = True
    case.forget_sound()


def _looked(case: Case, rule: Rule) -> str:
    """How many figures a comparison could look at, so that a pass on few is not taken for a pass on all."""
    number = case.looked[rule.code]
    return (
        f"{number:,} of {len(case.lines):,} figures could be compared." if rule.unless and rule.needs and number else ""
    )


def _line(rule: Rule, outcome: Outcome, *, count: int = 0, why: str = "", required: bool | None = None) -> LedgerLine:
    needed = rule.required if required is None else required
    return LedgerLine(rule.code, rule.version, rule.title, outcome, count, why, needed)


def is_rejected(line: Line) -> bool:
    """Whether nothing of the line can be stored."""
    return line.faulty or (line.figure is None and not line.cleared)
