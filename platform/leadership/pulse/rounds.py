"""A month's health check is opened by the lead and closed once: by the lead early, or by workers after its last day."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import SYSTEM, Identity
from core.errors import NotFoundError
from core.outbox import send_after_commit
from leadership.pulse.asked import asking_now
from leadership.pulse.errors import PulseError
from leadership.pulse.kinds import FEWEST_MEMBERS, LONGEST_DAYS
from leadership.pulse.members import NOT_YOURS, count_members
from leadership.pulse.models import PulseRound
from leadership.register.days import in_words

TEND = "pulse.tend"
HAD_ITS_CHECK = "This month has had its check already, or one is still open. The next can be opened next month."
ONCE = {"uq_pulse_round_once_a_month", "uq_pulse_round_open"}


def open_pulse(
    session: Session, *, by: Identity, authority: Authority, closes_on: date, on: date, at: datetime
) -> PulseRound:
    """Ask the team about this month, until a day. Workers make the links and send them.

    Raises PulseError when the team is too small, too like one that was asked before, one is open, the month has had
    its own, or the day cannot be.
    """
    if count_members(session, authority_id=authority.id) < FEWEST_MEMBERS:
        raise PulseError(
            f"Put at least {FEWEST_MEMBERS} people on the team's list first. With fewer, somebody could work out what "
            "somebody else answered."
        )
    if not on < closes_on or (closes_on - on).days > LONGEST_DAYS:
        raise PulseError(f"The last day must be after today and within {LONGEST_DAYS} days.", field="closes_on")
    _need_none_open(session, authority.id, on)
    asking = asking_now(session, authority_id=authority.id, on=on)
    if asking.people is None and asking.free_on is not None:
        raise PulseError(too_alike(asking.free_on))
    held = PulseRound(
        id=uuid4(),
        authority_id=authority.id,
        month=on.replace(day=1),
        opened_on=on,
        closes_on=closes_on,
        asked=len(asking.people or ()),
        opened_at=at,
        opened_by_id=by.account_id,
    )
    session.add(held)
    _store(session)
    send_after_commit(session, TEND, str(held.id))
    return held


def too_alike(free_on: date) -> str:
    """Why nobody can be asked now, and what helps. It rests on the list alone, which the lead keeps."""
    return (
        "One or two people have left the list, or have been exchanged, since a month whose averages you have seen. "
        "The averages of a new month beside those would come close to saying what they answered. The team can be asked "
        f"again from {in_words(free_on)}, or once three or more people differ."
    )


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


def _need_none_open(session: Session, authority_id: int, on: date) -> None:
    """Told before anything else: whom to ask is a question of a month that can be asked."""
    found = select(PulseRound.id).where(
        PulseRound.authority_id == authority_id,
        or_(PulseRound.closed_at.is_(None), PulseRound.month == on.replace(day=1)),
    )
    if session.scalar(select(found.exists())):
        raise PulseError(HAD_ITS_CHECK)


def _store(session: Session) -> None:
    """Send it now, so that a second opening at the same moment is told as such and not as a fault."""
    try:
        session.flush()
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) in ONCE:
            raise PulseError(HAD_ITS_CHECK) from error
        raise
