"""Sessions under the closing role (design 5.4): for this folder, aggregates and pulses, in workers alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from core.database import make_engine, make_sessions
from core.process import Process
from core.runtime import runtime
from core.scope import Scope
from core.transaction import transaction_on


class ClosingRefusedError(Exception):
    """Code of ours asked for the ratings in a process that must never see them."""


@contextmanager
def closing_transaction() -> Iterator[Session]:
    """A transaction in which ratings can be read, committed once at its end.

    An engine of its own, which is gone afterwards: nothing else in the process can borrow its connection.

    Raises ClosingRefusedError anywhere but in a worker.
    """
    held = runtime()
    if held.process is not Process.WORKER:
        raise ClosingRefusedError("ratings are read by workers alone")
    engine = make_engine(held.settings.database_url, Process.CLOSING, pool_size=1)
    try:
        with transaction_on(make_sessions(engine), Scope.EVERYTHING) as session:
            yield session
    finally:
        engine.dispose()
