"""What the worker does of itself about recruitment packs: hides and shows those that nobody else could follow."""

from celery import shared_task

from core.clock import today
from core.scope import Scope
from core.transaction import transaction
from leadership.recruitment.open import follow_unseen


@shared_task(name="recruitment.follow_unseen")
def follow_unseen_packs() -> None:
    """Let hidden packs follow announcements corrected by somebody who does not see the pack; asked again, it stays."""
    with transaction(Scope.EVERYTHING) as session:
        follow_unseen(session, on=today())
