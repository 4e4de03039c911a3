"""When the stages of an adoption were planned to begin and when they did; a date that moves keeps its past."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.models import STAGES, Adoption, AdoptionDate
from authorities.recorded import last_day
from authorities.versions import store_version, withdrawal_of
from authorities.words import STAGE_NAMES, on_day
from core.access import Identity
from core.scope import scope_of

IN_ORDER = tuple(stage for stage in STAGES if stage != "funding_ends")


@dataclass(frozen=True)
class StageDates:
    """When a stage was planned to begin and when it did; `reason` says why it moved."""

    planned_on: date | None = None
    actual_on: date | None = None
    planned_precision: str = "day"
    actual_precision: str = "day"
    reason: str | None = None

    @property
    def known(self) -> bool:
        """Whether there is any date at all."""
        return self.planned_on is not None or self.actual_on is not None


def date_stage(
    session: Session,
    *,
    by: Identity,
    on: date,
    adoption: Adoption,
    stage: str,
    dates: StageDates,
    known_on: date | None = None,
    source: str | None = None,
    confidence: str | None = None,
    restate: bool = False,
) -> AdoptionDate:
    """Record the planned and the actual day of a stage, in place of what was known of it.

    The same dates again change nothing, unless `restate` says that source or confidence is what changes. No dates at
    all withdraw what was recorded. Unless told otherwise a stage that has begun could be known from that day, a plan
    from the day of recording.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: there is no such stage, an actual day lies ahead, or neither day is given.
    """
    scope_of(session).require(adoption.authority_id)
    if stage not in STAGES:
        raise RegisterError(f"'{stage}' is not a stage: write one of {', '.join(STAGES)}.", field="stage")
    if dates.actual_on is not None and dates.actual_on > on:
        raise RegisterError("It has not begun yet: give a later day as the planned one.", field="actual_on")
    current = find_stage(session, adoption, stage)
    if current is not None and StageDates(*(getattr(current, name) for name in asdict(dates))) == dates:
        same = (current.source, current.confidence) == (source, confidence)
        if same or not restate:
            return current
    if not dates.known and current is not None:
        version = withdrawal_of(current, known_on=known_on or on, source=source)
        version.planned_on, version.actual_on, version.reason = None, None, dates.reason
    else:
        version = AdoptionDate(
            authority_id=adoption.authority_id,
            adoption_id=adoption.id,
            stage=stage,
            known_on=known_on or dates.actual_on or on,
            source=source,
            confidence=confidence,
            **asdict(dates),
        )
    return store_version(session, version, by=by, on=on, replaces=current, subject=f"{adoption.id}:{stage}")


def find_stage(session: Session, adoption: Adoption, stage: str) -> AdoptionDate | None:
    """What is known today of one stage, or None."""
    return session.scalar(
        select(AdoptionDate).where(
            AdoptionDate.authority_id == adoption.authority_id,
            AdoptionDate.adoption_id == adoption.id,
            AdoptionDate.stage == stage,
            AdoptionDate.superseded_at.is_(None),
            ~AdoptionDate.withdrawn,
        )
    )


def require_in_order(session: Session, adoption: Adoption, stage: str, dates: StageDates) -> None:
    """Refuse a stage that began before the one ahead of it, as exactly as both days are known.

    The end of funding stands apart: money may end at any time.
    """
    if dates.actual_on is None or stage not in IN_ORDER:
        return
    began, ended = dates.actual_on, last_day(dates.actual_on, dates.actual_precision)
    for other in IN_ORDER:
        found = find_stage(session, adoption, other) if other != stage else None
        if found is None or found.actual_on is None:
            continue
        earlier = IN_ORDER.index(other) < IN_ORDER.index(stage)
        if (ended < found.actual_on) if earlier else (last_day(found.actual_on, found.actual_precision) < began):
            raise RegisterError(
                f"It cannot begin {'before' if earlier else 'after'} {STAGE_NAMES[other].lower()}, which began "
                f"{on_day(found.actual_on, found.actual_precision)}: check both dates.",
                field="actual_on",
            )
