"""Which account the servers run under: PostgreSQL refuses to run as root, so root hands them to nobody."""

import os
from pathlib import Path
from typing import TypedDict

NOBODY = 65534


class RunAs(TypedDict, total=False):
    """Arguments of subprocess.Popen; empty for an ordinary user, who runs the servers under their own account."""

    user: int
    group: int
    extra_groups: list[int]


def is_root() -> bool:
    return os.geteuid() == 0


def server_account() -> RunAs:
    """The account of a server process."""
    return RunAs(user=NOBODY, group=NOBODY, extra_groups=[]) if is_root() else RunAs()


def hand_over(path: Path) -> None:
    """Make the servers' account the owner of the file or folder; for an ordinary user it is that already."""
    if is_root():
        os.chown(path, NOBODY, NOBODY)


def reachable(path: Path) -> bool:
    """Whether the servers' account may enter every folder above the path, and the path itself if it is a folder.

    Read from the mode bits: all that is above belongs to root or to strangers, where only the bits for others count.
    """
    if not is_root():
        return True
    real = path.resolve()
    folders = [real, *real.parents] if real.is_dir() else list(real.parents)
    return all(_may_enter(folder) for folder in folders)


def _may_enter(folder: Path) -> bool:
    facts = folder.stat()
    return bool(facts.st_mode & (0o100 if facts.st_uid == NOBODY else 0o001))
