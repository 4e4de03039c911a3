"""A month's health check is opened by the lead and closed once: by the lead early, or by workers after its last day."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import SYSTEM, Identity
from core.errors import NotFoundError
from core.outbox import send_after_commit
from leadership.pulse.errors import PulseError
from leadership.pulse.kinds import FEWEST_MEMBERS, LONGEST_DAYS
from leadership.pulse.members import NOT_YOURS, count_members
from leadership.pulse.models import PulseRound

TEND = "pulse.tend"
ONCE = {"uq_pulse_round_once_a_month", "uq_pulse_round_open"}


def open_pulse(
    session: Session, *, by: Identity, authority: Authority, closes_on: date, on: date, at: datetime
) -> PulseRound:
    """Ask the team about this month, until a day. Workers make the links and send them.

    Raises PulseError when the team is too small, one is open, the month has had its own, or the day cannot be.
    """
    asked = count_members(session, authority_id=authority.id)
    if asked < FEWEST_MEMBERS:
        raise PulseError(
            f"Put at least {FEWEST_MEMBERS} people on the team's list first. With fewer, somebody could work out what "
            "somebody else answered."
        )
    if not on < closes_on or (closes_on - on).days > LONGEST_DAYS:
        raise PulseError(f"The last day must be after today and within {LONGEST_DAYS} days.", field="closes_on")
    held = PulseRound(
        id=uuid4(),
        authority_id=authority.id,
        month=on.replace(day=1),
        opened_on=on,
        closes_on=closes_on,
        asked=asked,
        opened_at=at,
        opened_by_id=by.account_id,
    )
    session.add(held)
    _store(session)
    send_after_commit(session, TEND, str(held.id))
    return held


def close_pulse(session: Session, *, by: Identity, held: PulseRound, at: datetime) -> None:
    """Take no more answers; a worker works the results out. The caller holds the row, so answers on their way are in.

    Raises PulseError when it is closed already.
    """
    if held.closed_at is not None:
        raise PulseError("This month's check is closed. A closed one is never opened again.")
    held.closed_at, held.closed_by_id = at, by.account_id
    send_after_commit(session, TEND, str(held.id))


def close_due(session: Session, *, on: date, at: datetime) -> int:
    """Close every check whose last day has passed; returns how many."""
    due = session.scalars(
        select(PulseRound)
        .where(PulseRound.closed_at.is_(None), PulseRound.closes_on < on)
        .order_by(PulseRound.id)
        .with_for_update(skip_locked=True)
    ).all()
    for held in due:
        close_pulse(session, by=SYSTEM, held=held, at=at)
    return len(due)


def find_open(session: Session, *, authority_id: int) -> PulseRound | None:
    """The check that is running."""
    return session.scalar(
        select(PulseRound).where(PulseRound.authority_id == authority_id, PulseRound.closed_at.is_(None))
    )


def get_pulse(session: Session, *, authority_id: int, pulse_id: UUID) -> PulseRound:
    """One check of the authority, open or not; NotFoundError when it has none of that id."""
    found = session.scalar(select(PulseRound).where(PulseRound.authority_id == authority_id, PulseRound.id == pulse_id))
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def lock_open(session: Session, *, authority_id: int, pulse_id: UUID) -> PulseRound:
    """A running check with its row held; NotFoundError when the authority has none of that id."""
    found = session.scalar(
        select(PulseRound)
        .where(PulseRound.authority_id == authority_id, PulseRound.id == pulse_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def _store(session: Session) -> None:
    """Send it now, so that a second opening is told as such and not as a fault."""
    try:
        session.flush()
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) in ONCE:
            raise PulseError(
                "This month has had its check already, or one is still open. The next can be opened next month."
            ) from error
        raise
