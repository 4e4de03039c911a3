"""What beat asks for."""

from celery import shared_task

from core.clock import today
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from leadership.profiles.aggregates.request import request_aggregates


@shared_task(name="profiles.request_aggregates")
def request_due_aggregates() -> None:
    """Ask for today's look at the aggregates; asking twice asks once."""
    with transaction(Scope.EVERYTHING) as session:
        request_aggregates(session, on=today())
    drain_outbox()
