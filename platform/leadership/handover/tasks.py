"""What the worker does of itself about handovers: opens the packs that nothing else has opened."""

from celery import shared_task

from core.access import SYSTEM
from core.clock import today
from core.scope import Scope
from core.transaction import transaction
from leadership.handover.open import open_missing


@shared_task(name="handover.open_missing")
def open_missing_packs() -> None:
    """Open a pack for everybody who is known to leave and has none, as after an import; asked again, it finds none."""
    with transaction(Scope.EVERYTHING) as session:
        open_missing(session, by=SYSTEM, on=today())
