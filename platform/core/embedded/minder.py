"""The last resort: ends what a run has started if the run itself was killed and could not do so.

The owner of a folder holds a lock on its `owner.lock`. The kernel drops the lock when the owner ends, in whatever way;
the minder waits for it and then ends every process recorded in the folder. Run as `python -m core.embedded FOLDER`.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from core.embedded.errors import EmbeddedError
from core.embedded.records import end_all, started, wait_until

OWNER_LOCK = "owner.lock"
MINDER_LOCK = "minder.lock"
TIDYING_SECONDS = 60.0
REMOVE = "--remove"
SOURCE_ROOT = Path(__file__).parents[2]


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; raises EmbeddedError if another live process holds it.

    A POSIX lock: forked children do not share it, so only the owner's own end sets it free. If the owner has ended
    and its minder is still tidying up, wait for that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / OWNER_LOCK).open("a+") as lock:
        # Once the lock is ours, nobody is at work any more.
        wait_until(lambda: _locked(lock) or _holder_lives(lock), TIDYING_SECONDS)
        if not _locked(lock):
            holder = _holder(lock)
            raise EmbeddedError(
                f"Process {holder} is already at work in {folder}: stop it first (kill {holder}), then start again."
            )
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _locked(lock: TextIO) -> bool:
    """Whether the lock could be taken; taking it again is no fault."""
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read().strip() or "unknown"


def _holder_lives(lock: TextIO) -> bool:
    holder = _holder(lock)
    return holder.isdecimal() and started(int(holder)) is not None


def start_minder(folder: Path, *, remove: bool = False) -> "subprocess.Popen[bytes]":
    """Start a minder of the folder; with `remove` it also deletes the folder after the owner's sudden end."""
    return subprocess.Popen(
        [sys.executable, "-m", "core.embedded", str(folder), *([REMOVE] if remove else [])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(SOURCE_ROOT)},
        start_new_session=True,
    )


def mind(folder: Path, *, remove: bool) -> None:
    """Wait for the owner's end, then end what it has left. A folder needs one minder: a second one leaves at once."""
    with (folder / MINDER_LOCK).open("a") as only, (folder / OWNER_LOCK).open("a+") as lock:
        try:
            fcntl.lockf(only, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        fcntl.lockf(lock, fcntl.LOCK_EX)
        end_all(folder)
        if remove:
            shutil.rmtree(folder, ignore_errors=True)
