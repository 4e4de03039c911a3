"""What the worker does of itself about runs: request those that are due, and one after an announced departure."""

from celery import shared_task

from core.access import SYSTEM
from core.clock import today
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from leadership.risk.due import request_due_runs
from leadership.risk.models import Trigger
from leadership.risk.request import request_run


@shared_task(name="risk.request_due_runs")
def request_due() -> None:
    """Request the run of the newest landmark if it is not there; safe to ask every hour, and twice at once."""
    with transaction(Scope.EVERYTHING) as session:
        request_due_runs(session, by=SYSTEM, on=today())
    drain_outbox()


@shared_task(name="risk.request_run_after_event")
def request_run_after_event(event_id: str) -> None:
    """An announced or recorded departure was committed: predict again from what is known today."""
    del event_id  # the run reads everything that is known; the id is there for the log and the audit
    with transaction(Scope.EVERYTHING) as session:
        request_run(session, by=SYSTEM, landmark=today(), trigger=Trigger.ANNOUNCEMENT)
    drain_outbox()
