"""What workers do about stories: they write to those whom one concerns. A message holds numbers alone."""

from uuid import UUID

from celery import shared_task

from core.addressees import find_addressee
from core.clock import now, today
from core.logs import logger
from core.mail import make_mailer
from core.outbox import send_after_commit
from core.runtime import runtime
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import reading, transaction
from outcomes.stories.move import TELL
from outcomes.stories.tell import OF_STORIES, TRY_AGAIN, WRITE, ask_letters, write_letter


@shared_task(name=TELL)
def tell_of_story(authority_id: int, event_id: str) -> None:
    """Ask for the letters about an event of a story, each a task of its own; asked again, it finds them asked for."""
    with transaction(Scope.EVERYTHING) as session:
        ask_letters(session, authority_id=authority_id, event_id=UUID(event_id), on=today())
    drain_outbox()


@shared_task(name=WRITE)
def write_to_one(authority_id: int, event_id: str, account_id: int) -> None:
    """Write one letter, if its reader may see the story and it concerns them. A copy is known by its Message-ID."""
    settings = runtime().settings
    with reading(Scope.EVERYTHING) as session:
        reader = find_addressee(session, authority_id=authority_id, roles=OF_STORIES, account_id=account_id, on=today())
    if reader is None:
        return
    with reading(reader.identity.scope()) as session:
        mail = write_letter(
            session,
            reader=reader.identity,
            email=reader.email,
            authority_id=authority_id,
            event_id=UUID(event_id),
            public_url=settings.public_url,
            at=now(),
        )
    if mail is None:
        return
    try:
        make_mailer(settings.mail_url, settings.mail_from).send(mail)
    except OSError:
        # The mail server is away, or takes this address not now: it is tried until the event is two days old.
        logger().warning("story_letter.not_sent")
        with transaction(Scope.EVERYTHING) as session:
            send_after_commit(session, WRITE, authority_id, event_id, account_id, pause=TRY_AGAIN)
