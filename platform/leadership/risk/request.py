"""Ask for a risk run: the row and its job first, the task after the commit."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.jobs import request_job
from leadership.risk.models import RiskRun, RunStatus, Trigger

PREDICT = "risk.predict"
WAITING = text("status = 'requested'")


def request_run(session: Session, *, by: Identity, landmark: date, trigger: Trigger) -> RiskRun:
    """Return the run that waits for this landmark, made now if none waits. Asking twice asks once."""
    made: UUID | None = session.execute(
        insert(RiskRun)
        .values(
            id=uuid4(),
            landmark=landmark,
            trigger=trigger,
            replayed=trigger is Trigger.REPLAY,
            status=RunStatus.REQUESTED,
            requested_by_id=by.account_id,
        )
        .on_conflict_do_nothing(index_elements=["landmark"], index_where=WAITING)
        .returning(RiskRun.id)
    ).scalar_one_or_none()
    if made is None:
        return session.scalars(
            select(RiskRun).where(RiskRun.landmark == landmark, RiskRun.status == RunStatus.REQUESTED)
        ).one()
    request_job(session, kind=PREDICT, key=f"{PREDICT}:{made}", subject=str(made), authority_id=None)
    record(
        session,
        by=by,
        deed="risk_run.requested",
        subject=f"risk_run:{made}",
        authority_id=None,
        after={"landmark": landmark.isoformat(), "trigger": trigger},
    )
    return session.get_one(RiskRun, made)
