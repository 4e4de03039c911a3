"""How much of a handover there is: what the readiness of a post counts (risk-and-analysis 9)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.handover.models import HandoverEntry, HandoverPack
from leadership.handover.states import State
from leadership.register.models import Post


def parts_present(session: Session, authority: Authority, post: Post) -> int:
    """How many of the nine parts are done in the newest pack of a post that was not set aside; 0 when it has none."""
    newest = session.scalar(
        select(HandoverPack.id)
        .where(
            HandoverPack.authority_id == authority.id,
            HandoverPack.post_id == post.id,
            HandoverPack.state != State.NOT_NEEDED,
        )
        .order_by(HandoverPack.recorded_at.desc(), HandoverPack.id)
        .limit(1)
    )
    return 0 if newest is None else parts_done(session, [newest]).get(newest, 0)


def parts_done(session: Session, packs: list[UUID]) -> Mapping[UUID, int]:
    """How many of the nine parts are done in each of these packs; a pack without any is left out."""
    last = (
        select(HandoverEntry.pack_id, HandoverEntry.done)
        .where(HandoverEntry.pack_id.in_(packs))
        .ext(distinct_on(HandoverEntry.pack_id, HandoverEntry.part))
        .order_by(HandoverEntry.pack_id, HandoverEntry.part, HandoverEntry.version.desc())
        .subquery()
    )
    rows = session.execute(
        select(last.c.pack_id, func.count().label("number")).where(last.c.done).group_by(last.c.pack_id)
    )
    return {row.pack_id: row.number for row in rows}
