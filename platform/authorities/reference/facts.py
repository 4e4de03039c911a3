"""Loads dated facts: inspections, interventions, elections; and arrangements between authorities."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.arrangements.models import ArrangementParty, SharedArrangement
from authorities.inspection.detail import Judgements
from authorities.inspection.models import JUDGEMENTS, Inspection, Intervention
from authorities.inspection.record import record_inspection, record_intervention
from authorities.politics.models import Election
from authorities.politics.record import schedule_election
from authorities.recorded import RecordedFact
from authorities.reference.tables import Account, Row, day_or_none, provenance, read_table, text_or_none
from authorities.register.models import Authority
from authorities.versions import store_version, withdrawal_of
from core.access import Identity

F = TypeVar("F", bound=RecordedFact)


def load_inspections(session: Session, by: Identity, on: date, authorities: dict[str, Authority]) -> Account:
    """Every ILACS inspection on record. One that somebody entered for the same day, or corrected, is kept."""
    account = Account("inspections")
    existing = list(session.scalars(select(Inspection)))
    refs = {inspection.ref for inspection in existing}
    days = {(each.authority_id, each.inspected_on) for each in existing if each.is_current}
    for row in read_table("inspections"):
        authority, inspected_on = authorities[row["code"]], date.fromisoformat(row["inspected_on"])
        ref = f"ilacs-{row['code']}-{inspected_on}"
        if ref in refs or (authority.id, inspected_on) in days:
            account.count("unchanged" if ref in refs else "kept")
            continue
        record_inspection(
            session,
            by=by,
            on=on,
            authority=authority,
            inspected_on=inspected_on,
            published_on=day_or_none(row["published_on"]),
            judgements=Judgements(**{name: text_or_none(row[name]) for name in JUDGEMENTS}),
            kind=row["kind"],
            ref=ref,
            **provenance(row),
        )
        account.count("new")
    return account


def load_interventions(session: Session, by: Identity, on: date, authorities: dict[str, Authority]) -> Account:
    """The steps of DfE's ladder whose month is known."""

    def store(row: Row) -> None:
        record_intervention(
            session,
            by=by,
            on=on,
            authority=authorities[row["code"]],
            step=row["step"],
            started_on=date.fromisoformat(row["started_on"]),
            precision=row["precision"],
            until=day_or_none(row["until"]),
            known_on=day_or_none(row["known_on"]),
            ref=row["ref"],
            **provenance(row),
        )

    return _once(session, "interventions", Intervention, store)


def load_elections(session: Session, by: Identity, on: date, authorities: dict[str, Authority]) -> Account:
    """Elections of the adopters, held and ahead; each moved one stands beside what was known before."""

    def store(row: Row) -> None:
        replaces = _by_ref(session, Election, row["replaces"])
        told: dict[str, Any] = {"by": by, "on": on}
        if row["withdrawn"] == "yes" and replaces is not None:
            gone = withdrawal_of(replaces, known_on=date.fromisoformat(row["known_on"]), source=row["source"])
            gone.ref, gone.detail = row["ref"], text_or_none(row["detail"])
            store_version(session, gone, replaces=replaces, **told)
            return
        schedule_election(
            session,
            authority=authorities[row["code"]],
            polling_on=date.fromisoformat(row["polling_on"]),
            cycle=row["cycle"],
            known_on=day_or_none(row["known_on"]),
            detail=text_or_none(row["detail"]),
            ref=row["ref"],
            corrects=replaces,
            **told,
            **provenance(row),
        )

    return _once(session, "elections", Election, store)


def load_arrangements(session: Session, authorities: dict[str, Authority]) -> Account:
    """Trusts, companies and directors that authorities share."""
    account = Account("shared arrangements")
    existing = set(session.scalars(select(SharedArrangement.ref)))
    for row in read_table("arrangements"):
        if row["ref"] in existing:
            account.count("unchanged")
            continue
        told = {name: row[name] for name in ("ref", "name", "kind", "precision", "effect", "basis")}
        dates = {name: day_or_none(row[name]) for name in ("starts_on", "ends_on")}
        arrangement = SharedArrangement(**told, **dates)
        session.add(arrangement)
        session.flush()  # its parties name it
        session.add_all(
            ArrangementParty(arrangement_id=arrangement.id, authority_id=authorities[code].id)
            for code in row["codes"].split()
        )
        account.count("new")
    return account


def _once(session: Session, table: str, model: type[RecordedFact], store: Callable[[Row], None]) -> Account:
    """Store each row whose reference is not on record, in whatever version; the rest are as they were loaded."""
    account = Account(table)
    refs = set(session.scalars(select(model.ref)))
    for row in read_table(table):
        if row["ref"] in refs:
            account.count("unchanged")
            continue
        store(row)
        account.count("new")
    return account


def _by_ref(session: Session, model: type[F], ref: str) -> F | None:
    return session.scalars(select(model).where(model.ref == ref)).one() if ref else None
