"""Beat and tasks: what is planned exists, and ends before its message is delivered again (reliability 6.43 to 6.45)."""

import ast
import inspect
from datetime import UTC, datetime, timedelta
from importlib import import_module
from runpy import run_path

import pytest
from celery import Celery
from celery.schedules import crontab
from fixtures.run import PROJECT
from flask import Flask

from core.celery_app import SETTINGS, VISIBILITY_SECONDS
from core.jobs import kinds
from core.jobs.request import RUN_JOB

# By its file: importing the package `worker` builds the application from the environment.
SCHEDULE = run_path(str(PROJECT / "worker" / "schedule.py"))["SCHEDULE"]
LATE_HOUR = 23
DAY_SECONDS = 86_400


@pytest.fixture(scope="module")
def celery(bare_app: Flask) -> Celery:
    made: Celery = bare_app.extensions["celery"]
    made.loader.import_default_modules()
    return made


def ours(celery: Celery) -> dict[str, object]:
    return {name: task for name, task in celery.tasks.items() if not name.startswith("celery.")}


def test_every_line_of_beat_names_a_task(celery: Celery) -> None:
    assert {line["task"] for line in SCHEDULE.values()} <= set(ours(celery))


def test_every_line_of_beat_uses_the_queue_that_workers_consume() -> None:
    for name, line in SCHEDULE.items():
        assert "queue" not in line.get("options", {}), name
        assert "routing_key" not in line.get("options", {}), name


@pytest.mark.parametrize("name", SCHEDULE)
def test_no_line_runs_only_in_the_hour_in_which_london_is_a_day_ahead(name: str) -> None:
    schedule = SCHEDULE[name]["schedule"]
    if isinstance(schedule, crontab):
        assert schedule.hour - {LATE_HOUR}, "between 23:00 and 24:00 UTC it is tomorrow in London for half the year"
    else:
        assert float(schedule) < DAY_SECONDS


@pytest.mark.parametrize("name", SCHEDULE)
def test_a_message_of_beat_expires_within_its_interval(name: str) -> None:
    """Workers that were down shall not find a heap of old ticks (reliability 3, "Beat")."""
    line = SCHEDULE[name]
    expires = line["options"]["expires"]
    assert 0 < expires <= _shortest_interval(line["schedule"])


@pytest.mark.parametrize("sunday", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_clock_changes_neither_drop_nor_double_a_line_of_beat(sunday: datetime) -> None:
    """Beat runs on UTC, which has no such Sundays."""
    assert SETTINGS["timezone"] == "UTC"
    for line in SCHEDULE.values():
        if isinstance(line["schedule"], crontab):
            assert _ticks(line["schedule"], sunday) == _ticks(line["schedule"], sunday - timedelta(days=7))


def test_every_task_has_a_name_of_its_own_and_limits_under_the_visibility_timeout(celery: Celery) -> None:
    found = ours(celery)
    assert found
    for name, task in found.items():
        assert name.count(".") == 1, name
        hard = task.time_limit or SETTINGS["task_time_limit"]  # type: ignore[attr-defined]
        soft = task.soft_time_limit or SETTINGS["task_soft_time_limit"]  # type: ignore[attr-defined]
        assert 0 < soft < hard < VISIBILITY_SECONDS, name
        assert task.acks_late, name  # type: ignore[attr-defined]
        assert task.ignore_result, name  # type: ignore[attr-defined]


def test_tasks_are_given_ids_and_nothing_else(celery: Celery) -> None:
    for name, task in ours(celery).items():
        for argument in inspect.signature(task.run).parameters.values():  # type: ignore[attr-defined]
            assert argument.annotation in {int, str}, name
            assert argument.name.endswith(("_id", "_key", "public_id")), f"{name}: {argument.name}"


def test_every_message_asked_for_names_a_task(celery: Celery) -> None:
    """`send_after_commit(session, NAME, ...)` anywhere in the product."""
    asked = set(_asked_for())
    assert RUN_JOB in asked
    assert asked <= set(ours(celery))


def test_every_kind_of_job_knows_what_to_mark_when_it_fails(bare_app: Flask) -> None:
    assert kinds()
    for kind in kinds().values():
        assert 1 <= kind.max_attempts <= 3, kind.name
        assert callable(kind.on_failure), kind.name


def test_the_settings_are_those_that_lost_nothing() -> None:
    """Reliability 3, measured: change one of these only with a new measurement."""
    wanted = {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_acks_on_failure_or_timeout": True,
        "worker_prefetch_multiplier": 1,
        "worker_soft_shutdown_timeout": 30,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "broker_connection_retry_on_startup": True,
    }
    assert wanted.items() <= SETTINGS.items()
    transport = SETTINGS["broker_transport_options"]
    assert transport["visibility_timeout"] == VISIBILITY_SECONDS > SETTINGS["task_time_limit"]
    assert transport["unacked_restore_interval"] == 5
    assert transport["unacked_restore_throttle"] == 1
    assert transport["socket_timeout"] <= 5
    assert transport["socket_connect_timeout"] <= 2


def _shortest_interval(schedule: crontab | float) -> float:
    if not isinstance(schedule, crontab):
        return float(schedule)
    ticks = _ticks(schedule, datetime(2026, 6, 1, tzinfo=UTC))
    minutes = [hour * 60 + minute for hour, minute in ticks]
    gaps = [after - before for before, after in zip(minutes, [*minutes[1:], minutes[0] + 24 * 60], strict=True)]
    return min(gaps) * 60.0


def _ticks(schedule: crontab, day: datetime) -> list[tuple[int, int]]:
    assert day.hour == 0
    return sorted((hour, minute) for hour in schedule.hour for minute in schedule.minute)


def _asked_for() -> list[str]:
    root = PROJECT / "platform"
    found = []
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "send_after_commit":
                name = node.args[1]
                if isinstance(name, ast.Constant):
                    found.append(str(name.value))
                elif isinstance(name, ast.Name):
                    module = import_module(".".join(path.relative_to(root).with_suffix("").parts))
                    found.append(str(getattr(module, name.id)))
    return found
