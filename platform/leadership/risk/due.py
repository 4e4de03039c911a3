"""Which runs are due: worked out from the calendar and the database, never from when beat last ticked.

A run is due for the first day of each month (and so of each quarter), from its first working day on. Missed-run rule:
only the newest landmark is made up for; an older one would be a prediction made after the event. One that failed is
asked for again each day, or the record would have no prediction of that landmark.
A departure whose confidence has ended since the last run makes a run due today.
"""

from datetime import date

from sqlalchemy import Date, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.clock import LONDON
from core.working_days import first_working_day
from leadership.register.models import SuccessionEvent
from leadership.risk.models import RiskRun, RunStatus, Trigger
from leadership.risk.request import request_run


def newest_landmark(on: date) -> date:
    """The first day of the newest month whose first working day has come."""
    first = on.replace(day=1)
    if on >= first_working_day(on.year, on.month):
        return first
    return first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1)


def request_due_runs(session: Session, *, by: Identity, on: date) -> list[RiskRun]:
    """Request every run that is due on this day and not yet there; called each hour, it asks once."""
    due = []
    landmark = newest_landmark(on)
    if not _there(session, landmark, on):
        due.append(request_run(session, by=by, landmark=landmark, trigger=Trigger.SCHEDULE))
    if _confidence_ended(session, on):
        due.append(request_run(session, by=by, landmark=on, trigger=Trigger.ANNOUNCEMENT))
    return due


def _there(session: Session, landmark: date, on: date) -> bool:
    """Whether the run of a landmark is made or under way, or has failed today already."""
    requested_on = cast(func.timezone(LONDON.key, RiskRun.requested_at), Date)
    return bool(
        session.scalar(
            select(
                exists().where(
                    RiskRun.landmark == landmark,
                    RiskRun.replayed.is_(False),
                    or_(RiskRun.status != RunStatus.FAILED, requested_on >= on),
                )
            )
        )
    )


def _confidence_ended(session: Session, on: date) -> bool:
    newest = session.scalar(
        select(func.max(RiskRun.landmark)).where(
            RiskRun.status.in_([RunStatus.PREDICTED, RunStatus.UNCHANGED, RunStatus.REQUESTED]),
            RiskRun.replayed.is_(False),
        )
    )
    return newest is not None and bool(
        session.scalar(
            select(
                exists().where(
                    SuccessionEvent.confidential_until.is_not(None),
                    SuccessionEvent.confidential_until > newest,
                    SuccessionEvent.confidential_until <= on,
                )
            )
        )
    )
