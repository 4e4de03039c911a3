"""The new holder says that they have what they need: the pack is handed over, and closed."""

from datetime import date

from sqlalchemy import func
from sqlalchemy.orm import Session

from core.access import Identity, Permission, Role
from leadership.handover.errors import HandoverError, NobodyYetError
from leadership.handover.find import Handover, own_records
from leadership.handover.models import HandoverPack
from leadership.handover.move import lock, need_unfinished, record_event
from leadership.handover.states import Deed


def may_confirm(session: Session, *, by: Identity, handover: Handover, on: date) -> bool:
    """Whether the reader may close the pack: the new holder themselves, or a lead on their behalf."""
    if handover.state.closed or not handover.taken_over(on) or handover.following is None:
        return False
    if acts_for_holder(by, handover):
        return True
    mine = own_records(session, by)
    return by.may(Permission.HANDOVER_CONFIRM, handover.pack.authority_id) and handover.following.person_id in mine


def acts_for_holder(by: Identity, handover: Handover) -> bool:
    """Whether the reader is a lead of the authority, who may confirm for whoever has no account of their own."""
    authority_id = handover.pack.authority_id
    return any(
        held.role is Role.SYSTEM or (held.role is Role.LEAD and held.authority_id == authority_id)
        for held in by.memberships_for(Permission.HANDOVER_CONFIRM)
    )


def confirm_handover(session: Session, *, by: Identity, handover: Handover, on: date) -> HandoverPack:
    """Close the pack as handed over to the holder who follows. Parts may be missing: that is the holder's to judge.

    Raises:
        ClosedError: the pack is closed already.
        NobodyYetError: nobody has started in the post.
        HandoverError: the reader is neither the new holder nor a lead.
    """
    pack, following = handover.pack, handover.following
    lock(session, pack)
    need_unfinished(pack)
    if following is None or not handover.taken_over(on):
        raise NobodyYetError(
            "Nobody has started in this post yet. The handover is confirmed by whoever does, once they are on record."
        )
    if not may_confirm(session, by=by, handover=handover, on=on):
        raise HandoverError("The handover is confirmed by the new holder, or by a lead of the authority for them.")
    # A lead who is the new holder too confirms for themselves.
    pack.on_behalf = following.person_id not in own_records(session, by)
    pack.next_tenure_id = following.id
    pack.closed_at, pack.closed_by_id = func.clock_timestamp(), by.account_id
    record_event(session, by=by, pack=pack, deed=Deed.CONFIRMED)
    return pack
