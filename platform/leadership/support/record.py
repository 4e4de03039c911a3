"""The support team records what it did, corrects it, says that it is done, or takes it back. Nothing is overwritten."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from leadership.register.models import Post
from leadership.support.errors import SupportError, WrittenMeanwhileError
from leadership.support.find import list_support
from leadership.support.kinds import LONGEST_AGREED, LONGEST_WHOM, Kind
from leadership.support.models import SupportEntry


@dataclass(frozen=True)
class Said:
    """What an entry says; none of it goes into any log."""

    kind: Kind
    given_on: date
    with_whom: str = field(repr=False)
    agreed: str = field(repr=False)
    post_id: UUID | None = None
    due_on: date | None = None
    done_on: date | None = None
    withdrawn: bool = False


def record_support(session: Session, *, by: Identity, authority: Authority, said: Said, on: date) -> SupportEntry:
    """Store the first version of an entry.

    Raises SupportError when something is missing or cannot be, or when the log says the same already: a form that is
    sent twice must not count as two contacts in a backtest.
    """
    sound = _sound(session, authority, said, on)
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"support:{authority.id}"))))
    if any(said_of(entry) == sound for entry in list_support(session, authority_id=authority.id)):
        raise SupportError("This is in the log already, word for word.", field="agreed")
    return _store(session, by, authority, uuid4(), 1, sound)


def correct_support(
    session: Session, *, by: Identity, authority: Authority, entry: SupportEntry, said: Said, on: date
) -> SupportEntry:
    """Store the next version of an entry, which the one given is the last of as far as the writer saw.

    Raises SupportError as above, WrittenMeanwhileError when there is a newer one.
    """
    return _store(session, by, authority, entry.entry_id, entry.version + 1, _sound(session, authority, said, on))


def finish_support(
    session: Session, *, by: Identity, authority: Authority, entry: SupportEntry, on: date
) -> SupportEntry:
    """Say that what was agreed is done today; asked again, it stays as it is."""
    if entry.done_on is not None:
        return entry
    said = replace(said_of(entry), done_on=on)
    return correct_support(session, by=by, authority=authority, entry=entry, said=said, on=on)


def said_of(entry: SupportEntry) -> Said:
    """What a version says, to be changed and stored as the next."""
    return Said(
        Kind(entry.kind),
        entry.given_on,
        entry.with_whom,
        entry.agreed,
        entry.post_id,
        entry.due_on,
        entry.done_on,
        entry.withdrawn,
    )


def _sound(session: Session, authority: Authority, said: Said, on: date) -> Said:
    agreed, whom = said.agreed.replace("\r\n", "\n").strip(), " ".join(said.with_whom.split())
    _need_words(agreed, whom)
    if said.given_on > on:
        raise SupportError(
            "The day must be today or earlier: what is planned is an action with a day.", field="given_on"
        )
    if said.due_on is not None and said.due_on < said.given_on:
        raise SupportError("The day by when must be on or after the day of the entry.", field="due_on")
    if said.done_on is not None and not said.given_on <= said.done_on <= on:
        raise SupportError("The day it was done must be between the day of the entry and today.", field="done_on")
    if said.post_id is not None and not session.scalar(
        select(Post.id).where(Post.authority_id == authority.id, Post.id == said.post_id)
    ):
        raise SupportError("Choose a post of this authority, or the authority as a whole.", field="post")
    return replace(said, agreed=agreed, with_whom=whom)


def _need_words(agreed: str, whom: str) -> None:
    if not agreed:
        raise SupportError("Enter what was done or agreed.", field="agreed")
    if len(agreed) > LONGEST_AGREED:
        raise SupportError(f"The text must have {LONGEST_AGREED:,} characters or fewer.", field="agreed")
    if len(whom) > LONGEST_WHOM:
        raise SupportError(f"With whom must have {LONGEST_WHOM} characters or fewer.", field="with_whom")


def _store(
    session: Session, by: Identity, authority: Authority, entry_id: UUID, version: int, said: Said
) -> SupportEntry:
    entry = SupportEntry(
        authority_id=authority.id,
        entry_id=entry_id,
        version=version,
        post_id=said.post_id,
        kind=said.kind.value,
        given_on=said.given_on,
        with_whom=said.with_whom,
        agreed=said.agreed,
        due_on=said.due_on,
        done_on=said.done_on,
        withdrawn=said.withdrawn,
        recorded_by_id=by.account_id,
    )
    session.add(entry)
    try:
        session.flush()  # now, so that a version written at the same moment is told as such and not as a fault
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) == "uq_support_entry_version":
            raise WrittenMeanwhileError from error
        raise
    record(
        session,
        by=by,
        deed="support_given.recorded" if version == 1 else "support_given.corrected",
        subject=f"support_entry:{entry_id}",
        authority_id=authority.id,
        after={"version": version, "kind": said.kind.value, "withdrawn": said.withdrawn},
    )
    return entry
