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

from core.embedded.errors import EmbeddedError
from core.embedded.records import end_all

OWNER_LOCK = "owner.lock"
MINDER_LOCK = "minder.lock"
REMOVE = "--remove"
SOURCE_ROOT = Path(__file__).parents[2]


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; raises EmbeddedError if another live process holds it.

    A POSIX lock: forked children do not share it, so only the owner's own end sets it free.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / OWNER_LOCK).open("a+") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise EmbeddedError(
                f"Process {holder} is already at work in {folder}: stop it first (kill {holder}), then start again."
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


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
