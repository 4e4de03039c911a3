"""What workers do about comments that wait. A message names nobody and no round."""

from celery import shared_task

from core.clock import now, today
from core.logs import logger
from core.mail import make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.transaction import transaction
from leadership.profiles.comments.unread import TELL, Untold, destroy_unread, hold_untold, list_untold, write_mail


@shared_task(name=TELL)
def tell_comment_readers() -> None:
    """Write to everybody who may read comments that wait and has had no letter about them; safe to run again."""
    with transaction(Scope.EVERYTHING) as session:
        letters = list_untold(session, on=today())
    for untold in letters:
        try:
            _send(untold)
        except OSError:
            # One address that no server takes must not keep the others waiting; beat asks again within the hour.
            logger().warning("comment_letter.not_sent")


@shared_task(name="profiles.destroy_unread_comments")
def destroy_unread_comments() -> None:
    """Destroy comments that nobody has decided on within their four weeks."""
    with transaction(Scope.EVERYTHING) as session:
        destroy_unread(session, on=today())


def _send(untold: Untold) -> None:
    settings = runtime().settings
    with transaction(Scope.EVERYTHING) as session:
        reader = hold_untold(session, untold)
        if reader is None:
            return
        mail = write_mail(session, reader, public_url=settings.public_url, on=today())
        if mail is not None:
            make_mailer(settings.mail_url, settings.mail_from).send(mail)
        reader.told_at = now()
