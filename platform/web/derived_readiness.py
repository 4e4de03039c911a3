"""Joins handover packs to readiness: how many of the nine parts of a post's pack were done on a day (section 9)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.clock import LONDON
from leadership.handover.models import HandoverEntry, HandoverPack
from leadership.handover.parts import Part
from leadership.handover.states import State
from leadership.succession.derived import Derived

ALL_PARTS = len(Part)


def read_handover(session: Session, post_ids: Collection[UUID], on: date) -> Mapping[UUID, Derived]:
    """The newest pack of each post that was open to all by then; half of the item from five parts on, all with nine.

    A pack of a departure that is confidential until later says nothing here, whoever asks. Two queries.
    """
    rows = session.execute(
        select(HandoverPack.id, HandoverPack.post_id)
        .where(
            HandoverPack.post_id.in_(post_ids),
            HandoverPack.state != State.NOT_NEEDED,
            HandoverPack.opened_on <= on,
            or_(HandoverPack.confidential_until.is_(None), HandoverPack.confidential_until <= on),
        )
        .order_by(HandoverPack.opened_on, HandoverPack.recorded_at, HandoverPack.id)
    )
    packs = {post_id: pack_id for pack_id, post_id in rows}
    done: defaultdict[UUID, dict[str, bool]] = defaultdict(dict)
    written: dict[UUID, date] = {}
    for entry in session.scalars(
        select(HandoverEntry).where(HandoverEntry.pack_id.in_(packs.values())).order_by(HandoverEntry.version)
    ):
        day = entry.written_at.astimezone(LONDON).date()
        if day <= on:
            done[entry.pack_id][entry.part] = entry.done
            written[entry.pack_id] = max(day, written.get(entry.pack_id, day))
    return {
        post_id: _derived(sum(done[pack_id].values()), written[pack_id])
        for post_id, pack_id in packs.items()
        if pack_id in written
    }


def _derived(parts: int, of: date) -> Derived:
    value = 1.0 if parts == ALL_PARTS else 0.5 if parts > ALL_PARTS / 2 else 0.0
    return Derived(value, of, f"{parts} of {ALL_PARTS} parts are done")
