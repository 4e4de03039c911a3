"""start.py as a newcomer meets it: a second start is quick, a failure is a sentence, Ctrl-C leaves nothing running."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.embedded.records import started, wait_until

PACKAGES = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
SERVERS_IN_A_TEST = """
import os, time
def test_holds_the_servers(postgres_server, valkey_server, run_folder):
    numbers = [(run_folder / f"{name}.running").read_text() for name in ("postgres", "valkey")]
    with open(os.environ["TOLD"], "w") as told:
        told.write("[" + ",".join(numbers) + "]")
    os.rename(os.environ["TOLD"], os.environ["TOLD"] + ".done")
    time.sleep(600)
"""


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """A project with nothing in it but what start.py reads."""
    place = tmp_path / "project"
    shutil.copytree(project / "requirements", place / "requirements")
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(project / name, place / name)
    return place


def start(place: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "start.py", *arguments],
        cwd=place,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def make_stamped_venv(place: Path) -> None:
    """An installed project: a real `.venv` that sees the packages of this one, and the stamp of the first start."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place / ".venv"], check=True)
    own = next((place / ".venv").glob("lib/python3*/site-packages"))
    (own / "packages.pth").write_text(f"import site; site.addsitedir({str(PACKAGES)!r})\n", encoding="utf-8")
    show = "import json, start; print(json.dumps(start.fingerprint('dev')))"
    told = subprocess.run([sys.executable, "-c", show], cwd=place, capture_output=True, text=True, check=True)
    (place / ".venv" / "throughline.json").write_text(told.stdout, encoding="utf-8")


def test_a_second_start_installs_nothing(copy: Path, run_folder: Path) -> None:
    make_stamped_venv(copy)
    begun = time.monotonic()
    told = start(copy, "run", PIP_NO_INDEX="1", THROUGHLINE_LOCAL=str(run_folder / "nothing-there-yet"))
    assert "install" not in told.stdout
    assert time.monotonic() - begun < 20
    assert "Traceback" not in told.stderr, told.stderr
    assert told.returncode == 1
    assert "start.py demo" in told.stderr  # nothing to serve yet: the sentence says how to make it


def test_without_a_registry_the_sentence_says_so(copy: Path) -> None:
    told = start(copy, "check", PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    assert told.returncode == 1
    assert "making .venv" in told.stdout
    assert "Going on with pip" in told.stdout
    assert told.stderr.count("\n") == 1
    assert "check that the package registry can be reached, then start again" in told.stderr
    assert not (copy / ".venv" / "throughline.json").exists()


def test_a_folder_that_cannot_be_written_is_named(copy: Path) -> None:
    (copy / ".local").write_text("a file where a folder should be", encoding="utf-8")
    told = start(copy, "check")
    assert told.returncode == 1
    assert told.stderr.startswith(f"Throughline: The system refused {copy / '.local'}")
    assert told.stderr.count("\n") == 1


def test_ctrl_c_stops_the_tests_and_their_servers(project: Path, tmp_path: Path) -> None:
    """As `start.py test` runs pytest, stopped in the middle of a test that holds PostgreSQL and Valkey."""
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["fixtures.run", "fixtures.servers"]\n', encoding="utf-8")
    (tmp_path / "test_long.py").write_text(SERVERS_IN_A_TEST, encoding="utf-8")
    script = (
        "import sys, start\nfrom core.embedded import orderly_end\n"
        "with orderly_end():\n    start.run_step('tests', [sys.executable, '-m', 'pytest', '-n', '2', sys.argv[1]])"
    )
    told = tmp_path / "told"
    environment = {**os.environ, "PYTHONPATH": str(project / "tests"), "TOLD": str(told)}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=project, env=environment, stdout=subprocess.DEVNULL
    ) as running:
        done = told.with_name("told.done")
        assert wait_until(done.exists, 60)
        servers = json.loads(done.read_text(encoding="utf-8"))
        assert all(started(server["pid"]) == server["started"] for server in servers)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 128 + signal.SIGINT
    assert wait_until(lambda: all(started(server["pid"]) is None for server in servers), 10)
