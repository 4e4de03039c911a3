"""The Celery application: built by the Flask factory and nowhere else, with the settings that lost nothing.

Set B of reliability section 3. Rejecting on a lost worker is safe only because every task first claims a job row
and counts attempts; a time limit above the visibility timeout would run a job twice (reliability 1.6).
"""

from collections.abc import Sequence
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging
from flask import Flask

from core.jobs.claim import HARD_LIMIT_SECONDS
from core.logs import bind_request_id, current_request_id, new_request_id
from core.outbox import OutboxMessage

SOFT_LIMIT_SECONDS = 240
VISIBILITY_SECONDS = 900
REQUEST_HEADER = "throughline_request_id"

SETTINGS: dict[str, Any] = {
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "task_acks_on_failure_or_timeout": True,
    "worker_prefetch_multiplier": 1,
    "task_soft_time_limit": SOFT_LIMIT_SECONDS,
    "task_time_limit": HARD_LIMIT_SECONDS,
    "broker_transport_options": {
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    },
    "task_publish_retry_policy": {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.5},
    "worker_soft_shutdown_timeout": 30,
    "worker_max_tasks_per_child": 200,
    "worker_max_memory_per_child": 400_000,
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_ignore_result": True,
    "timezone": "UTC",
    "worker_hijack_root_logger": False,
    "broker_connection_retry_on_startup": True,
}


@setup_logging.connect
def _leave_logs_alone(**_: Any) -> None:
    """Our own set-up of structlog stands; Celery shall not replace it."""


def make_celery(app: Flask, broker_url: str, task_modules: Sequence[str]) -> Celery:
    """The Celery app whose every task runs inside the Flask application and keeps the request id of its cause."""

    class InsideTheApplication(Task):  # type: ignore[type-arg]  # (Celery's class takes no arguments at run time)
        """Runs each task in an application context, with the request id that its message carries."""

        abstract = True

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            carried = (self.request.headers or {}).get(REQUEST_HEADER) or self.request.get(REQUEST_HEADER)
            with app.app_context():
                bind_request_id(carried or new_request_id())
                return self.run(*args, **kwargs)

    celery: Celery = Celery("throughline", broker=broker_url, task_cls=InsideTheApplication, include=list(task_modules))
    celery.conf.update(SETTINGS)
    celery.set_default()
    app.extensions["celery"] = celery
    return celery


def publish(celery: Celery, message: OutboxMessage) -> None:
    """Hand one outbox message to the broker; raises kombu's OperationalError when the broker does not answer."""
    celery.send_task(
        message.task,
        args=message.arguments,
        headers={REQUEST_HEADER: message.request_id or current_request_id() or new_request_id()},
    )
