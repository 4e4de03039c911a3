"""A row of a file of facts, and the record that it becomes: one way and the other (docs/formats.md, facts.csv)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from authorities.errors import RegisterError
from authorities.inspection.detail import read_detail, write_detail
from authorities.inspection.models import Inspection
from authorities.politics.models import CYCLES, REORGANISATIONS, Election, PoliticalControl, Reorganisation
from authorities.recorded import CONFIDENCES, LONGEST_REF, RecordedFact
from authorities.refusals import KNOWN_TOO_LATE
from authorities.register.models import Authority

FACT_KINDS: dict[str, type[RecordedFact]] = {
    "inspection": Inspection,
    "political_control": PoliticalControl,
    "election": Election,
    "reorganisation": Reorganisation,
}


@dataclass(frozen=True)
class Fact:
    """One row of a file of facts. The last three come from the register and are not for files."""

    ref: str
    authority_code: str
    kind: str
    effective_on: date
    known_on: date
    until: date | None = None
    value: str | None = None
    detail: str | None = None
    source: str | None = None
    confidence: str | None = None
    superseded_by: str | None = None
    superseded_on: date | None = None
    withdrawn: bool = False


def build_fact(fact: Fact, authority: Authority, *, on: date) -> RecordedFact:
    """The record of a row, not yet stored; raises RegisterError, with the column in `field`, when it is refused."""
    if not 1 <= len(fact.ref) <= LONGEST_REF:
        raise RegisterError(f"A reference has 1 to {LONGEST_REF} characters.", field="fact_ref")
    if fact.known_on > on:
        raise RegisterError(KNOWN_TOO_LATE, field="known_on")
    if fact.confidence not in {None, *CONFIDENCES}:
        raise RegisterError("Write high, medium or low, or leave it blank.", field="confidence")
    told = {
        "authority_id": authority.id,
        "ref": fact.ref,
        "known_on": fact.known_on,
        "source": fact.source,
        "confidence": fact.confidence,
    }
    return _BUILDERS[_known_kind(fact)](fact, told)


def _known_kind(fact: Fact) -> str:
    if fact.kind not in _BUILDERS:
        raise RegisterError(f"'{fact.kind}' is not a kind: write one of {', '.join(_BUILDERS)}.", field="kind")
    if fact.until is not None and fact.kind != "reorganisation":
        raise RegisterError("Only a reorganisation has an end: leave it blank.", field="until")
    if fact.until is not None and fact.until < fact.effective_on:
        raise RegisterError("It ends before it begins: check both dates.", field="until")
    return fact.kind


def _inspection(fact: Fact, told: dict[str, Any]) -> RecordedFact:
    try:
        detail = read_detail(fact.detail, overall=fact.value)
    except RegisterError as error:
        raise RegisterError(error.sentence, field="value" if error.field == "overall" else "detail") from None
    published = fact.known_on if fact.known_on >= fact.effective_on else None
    return Inspection(
        **told,
        **asdict(detail.judgements),
        inspected_on=fact.effective_on,
        published_on=published,
        kind=detail.kind,
        framework=detail.framework,
    )


def _control(fact: Fact, told: dict[str, Any]) -> RecordedFact:
    if not fact.value:
        raise RegisterError("Write the party in control, or no overall control.", field="value")
    return PoliticalControl(**told, effective_on=fact.effective_on, control=fact.value, detail=fact.detail)


def _election(fact: Fact, told: dict[str, Any]) -> RecordedFact:
    _one_of(fact.value, CYCLES)
    return Election(**told, polling_on=fact.effective_on, cycle=fact.value, detail=fact.detail)


def _reorganisation(fact: Fact, told: dict[str, Any]) -> RecordedFact:
    _one_of(fact.value, REORGANISATIONS)
    return Reorganisation(**told, started_on=fact.effective_on, until=fact.until, kind=fact.value, detail=fact.detail)


_BUILDERS = {
    "inspection": _inspection,
    "political_control": _control,
    "election": _election,
    "reorganisation": _reorganisation,
}


def _one_of(value: str | None, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise RegisterError(f"'{value or ''}' cannot be read: write one of {', '.join(choices)}.", field="value")


def read_fact(kind: str, record: Any, code: str) -> Fact:
    """The row of a record of that kind, of the authority with that code."""
    effective_on, until, value, detail = _columns(record)
    return Fact(
        ref=record.ref,
        authority_code=code,
        kind=kind,
        effective_on=effective_on,
        known_on=record.known_on,
        until=until,
        value=value,
        detail=detail,
        source=record.source,
        confidence=record.confidence,
        withdrawn=bool(record.withdrawn),
    )


def _columns(record: Any) -> tuple[date, date | None, str | None, str | None]:
    match record:
        case Inspection():
            return record.inspected_on, None, record.overall, write_detail(record)
        case PoliticalControl():
            return record.effective_on, None, record.control, record.detail
        case Election():
            return record.polling_on, None, record.cycle, record.detail
    return record.started_on, record.until, record.kind, record.detail
