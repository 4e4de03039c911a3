"""Where the servers of one project keep their binaries and data (docs/decisions/0020)."""

import hashlib
import os
import stat
from pathlib import Path

from core.embedded.account import is_root, reachable
from core.embedded.errors import EmbeddedError

OUTSIDE = Path("/var/tmp")  # noqa: S108  (survives a restart, and the folder made in it is checked before use)
MEMORY = Path("/dev/shm")  # noqa: S108  (likewise)
# What a run of the whole suite may come to need; half of it stays free for the processes of the tests.
ROOM = 2 * 1024**3


def local_folder(project: Path) -> Path:
    """The project's `.local`, or, for root under a private home, a folder that the servers' account can enter.

    THROUGHLINE_LOCAL names another folder. No folder above is ever opened up: a private home stays private.
    """
    named = os.environ.get("THROUGHLINE_LOCAL")
    own = Path(named) if named else project / ".local"
    if not is_root() or reachable(_nearest_existing(own)):
        return _made(own.resolve())
    if named:
        raise EmbeddedError(
            f"The servers run as nobody and cannot enter {own}: name a folder in THROUGHLINE_LOCAL that all may enter."
        )
    return _made(OUTSIDE / _name_of(project))


def fleeting_folder(project: Path) -> Path:
    """Where a run of the tests keeps its data: in memory where there is room, else in the local folder.

    A clone is a thousand small files, made and removed by every other test. Memory takes 30 ms for that; a file
    system that shuns what was just removed (ext4 without a journal) was seen to take a second (decision 0020).
    """
    if os.environ.get("THROUGHLINE_LOCAL") or not _roomy(MEMORY):
        return local_folder(project)
    return _made(MEMORY / _name_of(project))


def _roomy(folder: Path) -> bool:
    """Whether programs may lie and run there, and much can be written without driving the tests out of memory."""
    try:
        facts = os.statvfs(folder)
        told = Path("/proc/meminfo").read_text(encoding="ascii").split()
        free = int(told[told.index("MemAvailable:") + 1]) * 1024
    except (OSError, ValueError):
        return False
    runs = not facts.f_flag & os.ST_NOEXEC and os.access(folder, os.W_OK | os.X_OK)
    return runs and facts.f_bavail * facts.f_frsize >= ROOM and free >= 2 * ROOM


def _name_of(project: Path) -> str:
    digest = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:12]
    return f"throughline-{digest}"


def _nearest_existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.resolve().parents) if folder.exists())


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid():
            # In a folder where everybody may write, somebody else may have been there first.
            raise EmbeddedError(
                f"{folder} belongs to another account: remove it, or name another in THROUGHLINE_LOCAL."
            )
        folder.chmod(0o755)
    except OSError as error:
        raise EmbeddedError(
            f"The folder {folder} cannot be written ({error.strerror}): name another in THROUGHLINE_LOCAL."
        ) from error
    return folder
