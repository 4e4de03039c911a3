"""A worker sends one letter: three tries at most, never once more after it has gone, and not if it no longer holds."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import SYSTEM
from core.audit import record
from core.mail import Mail
from core.outbox import send_after_commit
from core.quarters import Quarter
from outcomes.collection.due.models import Collection
from outcomes.collection.due.standing import find_standing
from outcomes.collection.remind.ask import SEND
from outcomes.collection.remind.continuity import find_gap
from outcomes.collection.remind.facts import read_facts
from outcomes.collection.remind.kinds import TIMED, Audience, Kind, due_notices
from outcomes.collection.remind.letters import Words, say, words_of
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.recipients import Recipient, recipients_of

MAX_ATTEMPTS = 3
# After so many tries a letter waits so long since it was asked for.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20))

DONE = "What it asked for has been done, or its day has moved."
GONE = "Its reader no longer holds the role."

READERS: dict[Kind, tuple[Audience, ...]] = {
    Kind.SUBMITTED: (Audience.SUPPORT,),
    Kind.SIGN_OFF_ASKED: (Audience.SIGNATORIES,),
    Kind.NOBODY_NEXT: (Audience.LEADS, Audience.SUPPORT),
}


def begin_sending(session: Session, *, notice_id: UUID) -> bool:
    """Count an attempt; False when the letter has gone, was dropped, or has been tried often enough."""
    taken = session.execute(
        update(Notice)
        .where(
            Notice.id == notice_id,
            Notice.sent_at.is_(None),
            Notice.dropped.is_(None),
            Notice.attempts < MAX_ATTEMPTS,
        )
        .values(attempts=Notice.attempts + 1)
        .execution_options(synchronize_session=False)
        .returning(Notice.id)
    ).one_or_none()
    return taken is not None


def hold_unsent(session: Session, *, notice_id: UUID) -> Notice | None:
    """The letter with its row held until the transaction ends; None when it has gone or another worker holds it."""
    return session.scalar(
        select(Notice)
        .where(Notice.id == notice_id, Notice.sent_at.is_(None), Notice.dropped.is_(None))
        .with_for_update(skip_locked=True)
    )


def write_mail(session: Session, notice: Notice, *, public_url: str, on: date) -> Mail | None:
    """The letter as it reads now; or None, with the reason written down, when it is not to be sent after all.

    What is due is worked out afresh: a return submitted at 09:00 stops the notice of 09:05 (W10).
    """
    kind = Kind(notice.kind)
    authority = session.get_one(Authority, notice.authority_id)
    collection = session.get_one(Collection, notice.collection_id)
    reader = _reader(session, notice, kind, on)
    if reader is None:
        notice.dropped = GONE
        return None
    words = _words(session, notice, kind, authority, collection, public_url, on)
    if words is None:
        notice.dropped = DONE
        return None
    return Mail(to=reader.email, subject=words.subject, body=words.to(reader.name), reference=f"return-{notice.id}")


def mark_sent(session: Session, notice: Notice, *, at: datetime) -> None:
    """Write down that the letter has gone."""
    notice.sent_at = at
    record(
        session,
        by=SYSTEM,
        deed="notice.sent",
        subject=f"notice:{notice.id}",
        authority_id=notice.authority_id,
        after={"kind": notice.kind, "key": notice.key, "attempts": notice.attempts},
    )


def send_waiting(session: Session, *, at: datetime) -> int:
    """Ask again for letters that have not gone: lost queue, dead worker, mail server away. Returns how many."""
    waiting = session.scalars(
        select(Notice.id).where(
            Notice.sent_at.is_(None),
            Notice.dropped.is_(None),
            or_(*(((Notice.attempts == tries) & (Notice.asked_at < at - pause)) for tries, pause in enumerate(PAUSES))),
        )
    ).all()
    for number in waiting:
        send_after_commit(session, SEND, str(number))
    return len(waiting)


def _reader(session: Session, notice: Notice, kind: Kind, on: date) -> Recipient | None:
    for audience in READERS.get(kind, (Audience.LEADS,)):
        found = recipients_of(session, audience, frozenset({notice.authority_id}), on).get(notice.authority_id, ())
        for reader in found:
            if reader.account_id == notice.account_id:
                return reader
    return None


def _words(
    session: Session,
    notice: Notice,
    kind: Kind,
    authority: Authority,
    collection: Collection,
    public_url: str,
    on: date,
) -> Words | None:
    if kind is Kind.NOBODY_NEXT:
        return _nobody_next(session, authority, Quarter.parse(notice.key), public_url, on)
    if kind in TIMED and not _still_due(session, notice, authority, collection, on):
        return None
    facts = read_facts(
        session, authority=authority, collection=collection, kind=kind, key=notice.key, public_url=public_url, on=on
    )
    return words_of(kind, facts)


def _still_due(session: Session, notice: Notice, authority: Authority, collection: Collection, on: date) -> bool:
    standing = find_standing(session, authority, collection, on)
    return (
        standing is not None
        and standing.due
        and any(
            (due.kind.value, due.key) == (notice.kind, notice.key)
            for due in due_notices(standing.window, standing.state, on)
        )
    )


def _nobody_next(session: Session, authority: Authority, quarter: Quarter, public_url: str, on: date) -> Words | None:
    gap = find_gap(session, authority, on)
    if gap is None or gap.due.quarter != quarter:
        return None
    return say(
        f"Who will submit {quarter} for {authority.name}?",
        gap.sentence,
        "Tell the programme support team who takes over, so that they can be given access in time. Whoever leaves "
        "keeps access until their last day.",
        f"{public_url}/authorities/{authority.code}/returns",
    )
