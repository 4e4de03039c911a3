"""Work that got stuck is sent again under the request that asked for it, not under the sweeper's (reliability 6.62)."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from core.jobs import Job, job_kind, request_job
from core.jobs.sweep import QUEUED_TOO_LONG, sweep
from core.logs import bind_request_id
from core.outbox import OutboxMessage
from core.scope import Scope
from core.transaction import transaction


@pytest.mark.usefixtures("worker_app", "kinds")
def test_what_is_sent_again_keeps_the_request_that_asked(finishing, note_failure) -> None:
    job_kind("test.kind", on_failure=note_failure)(finishing)
    bind_request_id("the-request-that-asked")
    with transaction(Scope.EVERYTHING) as session:
        job_id = request_job(session, kind="test.kind", key="k", subject="s", authority_id=None)
        session.execute(delete(OutboxMessage))
        late = func.clock_timestamp() - QUEUED_TOO_LONG - timedelta(seconds=1)
        session.execute(update(Job).where(Job.id == job_id).values(queued_at=late))
    bind_request_id("the-tick-of-the-sweeper")
    with transaction(Scope.EVERYTHING) as session:
        assert sweep(session) == 1
        message = session.scalars(select(OutboxMessage)).one()
    assert (message.arguments, message.request_id) == ([job_id], "the-request-that-asked")
