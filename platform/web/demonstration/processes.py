"""The product's own processes, started by the commands that the README gives for production."""

import os
import sys
from collections.abc import Mapping
from urllib.error import URLError
from urllib.request import urlopen

from core.embedded import Processes
from core.embedded.children import Child, wait_ready
from core.embedded.ports import LOOPBACK
from web.demonstration.place import PROJECT, Place

READY_SECONDS = 90.0
ONE_LOOK_SECONDS = 1.0
MOST_WORKERS = 4
# Work that is cut off is claimed by lease and done again, so nobody need wait long for it on Ctrl-C.
GRACE_SECONDS = 8.0


def start_worker(processes: Processes, environment: Mapping[str, str]) -> Child:
    """`celery -A worker worker`; see `await_worker`."""
    return processes.start(
        "worker",
        [*_module("celery"), "-A", "worker", "worker", f"--concurrency={min(os.cpu_count() or 1, MOST_WORKERS)}"],
        environment=environment,
        cwd=PROJECT,
        grace=GRACE_SECONDS,
    )


def start_beat(processes: Processes, place: Place, environment: Mapping[str, str]) -> Child:
    """`celery -A worker beat`, with its memory in the place's folder."""
    schedule = place.folder / "beat-schedule"
    return processes.start(
        "beat",
        [*_module("celery"), "-A", "worker", "beat", "--schedule", schedule, "--pidfile="],
        environment=environment,
        cwd=PROJECT,
        grace=GRACE_SECONDS,
    )


def start_web(processes: Processes, environment: Mapping[str, str], port: int) -> Child:
    """`gunicorn wsgi:app`; see `await_web`."""
    return processes.start(
        "web",
        [
            *(*_module("gunicorn"), "wsgi:app", "--bind", f"{LOOPBACK}:{port}"),
            *("--workers", "2", "--threads", "4", "--no-control-socket"),
        ],
        environment=environment,
        cwd=PROJECT,
        grace=GRACE_SECONDS,
    )


def await_worker(worker: Child, environment: Mapping[str, str]) -> None:
    """Return when the worker takes tasks; raises EmbeddedError that quotes its log if it does not come to that."""
    wait_ready(worker, lambda: worker_answers(environment["REDIS_URL"]), READY_SECONDS)


def await_web(web: Child, port: int) -> None:
    """Return when the application answers on its readiness address; raises as `await_worker` does."""
    wait_ready(web, lambda: answers(f"http://{LOOPBACK}:{port}/readyz"), READY_SECONDS)


def worker_answers(broker_url: str) -> bool:
    """Whether a worker on this broker takes tasks; its logs are ours to shape and therefore no sign."""
    from celery import Celery  # noqa: PLC0415  (half a second, and only those who wait for a worker need it)
    from kombu.exceptions import OperationalError  # noqa: PLC0415

    with Celery(broker=broker_url, set_as_current=False) as asking:
        try:
            return bool(asking.control.ping(timeout=ONE_LOOK_SECONDS, limit=1))
        except OperationalError:
            return False


def answers(address: str) -> bool:
    """Whether the address answers without an error."""
    try:
        with urlopen(address, timeout=ONE_LOOK_SECONDS):  # noqa: S310  (an address of ours, on this machine)
            return True
    except (URLError, OSError):
        return False


def _module(name: str) -> list[str]:
    """The program by its module: scripts in `.venv/bin` hold the path of the folder they were made in."""
    return [sys.executable, "-m", name]
