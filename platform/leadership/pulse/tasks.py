"""What workers do about team health checks. A message names a month by number and nobody in it."""

from uuid import UUID

from celery import shared_task

from core.clock import now, today
from core.logs import logger
from core.mail import make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from leadership.pulse.release import release_closed
from leadership.pulse.rounds import TEND, close_due
from leadership.pulse.send import (
    begin_sending,
    forget_idle_lists,
    hold,
    list_unsent,
    make_links,
    note_sent,
    write_mail,
)


@shared_task(name=TEND)
def tend_pulse(pulse_id: str) -> None:
    """Make the links of a month that has opened and send its letters, or release it; safe to run again and again."""
    with transaction(Scope.EVERYTHING) as session:
        make_links(session, pulse_id=UUID(pulse_id), secret_keys=runtime().settings.secret_keys)
    _send_letters()
    release_closed()


@shared_task(name="pulse.tend_all")
def tend_pulses() -> None:
    """Close what is due, release what has closed, send what has not gone, forget what is not used."""
    with transaction(Scope.EVERYTHING) as session:
        close_due(session, on=today(), at=now())
        forget_idle_lists(session, at=now())
    release_closed()
    _send_letters()
    drain_outbox()


def _send_letters() -> None:
    with transaction(Scope.EVERYTHING) as session:
        letters = list_unsent(session, on=today())
    for letter in letters:
        try:
            _send(letter)
        except OSError:
            # One address that no server takes must not keep the others waiting; which one is not said.
            logger().warning("pulse_letter.not_sent")


def _send(invitation_id: UUID) -> None:
    """Send one letter: the attempt is counted first, the row held while it goes, so that it goes once."""
    with transaction(Scope.EVERYTHING) as session:
        begin_sending(session, invitation_id=invitation_id)
    settings = runtime().settings
    with transaction(Scope.EVERYTHING) as session:
        invitation = hold(session, invitation_id=invitation_id)
        if invitation is None:
            return
        mail = write_mail(
            session, invitation, public_url=settings.public_url, secret_keys=settings.secret_keys, on=today()
        )
        if mail is not None:
            make_mailer(settings.mail_url, settings.mail_from).send(mail)
            note_sent(invitation, at=now())
