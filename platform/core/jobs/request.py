"""Ask for work: the row first, the message with it, both in the caller's transaction."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.jobs.models import Job
from core.logs import current_request_id
from core.outbox import send_after_commit

RUN_JOB = "jobs.run"


def request_job(session: Session, *, kind: str, key: str, subject: str, authority_id: int | None) -> int:
    """Return the id of the job with this key, made now if nobody asked before; a new one is sent after the commit."""
    made = session.execute(
        insert(Job)
        .values(
            kind=kind,
            key=key,
            subject=subject,
            authority_id=authority_id,
            status="queued",
            attempts=0,
            request_id=current_request_id(),
        )
        .on_conflict_do_nothing(index_elements=[Job.key])
        .returning(Job.id)
    ).scalar_one_or_none()
    if made is None:
        return session.scalars(select(Job.id).where(Job.key == key)).one()
    send_after_commit(session, RUN_JOB, made)
    return made
