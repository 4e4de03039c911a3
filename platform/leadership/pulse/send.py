"""Workers make the links of a month, write to everybody on the team's list, and remind everybody once.

Nothing is logged of a single letter. The rows that know the addresses are read by workers alone, without the key.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, or_, select, true, update
from sqlalchemy.orm import Session, load_only

from authorities.register.models import Authority
from core.mail import Mail
from leadership.pulse.asked import asked_in
from leadership.pulse.letters import invitation_words, reminder_words
from leadership.pulse.link import address_of_link, find_sealed, hash_of, seal
from leadership.pulse.members import list_members, mark_of
from leadership.pulse.models import PulseInvitation, PulseMember, PulseRound

BEFORE_CLOSING = timedelta(days=3)
SETTLED = timedelta(days=1)
"""Nobody is reminded of what they were asked a day ago."""
MAX_ATTEMPTS = 6
KEPT_IDLE = timedelta(days=365)
SEEN = load_only(
    PulseInvitation.id,
    PulseInvitation.round_id,
    PulseInvitation.email,
    PulseInvitation.secret_hash,
    PulseInvitation.attempts,
    PulseInvitation.invited_at,
    PulseInvitation.reminded_at,
    raiseload=True,
)


def make_links(session: Session, *, pulse_id: UUID, secret_keys: Sequence[str]) -> None:
    """Make one link for everybody whom the month asks, once; who joins the list later is asked next month."""
    held = session.scalar(
        select(PulseRound).where(PulseRound.id == pulse_id, PulseRound.closed_at.is_(None)).with_for_update()
    )
    if held is None or session.scalar(select(PulseInvitation.id).where(PulseInvitation.round_id == held.id).limit(1)):
        return
    settle_list(session, held)
    asked = asked_in(session, held)
    rows: list[dict[str, Any]] = []
    for member in list_members(session, authority_id=held.authority_id):
        if mark_of(member.id) not in asked:
            continue
        number = uuid4()
        rows.append(
            {
                "id": number,
                "round_id": held.id,
                "email": member.email,
                "secret_hash": hash_of(seal(number, secret_keys)),
                "answer_key": uuid4(),
                "attempts": 0,
            }
        )
    if rows:
        session.execute(insert(PulseInvitation), rows)
    held.asked = len(rows)


def settle_list(session: Session, held: PulseRound) -> None:
    """Let the list of the moment of opening be that of now: whom a month asked has to be told from it later.

    Between the two a lead could take somebody off, whom the month would then be taken to have asked.
    """
    for column, value in ((PulseMember.added_at, PulseMember.removed_at.is_(None)), (PulseMember.removed_at, true())):
        session.execute(
            update(PulseMember)
            .where(PulseMember.authority_id == held.authority_id, column > held.opened_at, value)
            .values({column: held.opened_at})
            .execution_options(synchronize_session=False)
        )
    session.expire_all()


def list_unsent(session: Session, *, on: date) -> list[UUID]:
    """The invitations of running checks to which a letter is due: the first, or the one reminder."""
    return list(
        session.scalars(
            select(PulseInvitation.id)
            .join(PulseRound, PulseRound.id == PulseInvitation.round_id)
            .where(
                PulseRound.closed_at.is_(None),
                PulseRound.closes_on >= on,
                PulseInvitation.attempts < MAX_ATTEMPTS,
                or_(
                    PulseInvitation.invited_at.is_(None),
                    (PulseInvitation.reminded_at.is_(None))
                    & (PulseRound.closes_on <= on + BEFORE_CLOSING)
                    & (PulseRound.opened_on < on - SETTLED),
                ),
            )
            .order_by(PulseInvitation.id)
        )
    )


def begin_sending(session: Session, *, invitation_id: UUID) -> None:
    """Count an attempt, in a transaction of its own: a letter that kills its sender is not tried for ever."""
    session.execute(
        update(PulseInvitation)
        .where(PulseInvitation.id == invitation_id)
        .values(attempts=PulseInvitation.attempts + 1)
        .execution_options(synchronize_session=False)
    )


def hold(session: Session, *, invitation_id: UUID) -> PulseInvitation | None:
    """The invitation with its row held; None when another worker holds it, or it is gone."""
    return session.scalar(
        select(PulseInvitation)
        .options(SEEN)
        .where(PulseInvitation.id == invitation_id)
        .with_for_update(skip_locked=True)
    )


def write_mail(
    session: Session, invitation: PulseInvitation, *, public_url: str, secret_keys: Sequence[str], on: date
) -> Mail | None:
    """The letter that is due as it reads now; None when none is."""
    row = session.execute(
        select(PulseRound, Authority.name)
        .join(Authority, Authority.id == PulseRound.authority_id)
        .where(PulseRound.id == invitation.round_id)
    ).one()
    held: PulseRound = row.PulseRound
    sealed = find_sealed(invitation.id, invitation.secret_hash, secret_keys)
    if held.closed_at is not None or on > held.closes_on or sealed is None:
        return None
    first = invitation.invited_at is None
    # Another worker may have sent the first letter since this one was listed: the reminder waits for its day.
    if not first and (invitation.reminded_at is not None or not _reminder_due(held, on)):
        return None
    write = invitation_words if first else reminder_words
    words = write(held, row.name, address_of_link(public_url, sealed))
    return Mail(invitation.email, words.subject, words.body, reference=f"pulse-{invitation.id}-{1 if first else 2}")


def _reminder_due(held: PulseRound, on: date) -> bool:
    return held.closes_on <= on + BEFORE_CLOSING and held.opened_on < on - SETTLED


def note_sent(invitation: PulseInvitation, *, at: datetime) -> None:
    """Whichever letter was due has gone."""
    if invitation.invited_at is None:
        invitation.invited_at = at
    else:
        invitation.reminded_at = at


def forget_idle_lists(session: Session, *, at: datetime) -> None:
    """Forget the addresses of a team that has not been asked for a year (personal data, kept no longer than used)."""
    asked = select(PulseRound.authority_id).where(PulseRound.opened_at > at - KEPT_IDLE)
    session.execute(
        update(PulseMember)
        .where(
            PulseMember.removed_at.is_(None),
            PulseMember.added_at < at - KEPT_IDLE,
            PulseMember.authority_id.not_in(asked),
        )
        .values(email=None, removed_at=at)
        .execution_options(synchronize_session=False)
    )
