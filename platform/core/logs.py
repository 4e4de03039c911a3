"""Structured logs: constant event text, values as fields, one request id from page to task.

Never a name, a score or a cell's value in a log line (house style 14).
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import structlog

REQUEST_ID = "request_id"
TASK_LOGGER = "celery.app.trace"

EventDict = structlog.typing.EventDict


def set_up_logs(log_format: str) -> None:
    """One line per event on standard error: JSON for machines, plain text for a terminal.

    What libraries log goes the same way, from warnings up. As JSON, that is in production, an exception is told by its
    types and places and not by its message, which may hold what somebody typed.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exception_without_values if log_format == "json" else structlog.processors.format_exc_info,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _FromLibraries)]:
        root.removeHandler(handler)
    root.addHandler(_FromLibraries(shared, renderer))


class _FromLibraries(logging.Handler):
    """Writes the log lines of libraries as our own are written."""

    def __init__(self, shared: list[Any], renderer: Any) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=[_task_without_values, *shared],
                processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            )
        )

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr, flush=True)


def _task_without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Celery writes a failed task's exception into its message; we say which task it was."""
    record: logging.LogRecord = event["_record"]
    if record.name == TASK_LOGGER:
        told: dict[str, Any] = getattr(record, "data", {})
        event.update(event="task.failed", task=told.get("name"), task_id=told.get("id"))
    return event


def _exception_without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The exception and its causes as types and places; of a refusal by the database also its code and constraint."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["exception"] = [_described(link) for link in _chain(error)]
    return event


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in found:
        found.append(link)
        link = link.__cause__ or link.__context__
    return found


def _described(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)],
    }
    diagnosis = getattr(error, "diag", None)  # psycopg's
    for name in ("sqlstate", "constraint_name", "table_name"):
        if getattr(diagnosis, name, None):
            told[name] = getattr(diagnosis, name)
    return told


def logger() -> structlog.typing.FilteringBoundLogger:
    found: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return found


@contextmanager
def only_warnings() -> Iterator[None]:
    """Within the block our own lines below warnings are left out: for a command that tells its steps itself."""
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        yield
    finally:
        structlog.configure(wrapper_class=before)


def new_request_id() -> str:
    return uuid4().hex


def bind_request_id(request_id: str) -> None:
    """Every log line and audit event from here on carries the id."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)


def current_request_id() -> str | None:
    """The id of the request or of the chain of tasks that it started; None outside both."""
    found: str | None = structlog.contextvars.get_contextvars().get(REQUEST_ID)
    return found
