"""Note whose ratings went into a leader's own profile, in the transaction that releases it (14.2, rule 3)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from leadership.profiles.aggregates.models import ReleasedSet
from leadership.profiles.release.result import OwnRelease

FIRST = 1


def record_own_release(session: Session, *, round_id: UUID, release: OwnRelease, at: datetime) -> None:
    """Store the rater sets of every released figure; a round is released once, so they are its only version."""
    session.add_all(
        ReleasedSet(
            name=f"round:{round_id}",
            version=FIRST,
            attribute=used.attribute.value,
            round_id=round_id,
            seen_by=used.view.value,
            raters=sorted(used.raters),
            rounds=[round_id],
            released_at=at,
        )
        for used in release.used
    )
