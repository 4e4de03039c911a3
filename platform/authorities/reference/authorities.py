"""Loads authorities with their codes and names, and what became of their boundaries."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.reference.tables import Account, Row, day_or_none, number_or_none, read_table, text_or_none
from authorities.register.models import (
    Authority,
    AuthorityAlias,
    AuthorityCode,
    BoundaryEvent,
    BoundaryParty,
    VestingForecast,
)
from authorities.register.names import normalise
from core.access import Identity
from core.audit import record


def load_authorities(session: Session, by: Identity) -> tuple[dict[str, Authority], list[Account]]:
    """Every authority by code, once they and the ways to find them are stored."""
    account = Account("authorities")
    existing = {authority.code: authority for authority in session.scalars(select(Authority))}
    current_codes = {row["code"]: row["gss_code"] for row in read_table("codes") if not row["valid_to"]}
    last_codes = {row["code"]: row["gss_code"] for row in read_table("codes")}
    for row in read_table("authorities"):
        gss_code = current_codes.get(row["code"], last_codes[row["code"]])
        told = {
            "gss_code": gss_code,
            "name": row["name"],
            "kind": row["kind"],
            "region": row["region"],
            "valid_from": day_or_none(row["valid_from"]),
            "valid_to": day_or_none(row["valid_to"]),
            "population_0_17": number_or_none(row["population_0_17"]),
        }
        account.count(_store_authority(session, by, existing, row["code"], told))
    session.flush()  # the numbers of new authorities are needed by all that follows
    return existing, [account, _load_codes(session, existing), _load_aliases(session, existing)]


def _store_authority(
    session: Session, by: Identity, existing: dict[str, Authority], code: str, told: dict[str, Any]
) -> str:
    authority = existing.get(code)
    if authority is None:
        existing[code] = Authority(code=code, invented=False, **told)
        session.add(existing[code])
        return "new"
    before = {name: getattr(authority, name) for name, value in told.items() if getattr(authority, name) != value}
    if not before:
        return "unchanged"
    for name in before:
        setattr(authority, name, told[name])
    record(
        session,
        by=by,
        deed="authority.updated",
        subject=f"authority:{code}",
        authority_id=authority.id,
        before={name: str(value) for name, value in before.items()},
        after={name: str(told[name]) for name in before},
    )
    return "changed"


def _load_codes(session: Session, authorities: dict[str, Authority]) -> Account:
    account = Account("codes")
    existing = {(each.authority_id, each.gss_code): each for each in session.scalars(select(AuthorityCode))}
    for row in read_table("codes"):
        number = authorities[row["code"]].id
        known = existing.get((number, row["gss_code"]))
        if known is not None:
            dates = day_or_none(row["valid_from"]), day_or_none(row["valid_to"])
            account.count("unchanged" if (known.valid_from, known.valid_to) == dates else "changed")
            known.valid_from, known.valid_to = dates  # a code that a newer release ends
            continue
        session.add(
            AuthorityCode(
                authority_id=number,
                gss_code=row["gss_code"],
                valid_from=day_or_none(row["valid_from"]),
                valid_to=day_or_none(row["valid_to"]),
                source=row["source"],
            )
        )
        account.count("new")
    return account


def _load_aliases(session: Session, authorities: dict[str, Authority]) -> Account:
    """An authority's own name is the first of its aliases, so that one look-up finds both."""
    account = Account("names and aliases")
    existing = {(each.authority_id, each.normalised) for each in session.scalars(select(AuthorityAlias))}
    own = [{"code": row["code"], "alias": row["name"], "source": "its name"} for row in read_table("authorities")]
    for row in [*own, *read_table("aliases")]:
        number, normalised = authorities[row["code"]].id, normalise(row["alias"])
        if (number, normalised) in existing:
            account.count("unchanged")
            continue
        session.add(
            AuthorityAlias(authority_id=number, alias=row["alias"], normalised=normalised, source=row["source"])
        )
        account.count("new")
    return account


def load_boundaries(session: Session, authorities: dict[str, Authority]) -> list[Account]:
    """Mergers, splits, continuations and recodings, with what was known of their dates from which day on."""
    events, forecasts = Account("boundary events"), Account("vesting forecasts")
    existing = {event.ref: event for event in session.scalars(select(BoundaryEvent))}
    for row in read_table("boundary_events"):
        events.count(_store_event(session, existing, authorities, row))
    known = {(each.event_id, each.known_on, each.takes_effect_on) for each in session.scalars(select(VestingForecast))}
    for row in read_table("vesting_forecasts"):
        event = existing[row["ref"]]
        known_on, takes_effect_on = day_or_none(row["known_on"]), day_or_none(row["takes_effect_on"])
        if (event.id, known_on, takes_effect_on) in known:
            forecasts.count("unchanged")
            continue
        told = {"precision": row["precision"], "source": row["source"], "confidence": text_or_none(row["confidence"])}
        session.add(VestingForecast(event_id=event.id, known_on=known_on, takes_effect_on=takes_effect_on, **told))
        forecasts.count("new")
    return [events, forecasts]


def _store_event(
    session: Session, existing: dict[str, BoundaryEvent], authorities: dict[str, Authority], row: Row
) -> str:
    """A planned reorganisation grows: its kind is decided and its successors get codes, in a later release of ours."""
    told: dict[str, Any] = {name: row[name] for name in ("kind", "status", "description", "source")}
    told["confidence"] = text_or_none(row["confidence"])
    event = existing.get(row["ref"])
    became = "new" if event is None else "unchanged"
    if event is None:
        event = existing[row["ref"]] = BoundaryEvent(ref=row["ref"], **told)
        session.add(event)
        session.flush()  # its parties name it
    elif any(getattr(event, name) != value for name, value in told.items()):
        became = "changed"
        for name, value in told.items():
            setattr(event, name, value)
    parties = _parties_missing(session, event, authorities, row)
    session.add_all(parties)
    return "changed" if became == "unchanged" and parties else became


def _parties_missing(
    session: Session, event: BoundaryEvent, authorities: dict[str, Authority], row: Row
) -> list[BoundaryParty]:
    on_record = {
        (party.side, party.authority_id)
        for party in session.scalars(select(BoundaryParty).where(BoundaryParty.event_id == event.id))
    }
    named = {(side, authorities[code].id) for side in ("predecessor", "successor") for code in row[f"{side}s"].split()}
    return [
        BoundaryParty(event_id=event.id, authority_id=number, side=side) for side, number in sorted(named - on_record)
    ]
