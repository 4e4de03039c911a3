"""What workers do about fidelity: ask leads for the quarter that ended, and tell them what is to be discussed."""

from uuid import UUID

from celery import shared_task

from authorities.fidelity.letter import ask_discuss_letters, ask_due_letters
from authorities.fidelity.review import TELL
from core.clock import today
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from core.working_days import is_working_day


@shared_task(name="fidelity.ask_due")
def ask_for_assessments() -> None:
    """Ask for the letters about the quarter that ended last, on a working day; asked hourly, each goes once."""
    if not is_working_day(today()):
        return
    with transaction(Scope.EVERYTHING) as session:
        ask_due_letters(session, on=today())
    drain_outbox()


@shared_task(name=TELL)
def tell_of_review(review_id: str) -> None:
    """Ask for the letters about a review; asked again, it finds them asked for."""
    with transaction(Scope.EVERYTHING) as session:
        ask_discuss_letters(session, review_id=UUID(review_id), on=today())
    drain_outbox()
