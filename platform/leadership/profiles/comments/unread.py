"""What workers do about comments that wait, none of which they may read: tell the team, destroy what nobody read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from charts.words import day_in_words
from core.access import SYSTEM
from core.audit import record
from core.mail import Mail
from leadership.profiles.comments.models import CommentReader, CommentReading
from leadership.profiles.comments.readers import comment_team

TELL = "profiles.tell_comment_readers"
"""The task that writes to the support team; the release asks for it through the outbox."""
COMMENTS = "/rounds/comments"


@dataclass(frozen=True)
class Untold:
    """Somebody who has not had their letter."""

    round_id: UUID
    account_id: int


def list_untold(session: Session, *, on: date) -> list[Untold]:
    """Whom no letter has gone to about comments that still wait."""
    rows = session.execute(
        select(CommentReader.round_id, CommentReader.account_id)
        .join(CommentReading, CommentReading.round_id == CommentReader.round_id)
        .where(CommentReader.told_at.is_(None), CommentReading.last_day >= on)
        .order_by(CommentReading.asked_at, CommentReader.account_id)
    )
    return [Untold(*row) for row in rows]


def hold_untold(session: Session, untold: Untold) -> CommentReader | None:
    """The row, held while the letter goes, so that it goes once; None when another worker has it, or it is gone."""
    return session.scalars(
        select(CommentReader)
        .where(
            CommentReader.round_id == untold.round_id,
            CommentReader.account_id == untold.account_id,
            CommentReader.told_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    ).one_or_none()


def write_mail(session: Session, reader: CommentReader, *, public_url: str, on: date) -> Mail | None:
    """The letter; it names neither the leader nor the round. None for whoever has left the team meanwhile."""
    member = next((each for each in comment_team(session, on) if each.account_id == reader.account_id), None)
    if member is None:
        return None
    last_day = session.scalars(select(CommentReading.last_day).where(CommentReading.round_id == reader.round_id)).one()
    return Mail(
        to=member.email,
        subject="Comments of raters wait to be read",
        body=(
            "Hello,\n\n"
            "A profile round has closed, and what its raters wrote in their own words waits for somebody of the "
            "support team, who reads it before the leader does. One of you is enough.\n\n"
            f"Read and decide by {day_in_words(last_day)}. What nobody has decided by then is destroyed unread.\n\n"
            f"The rounds that wait for you:\n{public_url}{COMMENTS}\n"
        ),
        reference=f"comments-{reader.account_id}",
    )


def destroy_unread(session: Session, *, on: date) -> int:
    """End the readings whose last day has passed, and what was written with them; returns how many."""
    ended = session.scalars(
        select(CommentReading.round_id).where(CommentReading.last_day < on).order_by(CommentReading.round_id)
    ).all()
    for round_id in ended:
        session.execute(
            delete(CommentReading)
            .where(CommentReading.round_id == round_id)
            .execution_options(synchronize_session=False)
        )
        record(
            session,
            by=SYSTEM,
            deed="profile_comments.destroyed",
            subject=f"profile_round:{round_id}",
            authority_id=None,  # as in decide.py: leaders may read what is recorded of their authority
        )
    return len(ended)
