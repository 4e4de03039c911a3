"""Loads the programme, where its innovations come from, and who took them on with what is known of their dates."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.adopt import adopt
from authorities.programme.models import Adoption, AdoptionDate, AdoptionPause, Innovator, Programme
from authorities.programme.open import get_programme, name_innovator, open_programme
from authorities.programme.pause import pause_adoption
from authorities.programme.stages import StageDates, date_stage, find_stage
from authorities.reference.tables import Account, day_or_none, provenance, read_table, text_or_none
from authorities.register.models import Authority
from core.access import Identity

PROGRAMME = "sfpc"
Adoptions = dict[tuple[str, str], Adoption]


def load_programme(session: Session, by: Identity, on: date, authorities: dict[str, Authority]) -> list[Account]:
    """Programme, innovators and adoptions; what somebody has changed on screen since an earlier load is kept."""
    programmes = _load_programmes(session, by)
    adoptions, adopted = _load_adoptions(session, by, on, authorities)
    return [
        programmes,
        _load_innovators(session, by, authorities),
        adopted,
        _load_dates(session, by, on, adoptions),
        _load_pauses(session, by, on, adoptions),
    ]


def _load_programmes(session: Session, by: Identity) -> Account:
    account = Account("programmes")
    existing = set(session.scalars(select(Programme.code)))
    for row in read_table("programmes"):
        account.count("unchanged" if row["code"] in existing else "new")
        open_programme(
            session,
            by=by,
            code=row["code"],
            name=row["name"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=day_or_none(row["ends_on"]),
            **provenance(row),
        )
    return account


def _load_innovators(session: Session, by: Identity, authorities: dict[str, Authority]) -> Account:
    account = Account("innovators")
    existing = {(each.innovation_code, each.authority_id) for each in session.scalars(select(Innovator))}
    for row in read_table("innovators"):
        authority = authorities[row["code"]]
        account.count("unchanged" if (row["innovation"], authority.id) in existing else "new")
        name_innovator(
            session,
            by=by,
            authority=authority,
            innovation=row["innovation"],
            since=day_or_none(row["since"]),
            precision=row["precision"],
            **provenance(row),
        )
    return account


def _load_adoptions(
    session: Session, by: Identity, on: date, authorities: dict[str, Authority]
) -> tuple[Adoptions, Account]:
    account = Account("adoptions")
    codes = {authority.id: code for code, authority in authorities.items()}
    adoptions = {(codes[each.authority_id], each.innovation_code): each for each in session.scalars(select(Adoption))}
    programme = get_programme(session, code=PROGRAMME)
    for row in read_table("adoptions"):
        key = (row["code"], row["innovation"])
        if key in adoptions:
            account.count("unchanged")
            continue
        adoptions[key] = adopt(
            session,
            by=by,
            on=on,
            authority=authorities[row["code"]],
            innovation=row["innovation"],
            programme=programme,
            wave=text_or_none(row["wave"]),
            joined_on=date.fromisoformat(row["joined_on"]),
            joined_precision=row["joined_precision"],
            local_name=text_or_none(row["local_name"]),
            note=text_or_none(row["note"]),
            **provenance(row),
        )
        account.count("new")
    return adoptions, account


def _load_dates(session: Session, by: Identity, on: date, adoptions: Adoptions) -> Account:
    account = Account("adoption_dates")
    ever = {
        (each.adoption_id, each.stage, each.known_on, each.planned_on, each.actual_on)
        for each in session.scalars(select(AdoptionDate))
    }
    for row in read_table("adoption_dates"):
        adoption = adoptions[row["code"], row["innovation"]]
        dates = StageDates(
            day_or_none(row["planned_on"]),
            day_or_none(row["actual_on"]),
            row["planned_precision"] or "day",
            row["actual_precision"] or "day",
            text_or_none(row["reason"]),
        )
        known_on = date.fromisoformat(row["known_on"])
        if (adoption.id, row["stage"], known_on, dates.planned_on, dates.actual_on) in ever:
            account.count("unchanged")
            continue
        current = find_stage(session, adoption, row["stage"])
        if current is not None and current.recorded_by_id is not None:
            account.count("kept")
            continue
        told: dict[str, Any] = {"known_on": known_on, **provenance(row)}
        date_stage(session, by=by, on=on, adoption=adoption, stage=row["stage"], dates=dates, **told)
        account.count("new")
    return account


def _load_pauses(session: Session, by: Identity, on: date, adoptions: Adoptions) -> Account:
    account = Account("pauses")
    ever = {(each.adoption_id, each.paused_on) for each in session.scalars(select(AdoptionPause))}
    for row in read_table("pauses"):
        adoption, paused_on = adoptions[row["code"], row["innovation"]], date.fromisoformat(row["paused_on"])
        if (adoption.id, paused_on) in ever:
            account.count("unchanged")
            continue
        pause_adoption(
            session,
            by=by,
            on=on,
            adoption=adoption,
            paused_on=paused_on,
            precision=row["precision"],
            resumed_on=day_or_none(row["resumed_on"]),
            reason=row["reason"],
            known_on=day_or_none(row["known_on"]),
            **provenance(row),
        )
        account.count("new")
    return account
