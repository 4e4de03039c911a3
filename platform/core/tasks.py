"""The three tasks of the ground floor: drain the outbox, run a job, sweep what is stuck."""

from celery import current_app as celery
from celery import shared_task

from core.celery_app import publish
from core.clock import now
from core.jobs.request import RUN_JOB
from core.jobs.run import run_job
from core.jobs.sweep import sweep
from core.outbox import drain, forget_sent
from core.scope import Scope
from core.transaction import transaction

DRAIN = "outbox.drain"


@shared_task(name=DRAIN)
def drain_outbox() -> None:
    """Send what committed transactions asked for. Two at once skip each other's rows."""
    with transaction(Scope.EVERYTHING) as session:
        drain(session, lambda message: publish(celery, message))


@shared_task(name=RUN_JOB)
def run_one_job(job_id: int) -> None:
    """Do one job; what it asked for in turn leaves at once rather than at the next tick."""
    run_job(job_id)
    drain_outbox()


@shared_task(name="jobs.sweep")
def sweep_jobs() -> None:
    """Send stuck jobs again, fail those tried often enough, forget messages sent long ago."""
    with transaction(Scope.EVERYTHING) as session:
        sweep(session)
        forget_sent(session, now())
    drain_outbox()
