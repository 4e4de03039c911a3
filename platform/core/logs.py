"""Structured logs: constant event text, values as fields, one request id from page to task.

Never a name, a score or a cell's value in a log line (house style 14).
"""

import logging
import sys
from typing import Any
from uuid import uuid4

import structlog

REQUEST_ID = "request_id"


def set_up_logs(log_format: str) -> None:
    """One line per event on standard error: JSON for machines, plain text for a terminal."""
    renderer: Any = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger() -> structlog.typing.FilteringBoundLogger:
    found: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return found


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
