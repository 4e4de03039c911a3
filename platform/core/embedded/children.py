"""Starting one child process: in its own session, with a log file and a record, and ready before we go on."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.embedded.account import RunAs
from core.embedded.errors import EmbeddedError
from core.embedded.records import SUFFIX, Record, ask, end, read, wait_until

LAST_LINES = 6


@dataclass(frozen=True)
class Child:
    """A running child; `record` lies in the folder of its owner until the child has been ended."""

    name: str
    process: subprocess.Popen[bytes]
    record: Record
    path: Path
    log: Path

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self) -> None:
        """Ask it to stop, and do not wait."""
        ask(self.record)

    def stop(self, *, asked: bool = False) -> None:
        """End it with certainty and collect it."""
        end(self.record, asked=asked)
        self.process.wait()
        if read(self.path) == self.record:  # by now it may be the record of the child's successor
            self.path.unlink()

    def last_lines(self) -> str:
        """The end of its log on one line, for a sentence that says why it stopped."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return " / ".join(line.strip() for line in text.splitlines()[-LAST_LINES:] if line.strip())


def start_child(
    folder: Path,
    name: str,
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    account: RunAs | None = None,
    gentle: int = signal.SIGTERM,
    grace: float = 10.0,
) -> Child:
    """Start the command; its output goes to `folder/NAME.log`, its record to `folder/NAME.running`.

    The child leads a session of its own, so that Ctrl-C reaches its owner alone, who then stops the children in order.
    A process left under that name by an earlier run is ended first. Raises EmbeddedError if it cannot be started.
    """
    path, log = folder / f"{name}{SUFFIX}", folder / f"{name}.log"
    left = read(path)
    if left:
        end(left)
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(
                [os.fspath(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if environment is None else dict(environment),
                cwd=cwd,
                start_new_session=True,
                **(account or RunAs()),
            )
    except OSError as error:
        raise EmbeddedError(f"{name} could not be started from {command[0]}: {error.strerror}.") from error
    record = Record.of(process.pid, gentle=gentle, grace=grace)
    record.write(path)
    return Child(name, process, record, path, log)


def wait_ready(child: Child, ready: Callable[[], bool], seconds: float) -> None:
    """Return once the child is ready; if it stops or takes too long, end it and raise EmbeddedError."""
    wait_until(lambda: not child.alive or ready(), seconds)
    if child.alive and ready():
        return
    why = f"was not ready within {seconds:.0f} seconds" if child.alive else "stopped as it started"
    child.stop()
    raise EmbeddedError(f"{child.name} {why}; its log {child.log} ends: {child.last_lines() or '(nothing)'}")
