"""What the worker does of itself about handovers: opens the packs that nothing else has opened, and tells of them."""

from uuid import UUID

from celery import shared_task

from core.access import SYSTEM
from core.clock import today
from core.scope import Scope
from core.tasks import drain_outbox
from core.transaction import transaction
from leadership.handover.letter import ask_letters
from leadership.handover.open import TELL, open_missing


@shared_task(name="handover.open_missing")
def open_missing_packs() -> None:
    """Open a pack for everybody who is known to leave and has none, as after an import; asked again, it finds none."""
    with transaction(Scope.EVERYTHING) as session:
        open_missing(session, by=SYSTEM, on=today())


@shared_task(name=TELL)
def tell_of_pack(pack_id: str) -> None:
    """Ask for the letters about a pack that was opened; asked again, it finds them asked for."""
    with transaction(Scope.EVERYTHING) as session:
        ask_letters(session, on=today(), pack_id=UUID(pack_id))
    drain_outbox()


@shared_task(name="handover.tell_all")
def tell_of_packs() -> None:
    """Ask for what became due by itself: a last day near, a new holder, the end of a confidence."""
    with transaction(Scope.EVERYTHING) as session:
        ask_letters(session, on=today())
    drain_outbox()
