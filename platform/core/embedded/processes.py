"""All child processes of one owner, and the servers they need: stopped in that order, none left behind."""

import contextlib
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from core.embedded.children import Child, start_child, wait_ready
from core.embedded.minder import owned, start_minder
from core.embedded.records import end_all


class Stoppable(Protocol):
    def stop(self) -> None: ...


class Processes:
    """The processes that live in one folder, with their logs and records.

    As a context manager it holds the folder (a second owner is refused in a sentence), ends what a crashed run has
    left there, and stops everything on the way out; should the owner be killed outright, a minder does it instead.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._children: list[Child] = []
        self._servers: list[Stoppable] = []
        self._held = contextlib.ExitStack()
        self._minder: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._held.enter_context(owned(self.folder))
        end_all(self.folder)
        self._minder = start_minder(self.folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._minder is not None:
            self._minder.kill()
            self._minder.wait()
        self._held.close()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        gentle: int = signal.SIGTERM,
        grace: float = 10.0,
        ready: Callable[[], bool] | None = None,
        seconds: float = 60.0,
    ) -> Child:
        """Start a child and wait until it is ready; raises EmbeddedError that quotes the end of its log if it fails."""
        child = start_child(self.folder, name, command, environment=environment, cwd=cwd, gentle=gentle, grace=grace)
        self._children.append(child)
        if ready is not None:
            wait_ready(child, ready, seconds)
        return child

    def keep(self, server: Stoppable) -> None:
        """Take over a server that is started in this folder: it is stopped after every child."""
        self._servers.append(server)

    def fallen(self) -> Child | None:
        """A child that has stopped by itself, if any: the owner should then say so and stop the rest."""
        return next((child for child in self._children if not child.alive), None)

    def stop(self) -> None:
        """Stop the children, all asked at once, then the servers, then whatever else is recorded in the folder."""
        for child in self._children:
            child.ask()
        while self._children:
            self._children.pop().stop(asked=True)
        while self._servers:
            self._servers.pop().stop()
        end_all(self.folder)
