"""What workers do about rounds. Every message names a round and nobody in it."""

from uuid import UUID

from celery import shared_task

from core.clock import now, today
from core.logs import logger
from core.mail import make_mailer
from core.outbox import send_after_commit
from core.runtime import runtime
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from leadership.profiles.close_round import close_due
from leadership.profiles.invite import TEND
from leadership.profiles.progress import note_progress
from leadership.profiles.send import (
    ask_invitation_letters,
    ask_reminders,
    begin_sending,
    hold_unsent,
    list_rounds_waiting,
    list_unsent,
    write_mail,
)
from leadership.profiles.tell_leader import TELL_OPENED, TELL_RELEASED, TRY_AGAIN, Occasion, write_letters

TASKS = {Occasion.OPENED: TELL_OPENED, Occasion.RELEASED: TELL_RELEASED}


@shared_task(name=TEND)
def tend_round(round_id: str) -> None:
    """Write down how far a round is, and send its letters that have not gone; safe to run any number of times."""
    number = UUID(round_id)
    with transaction(Scope.EVERYTHING) as session:
        note_progress(session, round_id=number, fewest=runtime().settings.fewest_raters)
        ask_invitation_letters(session, round_id=number)
    with transaction(Scope.EVERYTHING) as session:
        letters = list_unsent(session, round_id=number)
    for letter in letters:
        try:
            _send(letter)
        except OSError:
            # One address that no server takes must not keep the others waiting; which one is not said.
            logger().warning("rater_letter.not_sent")


@shared_task(name="profiles.remind")
def remind_raters() -> None:
    """Remind those who have not answered, seven days and two days before a round closes; asked hourly, sent once."""
    with transaction(Scope.EVERYTHING) as session:
        for number in ask_reminders(session, on=today()):
            send_after_commit(session, TEND, str(number))
    drain_outbox()


@shared_task(name="profiles.send_waiting")
def send_waiting_letters() -> None:
    """Tend rounds whose letters have not gone: a lost queue, a dead worker, a mail server that was away."""
    with transaction(Scope.EVERYTHING) as session:
        for number in list_rounds_waiting(session, at=now()):
            send_after_commit(session, TEND, str(number))
    drain_outbox()


@shared_task(name="profiles.close_due")
def close_due_rounds() -> None:
    """Close rounds whose last day has passed; each is released by a job of its own."""
    with transaction(Scope.EVERYTHING) as session:
        close_due(session, on=today(), at=now())
    drain_outbox()


@shared_task(name=TELL_OPENED)
def tell_opened(round_id: str) -> None:
    """Tell the leader of a round that was opened for them; their page says the same."""
    _tell(UUID(round_id), Occasion.OPENED)


@shared_task(name=TELL_RELEASED)
def tell_released(round_id: str) -> None:
    """Tell the leader that results are there; their page says the same."""
    _tell(UUID(round_id), Occasion.RELEASED)


def _tell(round_id: UUID, occasion: Occasion) -> None:
    """A copy after a crash is known by its Message-ID. Where no letter went it is tried again, for two days."""
    settings = runtime().settings
    with transaction(Scope.EVERYTHING) as session:
        letters = write_letters(
            session, round_id=round_id, occasion=occasion, public_url=settings.public_url, on=today(), at=now()
        )
    gone = 0
    for mail in letters:
        try:
            make_mailer(settings.mail_url, settings.mail_from).send(mail)
            gone += 1
        except OSError:
            logger().warning("leader_letter.not_sent")
    if letters and not gone:
        with transaction(Scope.EVERYTHING) as session:
            send_after_commit(session, TASKS[occasion], str(round_id), pause=TRY_AGAIN)


def _send(letter_id: UUID) -> None:
    """Send one letter: the attempt is counted first, the row held while it goes, so that it goes once."""
    with transaction(Scope.EVERYTHING) as session:
        if not begin_sending(session, letter_id=letter_id):
            return
    settings = runtime().settings
    with transaction(Scope.EVERYTHING) as session:
        letter = hold_unsent(session, letter_id=letter_id)
        if letter is None:
            return
        mail = write_mail(session, letter, public_url=settings.public_url, secret_keys=settings.secret_keys, on=today())
        if mail is None:
            letter.dropped_at = now()
            return
        make_mailer(settings.mail_url, settings.mail_from).send(mail)
        letter.sent_at = now()
