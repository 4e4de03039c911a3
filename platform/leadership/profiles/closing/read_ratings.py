"""What a round's raters gave, the last of each; and what they wrote."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadership.profiles.kinds import Attribute, Group
from leadership.profiles.models import StoredComment, StoredRating
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


def read_comments(session: Session, *, round_id: UUID) -> dict[UUID, str]:
    """The last text of each rater who left one standing."""
    rows = session.execute(
        select(StoredComment.rater_key, StoredComment.body)
        .where(StoredComment.round_id == round_id)
        .order_by(StoredComment.position)
    )
    last = {row.rater_key: row.body.strip() for row in rows}
    return {key: body for key, body in last.items() if body}
