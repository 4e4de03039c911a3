"""Jobs asked for, taken and aged, each deed in a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.jobs import ClaimedJob, Job, request_job
from core.jobs.claim import claim
from core.jobs.registry import MAX_ATTEMPTS
from core.jobs.sweep import sweep
from core.outbox import OutboxMessage
from core.scope import Scope
from core.transaction import transaction

Work = Callable[[ClaimedJob], None]
Note = Callable[[Session, str, str], None]
SECOND = timedelta(seconds=1)


def ask(key: str = "k", kind: str = "test.kind") -> int:
    with transaction(Scope.EVERYTHING) as session:
        return request_job(session, kind=kind, key=key, subject=f"subject of {key}", authority_id=None)


def look(job_id: int) -> Job:
    with transaction(Scope.EVERYTHING) as session:
        return session.get_one(Job, job_id)


def take(job_id: int, lease: timedelta = timedelta(seconds=60)) -> ClaimedJob | None:
    with transaction(Scope.EVERYTHING) as session:
        return claim(session, job_id, MAX_ATTEMPTS, lease)


def messages() -> int:
    with transaction(Scope.EVERYTHING) as session:
        return session.scalar(select(func.count()).select_from(OutboxMessage))


def age(job_id: int, **columns: timedelta) -> None:
    """Let time pass for the row: `lease_until` or `queued_at` this long ago."""
    with transaction(Scope.EVERYTHING) as session:
        values = {name: func.clock_timestamp() - ago for name, ago in columns.items()}
        session.execute(update(Job).where(Job.id == job_id).values(**values))


def swept() -> int:
    with transaction(Scope.EVERYTHING) as session:
        return sweep(session)


def at_once(number: int, deed: Callable[[], object], app: Flask) -> list[object]:
    together = Barrier(number)

    def run(_: int) -> object:
        with app.app_context():
            together.wait(timeout=20)
            return deed()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))
