"""What somebody writes into a part of a pack, and the actions beside it. Versions are kept; the last one counts."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from leadership.handover.errors import HandoverError, WrittenMeanwhileError
from leadership.handover.find import NOT_YOURS, list_actions, list_parts
from leadership.handover.models import HandoverAction, HandoverEntry, HandoverPack
from leadership.handover.move import lock, need_unfinished, record_event
from leadership.handover.parts import Behaviour, Part
from leadership.handover.states import Deed, State

LONGEST_PART = 10_000
LONGEST_ACTION = 500


def write_part(
    session: Session,
    *,
    by: Identity,
    pack: HandoverPack,
    part: Part,
    words: str,
    behaviours: Sequence[Behaviour],
    done: bool,
    after_version: int,
) -> HandoverEntry:
    """Store the next version of a part. `after_version` is the one that the writer saw, 0 for none.

    Once all nine parts are done the pack is ready; taking one up again opens it again.

    Raises:
        ClosedError: the pack is closed.
        WrittenMeanwhileError: somebody has written the part since.
        HandoverError: it is to be done and says nothing.
    """
    lock(session, pack)
    need_unfinished(pack)
    parts = list_parts(session, pack)
    last = parts[part].version if part in parts else 0
    if last != after_version:
        raise WrittenMeanwhileError(
            "Somebody has written this part since you opened it. Read the newer version below, then save yours again.",
            field="words",
        )
    if done and not _plain(words):
        raise HandoverError("Write what the next holder needs to know before you mark it as done.", field="words")
    entry = HandoverEntry(
        authority_id=pack.authority_id,
        pack_id=pack.id,
        part=part.value,
        version=last + 1,
        words=_plain(words),
        behaviours=[each.value for each in Behaviour if each in behaviours],
        done=done,
        written_by_id=by.account_id,
    )
    session.add(entry)
    _store(session)
    record(
        session,
        by=by,
        deed="handover.part_written",
        subject=f"handover:{pack.id}",
        authority_id=pack.authority_id,
        after={"part": part.value, "version": entry.version, "done": done},
    )
    _settle(session, by, pack, {**{each: entry.done for each, entry in parts.items()}, part: done})
    return entry


def add_action(
    session: Session, *, by: Identity, pack: HandoverPack, what: str, owner: str, due_on: date | None
) -> HandoverAction:
    """Add something that has to be done, whose it is, and by when; a form that is sent twice adds it once.

    Raises ClosedError when the pack is closed, HandoverError when what or whose is missing.
    """
    lock(session, pack)
    need_unfinished(pack)
    if not what.strip():
        raise HandoverError("Enter what has to be done.", field="what")
    if not owner.strip():
        raise HandoverError("Enter who will do it.", field="owner")
    said = " ".join(what.split()), " ".join(owner.split()), due_on
    for each in list_actions(session, pack):
        if each.done_at is None and (each.what, each.owner, each.due_on) == said:
            return each
    action = HandoverAction(
        id=uuid4(),
        authority_id=pack.authority_id,
        pack_id=pack.id,
        what=said[0],
        owner=said[1],
        due_on=due_on,
        added_by_id=by.account_id,
    )
    session.add(action)
    _tell(session, by, pack, action, "handover.action_added")
    return action


def finish_action(
    session: Session, *, by: Identity, pack: HandoverPack, action_id: UUID, at: datetime
) -> HandoverAction:
    """Say that an action is done; asked again, it stays as it is. NotFoundError when the pack has none of that id."""
    lock(session, pack)
    action = session.scalar(
        select(HandoverAction).where(
            HandoverAction.authority_id == pack.authority_id,
            HandoverAction.pack_id == pack.id,
            HandoverAction.id == action_id,
        )
    )
    if action is None:
        raise NotFoundError(NOT_YOURS)
    need_unfinished(pack)
    if action.done_at is None:
        action.done_at, action.done_by_id = at, by.account_id
        _tell(session, by, pack, action, "handover.action_done")
    return action


def _plain(words: str) -> str:
    """The words with line ends of one kind; what no database can keep is left out."""
    return words.replace("\r\n", "\n").replace("\x00", "").strip()


def _settle(session: Session, by: Identity, pack: HandoverPack, done: dict[Part, bool]) -> None:
    whole = all(done.get(part, False) for part in Part)
    if whole and pack.state == State.OPEN:
        record_event(session, by=by, pack=pack, deed=Deed.COMPLETED)
    elif not whole and pack.state == State.READY:
        record_event(session, by=by, pack=pack, deed=Deed.TAKEN_UP_AGAIN)


def _store(session: Session) -> None:
    """Send it now, so that a version written at the same moment is told as such and not as a fault."""
    try:
        session.flush()
    except IntegrityError as error:
        raise WrittenMeanwhileError(
            "Somebody has written this part at the same moment. Load the page again.", field="words"
        ) from error


def _tell(session: Session, by: Identity, pack: HandoverPack, action: HandoverAction, deed: str) -> None:
    record(
        session,
        by=by,
        deed=deed,
        subject=f"handover:{pack.id}",
        authority_id=pack.authority_id,
        after={"action": str(action.id)},
    )
