"""What workers do about reminders. What is due is worked out from the database, never from when beat last ticked."""

from uuid import UUID

from celery import shared_task

from core.clock import now, today
from core.mail import make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from core.working_days import is_working_day
from outcomes.collection.remind.ask import ADDRESS, SEND, address_notice
from outcomes.collection.remind.continuity import TELL, tell_of_gaps
from outcomes.collection.remind.due_now import ask_due_reminders, ask_untold_events
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.missing_letter import ask_for_collections
from outcomes.collection.remind.send import begin_sending, hold_unsent, mark_sent, send_waiting, write_mail


@shared_task(name="returns.remind")
def remind() -> None:
    """Store the reminders of today and send them; asked every hour, or twice at once, each goes once."""
    day = today()
    if not is_working_day(day):
        return
    with transaction(Scope.EVERYTHING) as session:
        ask_due_reminders(session, on=day)
        tell_of_gaps(session, on=day)
        ask_for_collections(session, on=day)
    drain_outbox()


@shared_task(name=TELL)
def tell_of_gaps_now() -> None:
    """Somebody's leaving was recorded: see whether anybody stays to submit."""
    with transaction(Scope.EVERYTHING) as session:
        tell_of_gaps(session, on=today())
    drain_outbox()


@shared_task(name=ADDRESS)
def address(authority_id: int, collection_id: int, kind_key: str, event_key: str, audience_key: str) -> None:
    """Turn what a deed asked for into one letter for each reader."""
    with transaction(Scope.EVERYTHING) as session:
        address_notice(
            session,
            authority_id=authority_id,
            collection_id=collection_id,
            kind=Kind(kind_key),
            key=event_key,
            audience=Audience(audience_key),
            on=today(),
        )
    drain_outbox()


@shared_task(name=SEND)
def send_notice(notice_id: str) -> None:
    """Send one letter; run twice, or by two workers at once, it goes once.

    The attempt is counted first, in a transaction of its own. The row is then held while the letter is handed over,
    so that a second worker finds nothing to send.
    """
    number = UUID(notice_id)
    with transaction(Scope.EVERYTHING) as session:
        if not begin_sending(session, notice_id=number):
            return
    settings = runtime().settings
    with transaction(Scope.EVERYTHING) as session:
        notice = hold_unsent(session, notice_id=number)
        if notice is None:
            return
        mail = write_mail(session, notice, public_url=settings.public_url, on=today())
        if mail is not None:
            make_mailer(settings.mail_url, settings.mail_from).send(mail)
            mark_sent(session, notice, at=now())


@shared_task(name="returns.send_waiting_notices")
def send_waiting_notices() -> None:
    """Ask again for letters that have not gone, and for those about events that nobody was told of."""
    with transaction(Scope.EVERYTHING) as session:
        send_waiting(session, at=now())
        ask_untold_events(session, at=now(), on=today())
    drain_outbox()
