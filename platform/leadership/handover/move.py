"""The only writer of a pack's state: an event is appended and the state follows from it."""

from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from leadership.handover.errors import ClosedError
from leadership.handover.models import HandoverEvent, HandoverPack
from leadership.handover.states import Deed, State, next_state


def record_event(session: Session, *, by: Identity, pack: HandoverPack, deed: Deed) -> HandoverEvent:
    """Append what was done and move the pack to where that leads; the caller has locked it.

    Raises:
        ClosedError: the deed is not allowed from the state that holds.
    """
    before = State(pack.state) if pack.state else None
    after = next_state(before, deed)
    if after is None:
        words = before.words.lower() if before else "not there"
        raise ClosedError(f"This pack is {words} by now, so that cannot be done any more. Load its page again.")
    pack.state = after.value
    session.add(pack)
    # The pack first: the policy of what belongs to it looks whether it is there.
    session.flush()
    event = HandoverEvent(authority_id=pack.authority_id, pack_id=pack.id, kind=deed.value, by_id=by.account_id)
    session.add(event)
    record(
        session,
        by=by,
        deed=f"handover.{deed}",
        subject=f"handover:{pack.id}",
        authority_id=pack.authority_id,
        before={"state": before.value} if before else None,
        after={"state": after.value, "post": str(pack.post_id)},
    )
    return event


def lock(session: Session, pack: HandoverPack) -> None:
    """Read the pack afresh and keep it: of two deeds at once the second sees what the first has done."""
    session.flush()  # reading afresh would drop what this transaction has not written yet
    session.refresh(pack, with_for_update=True)


def need_unfinished(pack: HandoverPack) -> None:
    """Raise ClosedError when nothing more can be written into the pack."""
    if State(pack.state).closed:
        raise ClosedError("This pack is closed, so nothing more can be written into it. Load its page again.")
