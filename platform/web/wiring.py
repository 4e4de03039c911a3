"""What is connected to what: pages, tasks, kinds of job, and the few reactions of one domain to another.

One file, to be read in a minute (design 3).
"""

from collections.abc import Sequence
from importlib import import_module

from flask import Blueprint

from web.health import health

BLUEPRINTS: Sequence[Blueprint] = (health,)

# Celery imports these; each holds @shared_task functions with explicit names.
TASK_MODULES: Sequence[str] = ("core.tasks",)

# Each registers the kinds of job that it does.
JOB_MODULES: Sequence[str] = ()


def import_job_kinds() -> None:
    """Make every kind of job known to this process."""
    for module in (*JOB_MODULES, *TASK_MODULES):
        import_module(module)


def connect_handlers() -> None:
    """Connect the reactions of one domain to the typed events of another. None is needed so far."""
