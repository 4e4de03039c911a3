"""What every view that changes a leader's own round begins with."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.orm import Session

from core.access import Identity
from core.transaction import reading, transaction
from leadership.profiles.find import lock_own_round, scope_of_own_round
from leadership.profiles.models import ProfileRound


@contextmanager
def changing_own_round(by: Identity, round_id: UUID) -> Iterator[tuple[Session, ProfileRound]]:
    """A transaction with the leader's own round, its row held; its authority may be one that they have left."""
    with reading(by.scope()) as session:
        scope = scope_of_own_round(session, by=by, round_id=round_id)
    with transaction(scope) as session:
        yield session, lock_own_round(session, by=by, round_id=round_id)
