"""What workers do for accounts: letters, and forgetting."""

from uuid import UUID

from celery import shared_task
from sqlalchemy import select

from accounts.add_account import WELCOME
from accounts.ask_for_link import SEND
from accounts.forget import forget_ended
from accounts.leaving import end_left_roles
from accounts.letters import sign_in_letter, welcome_letter
from accounts.link import address_of_link, address_of_sign_in
from accounts.models import Account
from accounts.send_link import begin_sending, mark_sent, send_waiting
from core.clock import now, today
from core.mail import make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import reading, transaction


@shared_task(name=SEND)
def send_sign_in_link(token_id: str) -> None:
    """Send one letter with its link; run twice, it sends one letter."""
    number = UUID(token_id)
    with transaction(Scope.NOTHING) as session:
        begun = begin_sending(session, token_id=number, at=now())
    if begun is None:
        return
    settings = runtime().settings
    letter = sign_in_letter(*begun, address_of_link(settings.public_url, number, settings.secret_keys))
    make_mailer(settings.mail_url, settings.mail_from).send(letter)
    with transaction(Scope.EVERYTHING) as session:
        mark_sent(session, token_id=number, at=now())


@shared_task(name="accounts.send_waiting_links")
def send_waiting_links() -> None:
    """Ask again for the letters that have not gone."""
    with transaction(Scope.NOTHING) as session:
        send_waiting(session, at=now())


@shared_task(name=WELCOME)
def send_welcome(public_id: str) -> None:
    """Tell somebody that they may sign in. Run twice it says so twice, which does no harm."""
    settings = runtime().settings
    with reading(Scope.NOTHING) as session:
        account = session.scalars(select(Account).where(Account.public_id == UUID(public_id))).one()
        letter = welcome_letter(account, address_of_sign_in(settings.public_url))
    make_mailer(settings.mail_url, settings.mail_from).send(letter)


@shared_task(name="accounts.forget_ended")
def forget_ended_sessions() -> None:
    """Delete links and sessions that ended more than a day ago."""
    with transaction(Scope.NOTHING) as session:
        forget_ended(session, at=now())


@shared_task(name="accounts.end_left_roles")
def end_roles_of_those_who_left() -> None:
    """End the roles whose last day was yesterday or before."""
    with transaction(Scope.EVERYTHING) as session:
        end_left_roles(session, at=now(), on=today())
    drain_outbox()
