"""A small programme on a clone, and runs made on it by the product's own jobs."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from factories.leadership import SmallProgramme, make_small_programme
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import SYSTEM
from core.jobs import Job
from core.jobs.run import run_job
from core.process import Process
from core.runtime import runtime
from core.scope import Scope
from core.settings import Settings
from core.transaction import reading, transaction
from leadership.risk.models import RiskRun, Trigger
from leadership.risk.request import request_run

LANDMARK = date(2026, 4, 1)


@pytest.fixture
def small_programme(clone: Clone) -> SmallProgramme:
    with clone.session() as session:
        made = make_small_programme(session)
        session.commit()
    return made


@pytest.fixture
def worker_app(settings: Settings, small_programme: SmallProgramme) -> Iterator[Flask]:
    """The application as the worker runs it, on the small programme."""
    from web.factory import create_app  # noqa: PLC0415  (the whole product: other tests start a second sooner)

    made = create_app(settings, process=Process.WORKER)
    with made.app_context():
        yield made
        runtime().engine.dispose()


@pytest.fixture
def on_database(clone: Clone) -> Iterator[Session]:
    """A session that looks behind the product: every authority, nothing hidden."""
    with clone.session() as session:
        yield session


@pytest.fixture
def make_run(worker_app: Flask) -> Callable[..., RiskRun]:
    """Request a run and do every job that waits, until none does."""

    def make(landmark: date = LANDMARK, trigger: Trigger = Trigger.RUN_NOW) -> RiskRun:
        with transaction(Scope.EVERYTHING) as session:
            run_id = request_run(session, by=SYSTEM, landmark=landmark, trigger=trigger).id
        do_waiting_jobs()
        with reading(Scope.EVERYTHING) as session:
            return session.get_one(RiskRun, run_id)

    return make


def do_waiting_jobs() -> None:
    """As a worker would, one after another."""
    while True:
        with reading(Scope.EVERYTHING) as session:
            waiting = session.scalars(select(Job.id).where(Job.status == "queued").order_by(Job.id)).all()
        if not waiting:
            return
        for job_id in waiting:
            run_job(job_id)
