"""Recording an inspection, correcting it, and recording what DfE does after it."""

from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.inspection.detail import ILACS, Judgements
from authorities.inspection.models import Inspection, Intervention
from authorities.recorded import last_day
from authorities.register.life import require_existed
from authorities.register.models import Authority
from authorities.versions import new_ref, store_version
from core.access import Identity


def record_inspection(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    inspected_on: date,
    judgements: Judgements,
    published_on: date | None = None,
    known_on: date | None = None,
    kind: str | None = None,
    framework: str = ILACS,
    ref: str | None = None,
    source: str | None = None,
    confidence: str | None = None,
    corrects: Inspection | None = None,
) -> Inspection:
    """Record an inspection; with `corrects`, take the place of one on record.

    It could be known from its publication, or else from the day it was made.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: a date lies ahead, one of that day is on record, or the report came before the inspection.
    """
    if inspected_on > on:
        raise RegisterError("An inspection cannot be recorded before it was made.", field="inspected_on")
    if published_on is not None and published_on > on:
        raise RegisterError("A report cannot be recorded before it was published.", field="published_on")
    require_existed(session, authority, inspected_on, inspected_on, field="inspected_on")
    inspection = Inspection(
        authority_id=authority.id,
        ref=ref or new_ref(Inspection),
        inspected_on=inspected_on,
        published_on=published_on,
        known_on=known_on or published_on or inspected_on,
        kind=kind,
        framework=framework,
        source=source,
        confidence=confidence,
        **asdict(judgements),
    )
    return store_version(session, inspection, by=by, on=on, replaces=corrects)


def record_intervention(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    step: str,
    started_on: date,
    precision: str = "day",
    until: date | None = None,
    known_on: date | None = None,
    ref: str | None = None,
    source: str | None = None,
    confidence: str | None = None,
    corrects: Intervention | None = None,
) -> Intervention:
    """Record a step of DfE's ladder of intervention, from the improvement notice to a trust (sector, part F).

    An announced one may begin later: it is known from today, unless told otherwise.
    """
    require_existed(session, authority, started_on, last_day(started_on, precision), field="started_on")
    intervention = Intervention(
        authority_id=authority.id,
        ref=ref or new_ref(Intervention),
        step=step,
        started_on=started_on,
        precision=precision,
        until=until,
        known_on=known_on or min(started_on, on),
        source=source,
        confidence=confidence,
    )
    return store_version(session, intervention, by=by, on=on, replaces=corrects)
