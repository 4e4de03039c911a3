"""Runs every rule of the book over a file, each guarded, and keeps the ledger of what became of them (W4). Pure."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from outcomes.collection.check.context import CheckContext
from outcomes.collection.layout.entries import Entries
from outcomes.collection.rules import cells, codes, numeric, relations, shape, texts, unusual
from outcomes.collection.rules.assemble import assemble, read_numbers
from outcomes.collection.rules.book import STAGES, Rule
from outcomes.collection.rules.case import FINDERS, Case, Fault, Line
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


def run_rules(entries: Entries, context: CheckContext, rules: Sequence[Rule], on_crash: OnCrash) -> Ran:
    """Every rule in turn; what the rules mark on the way decides what becomes of each line."""
    asked = {each.indicator: each.required for each in context.asked}
    case = Case(entries, context, list(known_lines(entries.entries, context.quarter)), asked)
    findings: list[Finding] = []
    ledger: list[LedgerLine] = []
    by_stage = {stage: [rule for rule in rules if rule.stage == stage] for stage in STAGES}
    for stage, of_stage in by_stage.items():
        if stage in STEPS:
            STEPS[stage](case)
        for rule in of_stage:
            found, line = _run(case, rule, on_crash)
            findings += found
            ledger.append(line)
    return Ran(case, tuple(findings), tuple(ledger))


def _run(case: Case, rule: Rule, on_crash: OnCrash) -> tuple[list[Finding], LedgerLine]:
    why = _why_not(case, rule)
    if why:
        form = why == FORM
        return [], _line(rule, Outcome.NOT_RUN, why=why, required=rule.required and not form)
    try:
        faults = list(FINDERS[rule.family](case, rule))
        findings = findings_of(case, rule, faults)
    except Exception as error:  # noqa: BLE001  (W4: a rule that raises leaves the results of the others intact)
        reference = secrets.token_hex(4)
        on_crash(Crash(rule.code, reference, error))
        return [], _line(rule, Outcome.CRASHED, why=reference)
    if rule.severity is Severity.ERROR:
        _mark(faults)
    if not faults and rule.unless and not case.looked[rule.code]:
        return [], _line(rule, Outcome.NOT_RUN, why=rule.unless, required=rule.required)
    outcome = Outcome.PASSED
    if findings:
        outcome = Outcome.FAILED if rule.severity is Severity.ERROR else Outcome.QUERIED
    return findings, _line(rule, outcome, count=len(findings), why=_looked(case, rule))


def _why_not(case: Case, rule: Rule) -> str:
    if case.entries.layout == "form" and rule.code == "ROW_MISSING":
        return FORM
    history = case.context.history
    there = {
        "history": history is not None and bool(history.figures),
        "published": history is not None and bool(history.published),
        "population": bool(case.context.children),
    }
    return " ".join(WHY_NOT[need] for need in rule.needs if not there[need])


def _mark(faults: Iterable[Fault]) -> None:
    for fault in faults:
        for line, _ in fault.places:
            line.faulty = True


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
