"""The worker's part in checking: forgetting refused files."""

from celery import shared_task

from core.clock import today
from core.logs import logger
from core.scope import Scope
from core.transaction import transaction
from outcomes.collection.check.forget import forget_refused


@shared_task(name="collection.forget_refused_uploads")
def forget_refused_uploads() -> None:
    """Once a day, and harmless more often: the day of each file decides."""
    with transaction(Scope.EVERYTHING) as session:
        forgotten = forget_refused(session, on=today())
    logger().info("uploads.forgotten", number=forgotten)
