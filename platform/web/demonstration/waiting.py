"""Waiting for Celery: this process only asks and then looks at the rows, which are the truth (design 5.3)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from core.embedded import EmbeddedError, Processes
from web.demonstration.steps import Steps

LOOK_EVERY_SECONDS = 0.5
PATIENCE_SECONDS = 900.0


@dataclass(frozen=True)
class Standing:
    """How far the work has come: `done` when there is nothing to wait for, `failure` when there will not be."""

    words: str
    done: bool
    failure: str | None = None


def wait_for(standing: Callable[[], Standing], processes: Processes, steps: Steps) -> None:
    """Look until it is done; raises EmbeddedError if it failed, if a process has fallen, or if it takes too long."""
    limit = time.monotonic() + PATIENCE_SECONDS
    told = ""
    while not (now := standing()).done:
        if now.failure:
            raise EmbeddedError(f"{now.failure} See {processes.folder}/worker.log.")
        refuse_fallen(processes)
        if time.monotonic() > limit:
            raise EmbeddedError(
                f"After {PATIENCE_SECONDS / 60:.0f} minutes there is no report ({now.words}): "
                f"see {processes.folder}/worker.log, then start again."
            )
        if now.words != told:
            steps.detail(now.words)
            told = now.words
        time.sleep(LOOK_EVERY_SECONDS)


def refuse_fallen(processes: Processes) -> None:
    """Raise EmbeddedError that quotes the log of a process that has stopped by itself, if one has."""
    fallen = processes.fallen()
    if fallen is not None:
        raise EmbeddedError(
            f"The process '{fallen.name}' stopped by itself; its log {fallen.log} ends: {fallen.last_lines()}"
        )
