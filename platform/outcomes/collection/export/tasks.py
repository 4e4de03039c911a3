"""The worker's part in exports beside making them: emptying those past their day."""

from celery import shared_task

from core.clock import now
from core.logs import logger
from core.scope import Scope
from core.transaction import transaction
from outcomes.collection.export.forget import forget_expired_exports


@shared_task(name="figures.forget_expired_exports")
def forget_exports() -> None:
    """Every hour, and harmless more often: the moment of each file decides."""
    with transaction(Scope.EVERYTHING) as session:
        forgotten = forget_expired_exports(session, at=now())
    logger().info("exports.forgotten", number=forgotten)
