"""Recording who controls a council, when it is elected and when it is reorganised; and correcting it."""

from datetime import date

from sqlalchemy.orm import Session

from authorities.politics.models import Election, PoliticalControl, Reorganisation
from authorities.register.models import Authority
from authorities.versions import new_ref, store_version
from core.access import Identity


def record_control(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    effective_on: date,
    control: str,
    known_on: date | None = None,
    detail: str | None = None,
    ref: str | None = None,
    source: str | None = None,
    confidence: str | None = None,
    corrects: PoliticalControl | None = None,
) -> PoliticalControl:
    """Record the political control of a council from a day on; known from that day unless told otherwise."""
    change = PoliticalControl(
        authority_id=authority.id,
        ref=ref or new_ref(PoliticalControl),
        effective_on=effective_on,
        control=control.strip(),
        known_on=known_on or min(effective_on, on),
        detail=detail,
        source=source,
        confidence=confidence,
    )
    return store_version(session, change, by=by, on=on, replaces=corrects)


def schedule_election(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    polling_on: date,
    cycle: str,
    known_on: date | None = None,
    detail: str | None = None,
    ref: str | None = None,
    source: str | None = None,
    confidence: str | None = None,
    corrects: Election | None = None,
) -> Election:
    """Record an election, held or ahead. One that is moved `corrects` the one on record, so that both can be shown."""
    election = Election(
        authority_id=authority.id,
        ref=ref or new_ref(Election),
        polling_on=polling_on,
        cycle=cycle,
        known_on=known_on or min(polling_on, on),
        detail=detail,
        source=source,
        confidence=confidence,
    )
    return store_version(session, election, by=by, on=on, replaces=corrects)


def record_reorganisation(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    started_on: date,
    kind: str,
    until: date | None = None,
    known_on: date | None = None,
    detail: str | None = None,
    ref: str | None = None,
    source: str | None = None,
    confidence: str | None = None,
    corrects: Reorganisation | None = None,
) -> Reorganisation:
    """Record a reorganisation of the council or its directorate; `until` is the first day after it."""
    reorganisation = Reorganisation(
        authority_id=authority.id,
        ref=ref or new_ref(Reorganisation),
        started_on=started_on,
        until=until,
        kind=kind,
        known_on=known_on or min(started_on, on),
        detail=detail,
        source=source,
        confidence=confidence,
    )
    return store_version(session, reorganisation, by=by, on=on, replaces=corrects)
