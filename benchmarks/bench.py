"""What the benchmarks share: a database of one's own, and the median of several rounds."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

import web.models  # noqa: F401  (the mappers of every package)
from core.database import make_engine
from core.embedded import EmbeddedPostgres
from core.process import Process
from web.demonstration.database import LOGIN, make_database, make_login, migrate

T = TypeVar("T")


@contextmanager
def database() -> Iterator[Engine]:
    """An engine of the worker's role on a fresh, migrated database."""
    with database_with_owner() as (engine, _):
        yield engine


@contextmanager
def database_with_owner(*, durable: bool = False) -> Iterator[tuple[Engine, str]]:
    """The same, with the address for an owner whom row-level security does not bind: COPY is refused to others.

    A `durable` server commits as one in use does; where it does not, only rounds of one run may be compared.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedPostgres(Path(folder) / "postgres", durable=durable)
        server.start()
        try:
            make_database(server, "bench")
            migrate(server.url("bench"))
            make_login(server)
            engine = make_engine(server.url("bench", LOGIN), Process.WORKER)
            yield engine, server.url("bench")
            engine.dispose()
        finally:
            server.stop()


def median_seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """The median wall time of several rounds, in seconds; one round before them does not count."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def show(name: str, seconds: float, floor: float | None = None) -> None:
    """One line: what, how long, and how many times the floor."""
    ratio = "" if floor is None else f"  {seconds / floor:6.2f} x floor"
    print(f"{name:<78} {seconds * 1000:10.1f} ms{ratio}")
