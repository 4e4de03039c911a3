"""Joining a programme and leaving it. Expected returns and reports follow these dates (features, A4)."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.models import Programme, ProgrammeMembership
from authorities.recorded import last_day
from authorities.register.life import require_existed
from authorities.register.models import Authority
from authorities.versions import store_version
from core.access import Identity


def find_membership(
    session: Session, authority: Authority, programme: Programme, *, on: date | None = None
) -> ProgrammeMembership | None:
    """The authority's time in the programme on a day, or its latest when no day is named; None if there is none."""
    of_that_day = (
        ()
        if on is None
        else (
            ProgrammeMembership.joined_on <= on,
            or_(ProgrammeMembership.left_on.is_(None), ProgrammeMembership.left_on > on),
        )
    )
    return session.scalars(
        select(ProgrammeMembership)
        .where(
            ProgrammeMembership.authority_id == authority.id,
            ProgrammeMembership.programme_id == programme.id,
            ProgrammeMembership.superseded_at.is_(None),
            ~ProgrammeMembership.withdrawn,
            *of_that_day,
        )
        .order_by(ProgrammeMembership.joined_on.desc())
    ).first()


def list_memberships(session: Session, authority: Authority, programme: Programme) -> list[ProgrammeMembership]:
    """Every time of the authority in the programme as known today, the earliest first."""
    return list(
        session.scalars(
            select(ProgrammeMembership)
            .where(
                ProgrammeMembership.authority_id == authority.id,
                ProgrammeMembership.programme_id == programme.id,
                ProgrammeMembership.superseded_at.is_(None),
                ~ProgrammeMembership.withdrawn,
            )
            .order_by(ProgrammeMembership.joined_on)
        )
    )


def join_programme(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    programme: Programme,
    joined_on: date,
    joined_precision: str = "day",
    left_on: date | None = None,
    known_on: date | None = None,
    reason: str | None = None,
    source: str | None = None,
    confidence: str | None = None,
    corrects: ProgrammeMembership | None = None,
) -> ProgrammeMembership:
    """Record an authority's time in a programme; with `corrects`, take the place of what was recorded of it.

    Raises:
        NotFoundError: the authority is outside the session's scope.
        RegisterError: it is in the programme at that time already, or leaves before it joins.
    """
    require_existed(session, authority, joined_on, last_day(joined_on, joined_precision), field="joined_on")
    membership = ProgrammeMembership(
        authority_id=authority.id,
        programme_id=programme.id,
        joined_on=joined_on,
        joined_precision=joined_precision,
        left_on=left_on,
        reason=reason,
        known_on=known_on or min(left_on or joined_on, on),
        source=source,
        confidence=confidence,
    )
    return store_version(
        session, membership, by=by, on=on, replaces=corrects, subject=f"{authority.code}:{programme.code}"
    )


def leave_programme(
    session: Session,
    *,
    by: Identity,
    on: date,
    authority: Authority,
    programme: Programme,
    left_on: date,
    reason: str,
    known_on: date | None = None,
) -> ProgrammeMembership:
    """Record that an authority leaves, or left; `left_on` is the first day outside. What came before stays its own.

    The same day and reason again change nothing.
    """
    current = find_membership(session, authority, programme)
    if current is None:
        raise RegisterError(f"{authority.name} is not in this programme, so it cannot leave it.", field="left_on")
    if (current.left_on, current.reason) == (left_on, reason):
        return current
    return join_programme(
        session,
        by=by,
        on=on,
        authority=authority,
        programme=programme,
        joined_on=current.joined_on,
        joined_precision=current.joined_precision,
        left_on=left_on,
        known_on=known_on,
        reason=reason,
        source=current.source,
        confidence=current.confidence,
        corrects=current,
    )


def require_member(session: Session, authority: Authority, first: date, last: date, *, field: str) -> None:
    """Refuse what is said of a time in which the authority was in no programme; where none is on record, all passes."""
    times = session.scalars(
        select(ProgrammeMembership).where(
            ProgrammeMembership.authority_id == authority.id,
            ProgrammeMembership.superseded_at.is_(None),
            ~ProgrammeMembership.withdrawn,
        )
    ).all()
    if times and not any(time.joined_on <= last and (time.left_on is None or first < time.left_on) for time in times):
        raise RegisterError(f"{authority.name} was not in the programme at that time: check the date.", field=field)
