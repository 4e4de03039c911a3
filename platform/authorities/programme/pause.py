"""An adoption that stands still, why, and that it goes on again."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.models import Adoption, AdoptionPause
from authorities.versions import store_version
from core.access import Identity


def list_pauses(session: Session, adoption: Adoption) -> list[AdoptionPause]:
    """The pauses of an adoption as known today, the earliest first."""
    return list(
        session.scalars(
            select(AdoptionPause)
            .where(
                AdoptionPause.authority_id == adoption.authority_id,
                AdoptionPause.adoption_id == adoption.id,
                AdoptionPause.superseded_at.is_(None),
                ~AdoptionPause.withdrawn,
            )
            .order_by(AdoptionPause.paused_on)
        )
    )


def pause_adoption(
    session: Session,
    *,
    by: Identity,
    on: date,
    adoption: Adoption,
    paused_on: date,
    reason: str,
    precision: str = "day",
    resumed_on: date | None = None,
    known_on: date | None = None,
    source: str | None = None,
    confidence: str | None = None,
    corrects: AdoptionPause | None = None,
) -> AdoptionPause:
    """Record that an adoption stands still, and why; with `corrects`, take the place of what was recorded.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: it is paused at that time already, or a date is refused.
    """
    pause = AdoptionPause(
        authority_id=adoption.authority_id,
        adoption_id=adoption.id,
        paused_on=paused_on,
        precision=precision,
        resumed_on=resumed_on,
        reason=reason,
        known_on=known_on or min(resumed_on or paused_on, on),
        source=source,
        confidence=confidence,
    )
    return store_version(session, pause, by=by, on=on, replaces=corrects)


def resume_adoption(
    session: Session,
    *,
    by: Identity,
    on: date,
    adoption: Adoption,
    resumed_on: date,
    known_on: date | None = None,
) -> AdoptionPause:
    """Record the first day on which a paused adoption went on; raises RegisterError when it is not paused."""
    standing = [pause for pause in list_pauses(session, adoption) if pause.resumed_on is None]
    if not standing:
        raise RegisterError("The adoption is not paused, so it cannot go on again.", field="resumed_on")
    current = standing[-1]
    return pause_adoption(
        session,
        by=by,
        on=on,
        adoption=adoption,
        paused_on=current.paused_on,
        reason=current.reason,
        precision=current.precision,
        resumed_on=resumed_on,
        known_on=known_on,
        source=current.source,
        confidence=current.confidence,
        corrects=current,
    )
