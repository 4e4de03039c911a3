"""Dated facts about authorities as files write them: one row each, whichever table keeps them (docs/formats.md)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.fact_rows import FACT_KINDS, Fact, build_fact, read_fact
from authorities.recorded import CONFIDENCE, RecordedFact
from authorities.refusals import refusing
from authorities.register.life import require_existed
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record as record_deed
from core.scope import scope_of

__all__ = ["CONFIDENCE", "FACT_KINDS", "Fact", "build_fact", "list_facts", "record_facts"]


def list_facts(session: Session, *, authority_ids: Iterable[int] | None = None, superseded: bool = False) -> list[Fact]:
    """Dated facts by authority code, day, kind and reference.

    Args:
        session: facts are public; no scope is needed to read them.
        authority_ids: only of these authorities; None means all.
        superseded: also every earlier version, with the reference of the one that took its place and the day from
            which that one could be known, and withdrawals: what a reader needs to see facts as known on a past day.
    """
    wanted = None if authority_ids is None else sorted(authority_ids)
    found = [
        fact for kind, model in FACT_KINDS.items() for fact in _list_kind(session, kind, model, wanted, superseded)
    ]
    return sorted(found, key=lambda fact: (fact.authority_code, fact.effective_on, fact.kind, fact.ref))


def record_facts(
    session: Session, *, by: Identity, on: date, facts: Sequence[Fact], authorities: Mapping[str, Authority]
) -> Counter[str]:
    """Record many facts at once, all or none; a reference on record with the same content changes nothing.

    Args:
        session: its scope must cover every authority concerned.
        by: who records them.
        on: the day of recording; nothing can become known later.
        facts: rows of a file, each with its own reference.
        authorities: every authority named, by code.

    Returns:
        How many were 'new' and how many 'unchanged'.

    Raises:
        NotFoundError: an authority is outside the session's scope.
        RegisterError: names the first reference that is refused, and why.
    """
    known = {fact.ref: fact for fact in list_facts(session, superseded=True)}
    counted: Counter[str] = Counter(new=0, unchanged=0)
    new: list[RecordedFact] = []
    told: Counter[str] = Counter()
    for fact in facts:
        scope_of(session).require(authorities[fact.authority_code].id)
        row = build_fact(fact, authorities[fact.authority_code], on=on)
        if fact.kind == "inspection":  # an election or a control may be of a council that is still in shadow
            require_existed(
                session, authorities[fact.authority_code], fact.effective_on, fact.effective_on, field="effective_on"
            )
        if fact.ref in known:
            _require_same(known[fact.ref], read_fact(fact.kind, row, fact.authority_code))
            counted["unchanged"] += 1
            continue
        row.recorded_by_id = by.account_id
        new.append(row)
        told[fact.authority_code] += 1
    with refusing(session):
        session.add_all(new)
    for code, count in sorted(told.items()):
        record_deed(
            session,
            by=by,
            deed="facts.recorded",
            subject=f"authority:{code}",
            authority_id=authorities[code].id,
            after={"facts": count},
        )
    counted["new"] = len(new)
    return counted


def _list_kind(
    session: Session, kind: str, model: type[RecordedFact], wanted: list[int] | None, superseded: bool
) -> list[Fact]:
    statement = select(model, Authority.code).join(Authority, Authority.id == model.authority_id)  # type: ignore[attr-defined]
    if wanted is not None:
        statement = statement.where(model.authority_id.in_(wanted))  # type: ignore[attr-defined]
    if not superseded:
        statement = statement.where(model.superseded_at.is_(None), ~model.withdrawn)
    rows = session.execute(statement).all()
    by_id: dict[UUID | None, RecordedFact] = {record.id: record for record, _ in rows}
    return [_with_successor(read_fact(kind, record, code), by_id.get(record.superseded_by_id)) for record, code in rows]


def _with_successor(fact: Fact, successor: RecordedFact | None) -> Fact:
    if successor is None:
        return fact
    return replace(fact, superseded_by=successor.ref, superseded_on=successor.known_on)


def _require_same(on_record: Fact, given: Fact) -> None:
    if replace(on_record, superseded_by=None, superseded_on=None, withdrawn=False) != given:
        raise RegisterError(
            f"Fact {given.ref} of {given.authority_code} is on record with another content: give the new one a "
            "reference of its own, and correct the old one on its page.",
            field="fact_ref",
        )
