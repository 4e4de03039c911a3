"""The product's own worker with small jobs of the tests and with shorter waits, so that minutes become seconds.

`celery -A chaos_worker worker` and `... beat`; THROUGHLINE_CHAOS_LOG names the file to write starts and ends into.
Nothing but the waits differs from production: the claim, the lease, the fence, the outbox and the sweeper are the
product's.
"""

import os
import signal
import time
from datetime import timedelta
from functools import partial

from sqlalchemy import text
from sqlalchemy.orm import Session

from core import tasks
from core.jobs import ClaimedJob, claim, job_kind, run, sweep
from core.scope import Scope
from core.transaction import transaction
from worker import app

LEASE = timedelta(seconds=4)
HARD_LIMIT = 5
WORK_SECONDS = 0.3
OFTEN = 50
"""Under a fault every two seconds a job may be hit often; that three attempts are the limit is tested elsewhere."""

run.claim = partial(claim.claim, lease=LEASE)
run.renew = partial(claim.renew, lease=LEASE)
run.RENEW_EVERY_SECONDS = 1.0
run.HARD_LIMIT_SECONDS = HARD_LIMIT
run.PAUSES = (timedelta(seconds=0.5),)
sweep.QUEUED_TOO_LONG = timedelta(seconds=3)

app.conf.task_time_limit, app.conf.task_soft_time_limit = HARD_LIMIT, HARD_LIMIT - 1
app.conf.broker_transport_options = {
    **app.conf.broker_transport_options,
    "visibility_timeout": 10,
    "unacked_restore_interval": 1,
}
app.conf.beat_schedule = {
    "drain": {"task": tasks.DRAIN, "schedule": 0.5, "options": {"expires": 2}},
    "sweep": {"task": "jobs.sweep", "schedule": 1.0, "options": {"expires": 2}},
}


def note(word: str, job: ClaimedJob) -> None:
    """One line in one write to a file opened for appending: lines of several processes do not mix."""
    line = f"{word} {job.kind} {job.subject} {job.attempt} {os.getpid()}\n".encode()
    descriptor = os.open(os.environ["THROUGHLINE_CHAOS_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, line)
    os.close(descriptor)


def tell(session: Session, subject: str, reason: str) -> None:
    """What is marked where the result was expected."""
    session.execute(
        text("INSERT INTO chaos_failure (subject, reason) VALUES (:subject, :reason)"),
        {"subject": subject, "reason": reason},
    )


@job_kind("chaos.work", on_failure=tell, max_attempts=OFTEN)
def work(job: ClaimedJob) -> None:
    """Take a while, then store one result; nothing but the fence keeps a second one out."""
    note("start", job)
    time.sleep(WORK_SECONDS)
    with transaction(Scope.EVERYTHING) as session:
        session.execute(text("INSERT INTO chaos_result (subject) VALUES (:subject)"), {"subject": job.subject})
        job.finish(session)
    note("end", job)


@job_kind("chaos.poison", on_failure=tell)
def poison(job: ClaimedJob) -> None:
    """Kill the process that does it, as the out-of-memory killer would."""
    note("start", job)
    os.kill(os.getpid(), signal.SIGKILL)


@job_kind("chaos.slow", on_failure=tell)
def slow(job: ClaimedJob) -> None:
    """Take longer than the hard limit allows, deaf to the soft one, as a library that hangs in C would.

    A worker that lost its broker meanwhile has forgotten both limits: then the lease alone ends the attempt.
    """
    note("start", job)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    time.sleep(60)
