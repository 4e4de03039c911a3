"""Letters about handover packs: one job for each reader and occasion, so that each goes once, however often asked for.

What concerns a reader is worked out twice: when the letter is asked for, and again when it is sent, then under the
reader's own scope: nobody is written to about a pack that they could not open at that moment.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import SYSTEM
from core.addressees import Addressee, find_addressee, list_addressees
from core.clock import today
from core.jobs import ClaimedJob, Job, job_kind
from core.jobs.request import request_job
from core.mail import Mail, make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.handover.find import Handover, find_handover, list_handovers
from leadership.handover.models import HandoverPack
from leadership.handover.tell import ROLES, Occasion, key_of, occasions_for, words_of

KIND = "handover.letter"


def ask_letters(session: Session, *, on: date, pack_id: UUID | None = None) -> int:
    """Ask for the letters that are due and that nobody asked for yet, of one pack or of all; returns how many.

    Args:
        session: over everything, to see packs and accounts.
        on: today.
        pack_id: the pack that was opened; None for every unfinished one.
    """
    pack = session.get(HandoverPack, pack_id) if pack_id is not None else None
    if pack_id is not None and pack is None:
        return 0
    found = list_handovers(
        session, by=SYSTEM, on=on, authority_id=pack.authority_id if pack is not None else None, unfinished=True
    )
    concerned = [each for each in found if pack is None or each.pack.id == pack.id]
    readers = {
        number: list_addressees(session, authority_id=number, roles=ROLES, on=on)
        for number in {each.pack.authority_id for each in concerned}
    }
    wanted: dict[str, str] = {}
    for handover in concerned:
        wanted |= _wanted(session, handover, readers[handover.pack.authority_id], on)
    asked = set(session.scalars(select(Job.key).where(Job.key.in_(wanted))))
    for key in wanted.keys() - asked:
        # Of no authority: its people may read its jobs, and who was written to is not theirs to know.
        request_job(session, kind=KIND, key=key, subject=wanted[key], authority_id=None)
    return len(wanted.keys() - asked)


def _wanted(session: Session, handover: Handover, readers: Sequence[Addressee], on: date) -> dict[str, str]:
    """The key of each letter that is due about a pack, with the subject of its job."""
    pack = handover.pack
    return {
        key_of(handover, reader.account_id, occasion): f"{pack.authority_id}|{pack.id}|{reader.account_id}|{occasion}"
        for reader in readers
        for occasion in occasions_for(session, by=reader.identity, handover=handover, on=on)
    }


def _unsent(_session: Session, _subject: str, _reason: str) -> None:
    """The job's row says that it failed; the pack stands in the reader's list of handovers all the same."""


@job_kind(KIND, on_failure=_unsent)
def send_handover_letter(job: ClaimedJob) -> None:
    """Send one letter, if it still concerns its reader and they may open the pack."""
    authority, pack, account, occasion = job.subject.split("|")
    on = today()
    with reading(Scope.EVERYTHING) as session:
        reader = find_addressee(session, authority_id=int(authority), roles=ROLES, account_id=int(account), on=on)
    mail = None
    if reader is not None:
        mail = _write(reader, int(authority), UUID(pack), Occasion(occasion), on)
    if mail is not None:
        settings = runtime().settings
        make_mailer(settings.mail_url, settings.mail_from).send(mail)
    with transaction(Scope.EVERYTHING) as session:
        job.finish(session)


def _write(reader: Addressee, authority_id: int, pack_id: UUID, occasion: Occasion, on: date) -> Mail | None:
    with reading(reader.identity.scope()) as session:
        handover = find_handover(session, by=reader.identity, authority_id=authority_id, pack_id=pack_id, on=on)
        if handover is None or occasion not in occasions_for(session, by=reader.identity, handover=handover, on=on):
            return None
        authority = session.get_one(Authority, authority_id)
        words = words_of(
            occasion,
            authority_name=authority.name,
            authority_code=authority.code,
            pack_id=pack_id,
            public_url=runtime().settings.public_url,
        )
    reference = f"handover-{occasion}-{pack_id}-{reader.account_id}"
    return Mail(reader.email, words.subject, words.body, reference, message_id=reference)
