"""What the worker does of itself about reports: start programme reports, forget those past their day."""

from celery import shared_task

from core.clock import today
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from reports.risk.finish import start_programme_reports
from reports.risk.forget import forget_expired


@shared_task(name="reports.finish_runs")
def finish_runs() -> None:
    """Start the programme report of every run whose units have all ended."""
    with transaction(Scope.EVERYTHING) as session:
        start_programme_reports(session)
    drain_outbox()


@shared_task(name="reports.forget_expired")
def forget() -> None:
    """Delete reports that name people once their twelve months are over."""
    with transaction(Scope.EVERYTHING) as session:
        forget_expired(session, today())
