"""Tells the support team that a post's chance of a change has reached the threshold."""

from uuid import UUID

from celery import shared_task
from sqlalchemy import select

from core.clock import now, today
from core.scope import Scope
from core.transaction import transaction
from leadership.succession.alert import SEND
from leadership.succession.alert_letter import ask_letter
from leadership.succession.models import AlertCrossing
from leadership.succession.told import support_team


@shared_task(name=SEND)
def send_alert(crossing_id: str) -> None:
    """Ask for a letter to each of the support team: a message that comes again finds the crossing told."""
    with transaction(Scope.EVERYTHING) as session:
        crossing = session.scalars(
            select(AlertCrossing)
            .where(AlertCrossing.id == UUID(crossing_id), AlertCrossing.told_at.is_(None))
            .with_for_update()
        ).one_or_none()
        if crossing is None:
            return
        for reader in support_team(session, today()):
            ask_letter(session, crossing_id=crossing.id, account_id=reader.account_id)
        crossing.told_at = now()
