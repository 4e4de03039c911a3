"""What the worker does of itself about succession reports."""

from celery import shared_task

from core.clock import today
from core.scope import Scope
from core.transaction import transaction
from reports.succession.issue import forget_issues


@shared_task(name="succession.forget_issues")
def forget() -> None:
    """Delete issues that name people once their twelve months are over."""
    with transaction(Scope.EVERYTHING) as session:
        forget_issues(session, today())
