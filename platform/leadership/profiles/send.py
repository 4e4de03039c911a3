"""Workers write to those who are invited: each letter once, reminders to those alone who have not answered.

No audit event, no log line and no message of the outbox tells of a single letter: who gets a reminder has not
answered. The rows that know are read by workers alone.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Select, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.clock import LONDON
from core.mail import Mail
from leadership.profiles.find import is_running
from leadership.profiles.kinds import Group, RoundKind
from leadership.profiles.letters import invitation_words, reminder_words
from leadership.profiles.link import address_of_link, find_sealed
from leadership.profiles.models import ProfileRound, RaterAnswer, RaterInvitation, RaterLetter

INVITATION, REMINDER = "invitation", "reminder"
BEFORE_CLOSING = (timedelta(days=7), timedelta(days=2))
"""Reminders go so long before the last day."""
SETTLED = timedelta(days=2)
"""Nobody is reminded of what they were asked less than this ago."""
MAX_ATTEMPTS = 3
WAITED_TOO_LONG = timedelta(minutes=1)
RETRIED_FOR = timedelta(days=2)


def ask_invitation_letters(session: Session, *, round_id: UUID) -> None:
    """Store the letter that brings the link, for every invitation that has none; asked twice, stored once."""
    invited = session.execute(
        select(RaterInvitation.id, RaterInvitation.invited_at).where(
            RaterInvitation.round_id == round_id,
            RaterInvitation.email.is_not(None),
            ~exists().where(RaterLetter.invitation_id == RaterInvitation.id, RaterLetter.kind == INVITATION),
        )
    ).all()
    _store(session, [(row.id, INVITATION, row.invited_at.date()) for row in invited])


def ask_reminders(session: Session, *, on: date) -> list[UUID]:
    """Store the reminders that are due on a day, and return the rounds that have any; a missed day is made up for."""
    rounds = session.scalars(
        select(ProfileRound).where(
            ProfileRound.closed_at.is_(None),
            ProfileRound.closes_on >= on,
            ProfileRound.kind == RoundKind.ALL_ROUND.value,
        )
    ).all()
    wanted = [(held, day) for held in rounds if (day := due_reminder(held, on)) is not None]
    for held, day in wanted:
        silent = session.scalars(_silent(held.id).where(RaterInvitation.invited_at < _start(day - SETTLED))).all()
        _store(session, [(number, REMINDER, day) for number in silent])
    return [held.id for held, _ in wanted]


def due_reminder(held: ProfileRound, on: date) -> date | None:
    """The day of the reminder that is due: today's, or yesterday's if it was missed."""
    days = [held.closes_on - before for before in BEFORE_CLOSING]
    return next((day for day in reversed(days) if on - timedelta(days=1) <= day <= on and day > held.opened_on), None)


def list_unsent(session: Session, *, round_id: UUID) -> list[UUID]:
    """The letters of a round that have not gone and may still be tried."""
    return list(
        session.scalars(
            select(RaterLetter.id)
            .join(RaterInvitation, RaterInvitation.id == RaterLetter.invitation_id)
            .where(
                RaterInvitation.round_id == round_id,
                RaterLetter.sent_at.is_(None),
                RaterLetter.dropped_at.is_(None),
                RaterLetter.attempts < MAX_ATTEMPTS,
            )
            .order_by(RaterLetter.id)
        )
    )


def list_rounds_waiting(session: Session, *, at: datetime) -> list[UUID]:
    """Rounds whose letters have not gone for a minute, or were not even written: a lost queue, a dead worker."""
    waiting = (
        select(RaterInvitation.round_id)
        .join(RaterLetter, RaterLetter.invitation_id == RaterInvitation.id)
        .where(
            RaterLetter.sent_at.is_(None),
            RaterLetter.dropped_at.is_(None),
            RaterLetter.attempts < MAX_ATTEMPTS,
            RaterLetter.asked_at < at - WAITED_TOO_LONG,
            RaterLetter.asked_at > at - RETRIED_FOR,
        )
    )
    unwritten = select(RaterInvitation.round_id).where(
        RaterInvitation.email.is_not(None),
        RaterInvitation.invited_at < at - WAITED_TOO_LONG,
        RaterInvitation.invited_at > at - RETRIED_FOR,
        ~exists().where(RaterLetter.invitation_id == RaterInvitation.id),
    )
    return sorted({*session.scalars(waiting), *session.scalars(unwritten)})


def begin_sending(session: Session, *, letter_id: UUID) -> bool:
    """Count an attempt; False when the letter has gone or was tried often enough."""
    taken = session.execute(
        update(RaterLetter)
        .where(
            RaterLetter.id == letter_id,
            RaterLetter.sent_at.is_(None),
            RaterLetter.dropped_at.is_(None),
            RaterLetter.attempts < MAX_ATTEMPTS,
        )
        .values(attempts=RaterLetter.attempts + 1)
        .execution_options(synchronize_session=False)
        .returning(RaterLetter.id)
    ).one_or_none()
    return taken is not None


def hold_unsent(session: Session, *, letter_id: UUID) -> RaterLetter | None:
    """The letter with its row held; None when it has gone or another worker holds it."""
    return session.scalar(
        select(RaterLetter)
        .where(RaterLetter.id == letter_id, RaterLetter.sent_at.is_(None), RaterLetter.dropped_at.is_(None))
        .with_for_update(skip_locked=True)
    )


def write_mail(
    session: Session, letter: RaterLetter, *, public_url: str, secret_keys: Sequence[str], on: date
) -> Mail | None:
    """The letter as it reads now; None when it is not to be sent after all: answered, taken back, closed."""
    row = session.execute(
        select(RaterInvitation, ProfileRound, Authority.name)
        .join(ProfileRound, ProfileRound.id == RaterInvitation.round_id)
        .join(Authority, Authority.id == ProfileRound.authority_id)
        .where(RaterInvitation.id == letter.invitation_id)
    ).one()
    invitation, held, authority = row
    if invitation.email is None or invitation.secret_hash is None or not is_running(held, on):
        return None
    if (
        letter.kind == REMINDER
        and not session.scalars(_silent(held.id).where(RaterInvitation.id == invitation.id)).all()
    ):
        return None
    sealed = find_sealed(invitation.id, invitation.secret_hash, secret_keys)
    if sealed is None:
        return None
    write = reminder_words if letter.kind == REMINDER else invitation_words
    words = write(held, authority, Group(invitation.rater_group), address_of_link(public_url, sealed))
    return Mail(invitation.email, words.subject, words.body, reference=f"rater-{letter.id}")


def _silent(round_id: UUID) -> Select[UUID]:
    """Invitations of a round that stand and have not been answered."""
    return select(RaterInvitation.id).where(
        RaterInvitation.round_id == round_id,
        RaterInvitation.email.is_not(None),
        ~exists().where(RaterAnswer.invitation_id == RaterInvitation.id),
    )


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def _store(session: Session, wanted: list[tuple[UUID, str, date]]) -> None:
    if wanted:
        session.execute(
            insert(RaterLetter)
            .values(
                [{"id": uuid4(), "invitation_id": number, "kind": kind, "due_on": day} for number, kind, day in wanted]
            )
            .on_conflict_do_nothing(constraint="uq_rater_letter_once")
        )
