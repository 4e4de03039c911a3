"""Where the servers of one project keep their binaries and data (docs/decisions/0020)."""

import hashlib
import os
import stat
from pathlib import Path

from core.embedded.account import is_root, reachable
from core.embedded.errors import EmbeddedError

OUTSIDE = Path("/var/tmp")  # noqa: S108  (survives a restart, and the folder made in it is checked before use)


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
    digest = hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:12]
    return _made(OUTSIDE / f"throughline-{digest}")


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
