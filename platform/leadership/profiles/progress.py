"""How far a round is, in the only words in which it may be told. Worked out by workers, who alone may count answers."""

from collections import Counter
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from leadership.profiles.kinds import INVITED
from leadership.profiles.models import ProfileRound, RaterAnswer, RaterInvitation, RoundProgress
from leadership.profiles.release.result import FEWEST


def note_progress(session: Session, *, round_id: UUID, fewest: int = FEWEST) -> None:
    """Store how many of each group were invited, and whether enough have answered: once there, never taken back.

    Were it taken back when an invitation is, the leader could learn by taking one back whether it had been answered.
    A round that is released stays as it was last told: what it was worked out from is gone.
    """
    held = session.get(ProfileRound, round_id)
    if held is None or held.released_at is not None:
        return
    invited = _by_group(
        session,
        select(RaterInvitation.rater_group, func.count())
        .where(RaterInvitation.round_id == round_id, RaterInvitation.email.is_not(None))
        .group_by(RaterInvitation.rater_group),
    )
    answered = _answered(session, round_id)
    for group in INVITED:
        row = insert(RoundProgress).values(
            round_id=round_id,
            rater_group=group.value,
            invited=invited.get(group.value, 0),
            enough=answered.get(group.value, 0) >= fewest,
        )
        session.execute(
            row.on_conflict_do_update(
                index_elements=[RoundProgress.round_id, RoundProgress.rater_group],
                set_={
                    "invited": row.excluded.invited,
                    "enough": or_(RoundProgress.enough, row.excluded.enough),
                },
            )
        )


def _answered(session: Session, round_id: UUID) -> Counter[str]:
    """How many people of each group: who was invited anew counts once, where they answered last."""
    rows = session.execute(
        select(RaterAnswer.rater_group, RaterAnswer.invitation_id, RaterInvitation.address_mark)
        .join(RaterInvitation, RaterInvitation.id == RaterAnswer.invitation_id)
        .where(RaterAnswer.round_id == round_id)
        .order_by(RaterInvitation.invited_at)
    )
    return Counter({row.address_mark or str(row.invitation_id): row.rater_group for row in rows}.values())


def _by_group(session: Session, query: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(query)}
