"""An authority takes on an innovation, and is in the programme from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.membership import find_membership, join_programme
from authorities.programme.models import Adoption, Programme
from authorities.programme.open import get_innovation, get_programme
from authorities.programme.stages import StageDates, date_stage
from authorities.refusals import refusing
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from core.scope import scope_of

# Whoever records an adoption dates its stages too.
__all__ = ["StageDates", "adopt", "date_stage", "get_adoption"]


def adopt(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    innovation: str,
    programme: Programme | None = None,
    joined_on: date | None = None,
    joined_precision: str = "day",
    left_on: date | None = None,
    stages: Mapping[str, StageDates] | None = None,
    wave: str | None = None,
    local_name: str | None = None,
    note: str | None = None,
    known_on: date | None = None,
    source: str | None = None,
    confidence: str | None = None,
) -> Adoption:
    """Record that an authority takes on an innovation, and from when it is in the programme.

    Args:
        session: its scope must cover the authority.
        by: who records it.
        on: the day of recording.
        authority: the adopter.
        innovation: its code, such as 'family_valued'.
        programme: the programme it is part of; the only one when not named.
        joined_on: first day in the programme; None leaves the membership as it is.
        joined_precision: whether that is known to the day, the month or the year.
        left_on: first day outside the programme, if it has left.
        stages: dates by stage; a stage without a date is left out.
        wave: such as 'trailblazer'.
        local_name: what the authority calls it.
        note: what should be known when reading the dates.
        known_on: when all of this could be known. Not given, a plan counts as known from joining, a day that has come
            from itself: what an adoptions file can say of it.
        source: where it is known from.
        confidence: 'high', 'medium' or 'low'.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: it has taken on this innovation already, or a date is refused.
    """
    scope_of(session).require(authority.id)
    adoption = Adoption(
        authority_id=authority.id,
        innovation_code=get_innovation(session, innovation).code,
        wave=wave,
        local_name=local_name,
        note=note,
        source=source,
        confidence=confidence,
        recorded_by_id=by.account_id,
    )
    with refusing(session):
        session.add(adoption)
    record(
        session,
        by=by,
        deed="adoption.recorded",
        subject=f"adoption:{authority.code}:{innovation}",
        authority_id=authority.id,
        after={"innovation": innovation, "wave": wave, "local_name": local_name},
    )
    told: dict[str, Any] = {"by": by, "on": on, "source": source, "confidence": confidence}
    if joined_on is not None:
        _be_member(
            session,
            authority,
            programme or get_programme(session),
            joined_on,
            joined_precision=joined_precision,
            left_on=left_on,
            known_on=known_on,
            **told,
        )
    for stage, dates in (stages or {}).items():
        for known, version in _versions(dates, known_on, joined_on, on):
            date_stage(session, adoption=adoption, stage=stage, dates=version, known_on=known, **told)
    return adoption


def get_adoption(session: Session, authority: Authority, innovation: str) -> Adoption:
    """The authority's adoption of an innovation.

    Raises:
        NotFoundError: there is none, or the authority is outside the session's scope.
    """
    scope_of(session).require(authority.id)
    adoption = session.scalar(
        select(Adoption).where(Adoption.authority_id == authority.id, Adoption.innovation_code == innovation)
    )
    if adoption is None:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    return adoption


def _be_member(
    session: Session, authority: Authority, programme: Programme, joined_on: date, *, left_on: date | None, **told: Any
) -> None:
    """A second innovation taken on in the same time leaves the membership as it is."""
    current = find_membership(session, authority, programme, on=joined_on)
    if current is None or current.left_on != left_on:
        join_programme(
            session,
            authority=authority,
            programme=programme,
            joined_on=joined_on if current is None else current.joined_on,
            left_on=left_on,
            corrects=current,
            **told,
        )


def _versions(
    dates: StageDates, known_on: date | None, joined_on: date | None, on: date
) -> list[tuple[date, StageDates]]:
    """What was known of a stage, and from which day on: the plan first, where the day itself came later."""
    if not dates.known:
        return []
    if known_on is not None:
        return [(known_on, dates)]
    planned = min(joined_on or on, on)
    if dates.actual_on is None:
        return [(planned, dates)]
    begun = (min(dates.actual_on, on), dates)
    if dates.planned_on is None or joined_on is None or planned >= begun[0]:
        return [begun]
    return [(planned, StageDates(planned_on=dates.planned_on, planned_precision=dates.planned_precision)), begun]
