"""The worker is killed in the middle of a risk run: nothing half stored, and the next worker does it once."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from factories.leadership import make_small_programme
from fixtures.databases import Clone
from fixtures.product import celery_worker
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access import SYSTEM
from core.jobs import Job
from core.process import Process
from core.runtime import runtime
from core.scope import Scope
from core.settings import Settings
from core.tasks import drain_outbox, sweep_jobs
from core.transaction import reading, transaction
from leadership.risk.models import RiskRun, StoredPrediction, Trigger
from leadership.risk.request import request_run
from reports.models import Report

pytestmark = pytest.mark.chaos

LANDMARK = date(2026, 4, 1)
PATIENCE_SECONDS = 60.0


@pytest.fixture
def worker_app(settings: Settings, clone: Clone) -> Iterator[Flask]:
    """The application under the worker's role, on a small programme; it may publish to the broker."""
    from web.factory import create_app  # noqa: PLC0415  (the whole product: other tests start a second sooner)

    with clone.session() as session:
        make_small_programme(session)
        session.commit()
    made = create_app(settings, process=Process.WORKER)
    with made.app_context():
        yield made
        runtime().engine.dispose()


def wait_until(happened: Callable[[Session], bool], what: str) -> None:
    """Look again every tenth of a second; fail with what was waited for."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with reading(Scope.EVERYTHING) as session:
            if happened(session):
                return
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE_SECONDS:.0f} seconds for {what}")


def test_a_run_whose_worker_was_killed_is_done_once_by_the_next(
    worker_app: Flask, clone: Clone, environment: dict[str, str], tmp_path: Path
):
    with transaction(Scope.EVERYTHING) as session:
        run_id = request_run(session, by=SYSTEM, landmark=LANDMARK, trigger=Trigger.RUN_NOW).id
    with psycopg.connect(clone.owner_url) as holding, celery_worker(environment, tmp_path, "first") as first:
        # While this row is held the worker has computed everything and waits to store it.
        holding.execute("SELECT FROM risk_run WHERE id = %s FOR UPDATE", [run_id])
        drain_outbox()
        wait_until(lambda session: session.scalars(select(Job.status)).one() == "running", "the job to be claimed")
        wait_until(lambda _session: waits_for_a_lock(clone), "the worker to come to the held row")
        os.killpg(first.process.pid, signal.SIGKILL)
        holding.rollback()
    with reading(Scope.EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(StoredPrediction)) == 0
        assert session.get_one(RiskRun, run_id).status == "requested"
    with psycopg.connect(clone.owner_url) as clock:
        # A minute passes: the lease of the dead worker runs out.
        clock.execute("UPDATE job SET lease_until = now() - interval '1 second' WHERE status = 'running'")
    sweep_jobs()
    with celery_worker(environment, tmp_path, "second"):
        wait_until(lambda session: sorted(session.scalars(select(Report.status))) == ["ready"] * 3, "all three reports")
    with reading(Scope.EVERYTHING) as session:
        assert session.get_one(RiskRun, run_id).status == "predicted"
        assert session.scalar(select(func.count()).select_from(StoredPrediction)) == 5
        attempts = session.scalars(select(Job.attempts).where(Job.kind == "risk.predict")).one()
        assert attempts == 2


def waits_for_a_lock(clone: Clone) -> bool:
    """Whether any connection of this database waits for another's lock."""
    with psycopg.connect(clone.owner_url) as looking:
        found = looking.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
    return found is not None and found[0] > 0
