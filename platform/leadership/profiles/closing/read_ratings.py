"""What a round's raters gave, the last of each; and what they wrote."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leadership.profiles.kinds import Attribute, Group
from leadership.profiles.models import RaterInvitation, RaterLink, StoredComment, StoredRating
from leadership.profiles.release.rating import Rating


def read_ratings(session: Session, *, round_id: UUID) -> tuple[Rating, ...]:
    """One rating of each rater for each attribute: where they sent several, the last by the database's own count."""
    rows = session.execute(
        select(StoredRating.rater_key, StoredRating.rater_group, StoredRating.attribute, StoredRating.score)
        .where(StoredRating.round_id == round_id)
        .order_by(StoredRating.position)
    )
    last = {(row.rater_key, row.attribute): row for row in rows}
    return tuple(
        Rating(row.rater_key, Group(row.rater_group), Attribute(row.attribute), row.score) for row in last.values()
    )


def read_outdated(session: Session, *, round_id: UUID) -> frozenset[UUID]:
    """Keys under which somebody answered who was invited anew and has answered again: they count once, as last.

    Only before the release, which destroys the links.
    """
    rows = session.execute(
        select(RaterInvitation.address_mark, RaterLink.rater_key, func.max(StoredRating.position))
        .join(RaterLink, RaterLink.invitation_id == RaterInvitation.id)
        .join(StoredRating, StoredRating.rater_key == RaterLink.rater_key)
        .where(RaterInvitation.round_id == round_id, RaterInvitation.address_mark.is_not(None))
        .group_by(RaterInvitation.address_mark, RaterLink.rater_key)
        .order_by(func.max(StoredRating.position))
    ).all()
    last = {mark: key for mark, key, _ in rows}
    return frozenset(key for mark, key, _ in rows if key != last[mark])


def read_comments(session: Session, *, round_id: UUID) -> dict[UUID, str]:
    """The last text of each rater who left one standing and was told who would read it."""
    rows = session.execute(
        select(StoredComment.rater_key, StoredComment.body, StoredComment.reader_told)
        .where(StoredComment.round_id == round_id)
        .order_by(StoredComment.position)
    )
    last = {row.rater_key: row.body.strip() if row.reader_told else "" for row in rows}
    return {key: body for key, body in last.items() if body}
