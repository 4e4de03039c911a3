"""The product in this process, to call its verbs and readers as a command does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from core.logs import only_warnings
from core.process import Process
from core.runtime import runtime
from core.settings import Settings
from web.factory import create_app


@contextmanager
def product(environment: Mapping[str, str], process: Process = Process.WORKER) -> Iterator[None]:
    """Within the block `transaction()` and `reading()` work on the demonstration, under that process's role.

    This process starts the others as programs of their own and never forks, so a chart may be drawn in it.
    """
    app = create_app(Settings.from_environment(environment), process=process)
    with app.app_context(), only_warnings():
        try:
            yield
        finally:
            runtime().engine.dispose()
