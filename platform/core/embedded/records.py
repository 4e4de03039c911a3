"""One file for each running process, so that its owner, a minder or the next run can end it with certainty.

A record holds the moment the process started beside its number, because numbers are used again.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

SUFFIX = ".running"
PAUSE = 0.02  # seconds between two looks
CERTAIN = 10.0  # seconds in which the kernel ends a process that was killed outright


@dataclass(frozen=True)
class Record:
    """A process of ours, leader of its own session and process group."""

    pid: int
    started: str
    gentle: int  # the signal that asks it to stop tidily
    grace: float  # seconds it may take over that
    at: int  # nanoseconds since the epoch, to end the youngest first

    @classmethod
    def of(cls, pid: int, *, gentle: int = signal.SIGTERM, grace: float = 10.0) -> "Record":
        return cls(pid, started(pid) or "", int(gentle), grace, time.time_ns())

    @property
    def alive(self) -> bool:
        """Whether this very process runs; a dead one that nobody has collected does not."""
        return bool(self.started) and started(self.pid) == self.started

    def write(self, path: Path) -> None:
        """Store it whole or not at all."""
        draft = path.with_suffix(f"{SUFFIX}.{os.getpid()}")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(path)


def read(path: Path) -> Record | None:
    """The record of that file; None if there is none or it is damaged."""
    try:
        return Record(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def started(pid: int) -> str | None:
    """When the process started, in whatever form the system tells it; None if no such process runs."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None if Path("/proc/self/stat").exists() else _started_by_ps(pid)
    except OSError:
        return None
    # The second field is the program's name in brackets and may hold anything; the rest is counted after it.
    fields = line.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else f"{fields[19]}@{_boot()}"


@cache
def _boot() -> str:
    """This run of the system: moments are counted from its start."""
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()


def _started_by_ps(pid: int) -> str | None:
    told = subprocess.run(
        ["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split(maxsplit=1)
    return None if not told or told[0].startswith("Z") else told[-1].strip()


def ask(record: Record) -> None:
    """Ask the process to stop, and do not wait.

    Only the leader is asked: Celery and gunicorn ask their own children, and PostgreSQL's live in groups of their own
    and leave when their leader does.
    """
    if record.alive:
        with contextlib.suppress(ProcessLookupError):
            os.kill(record.pid, record.gentle)


def end(record: Record, *, asked: bool = False) -> None:
    """Ask, unless that was done, wait, then kill the whole group; on return the process is gone."""
    if record.alive:
        if not asked:
            ask(record)
        wait_until(lambda: not record.alive, record.grace)
    elif not _may_have_left_children(record):
        return
    # The group may outlive its leader. macOS answers PermissionError when only uncollected dead are left in it.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(record.pid, signal.SIGKILL)
    wait_until(lambda: not record.alive, CERTAIN)


def _may_have_left_children(record: Record) -> bool:
    """Whether a group with that number can only be what a dead leader of ours has left.

    It is if the number was given out since the system started and nobody leads under it now.
    """
    told = record.started.rpartition("@")[2]
    return bool(told) and Path("/proc/self/stat").exists() and told == _boot() and started(record.pid) is None


def end_all(folder: Path) -> None:
    """End every process recorded in the folder, the youngest first, and remove the records."""
    found = [(path, read(path)) for path in folder.glob(f"*{SUFFIX}")]
    for path, record in sorted(found, key=lambda pair: -(pair[1].at if pair[1] else 0)):
        if record:
            end(record)
        path.unlink(missing_ok=True)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Look again and again until the condition holds; False if the time runs out first."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(PAUSE)
    return True
