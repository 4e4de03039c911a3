"""Jobs of the tests: kinds that do little, registered for one test."""

from collections.abc import Callable, Iterator

import pytest
from fixtures.databases import Clone
from flask import Flask
from sqlalchemy.orm import Session

from core.jobs import ClaimedJob, registry
from core.process import Process
from core.runtime import runtime
from core.scope import Scope
from core.settings import Settings
from core.transaction import transaction
from web.factory import create_app


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, registry.JobKind]:
    """The register of kinds, empty, and given back after the test."""
    mine: dict[str, registry.JobKind] = {}
    monkeypatch.setattr(registry, "_kinds", mine)
    return mine


@pytest.fixture
def worker_app(settings: Settings, clone: Clone) -> Iterator[Flask]:
    """The product as a worker has it, in an application context."""
    app = create_app(settings, process=Process.WORKER)
    with app.app_context():
        yield app
        runtime().engine.dispose()


@pytest.fixture
def finishing() -> Callable[[ClaimedJob], None]:
    """Work that does nothing but finish."""

    def work(job: ClaimedJob) -> None:
        with transaction(Scope.EVERYTHING) as session:
            job.finish(session)

    return work


@pytest.fixture
def failures() -> list[tuple[str, str]]:
    """What `note_failure` was told: subject and reason."""
    return []


@pytest.fixture
def note_failure(failures: list[tuple[str, str]]) -> Callable[[Session, str, str], None]:
    def note(_session: Session, subject: str, reason: str) -> None:
        failures.append((subject, reason))

    return note
