"""The first stage of start.py: what it decides before anything is installed."""

import json
import sys
from importlib.machinery import BuiltinImporter
from pathlib import Path

import pytest

import start


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """start.py as if it lay in an empty folder with a lock and a pyproject."""
    (tmp_path / "requirements").mkdir()
    for lock in ("demo", "dev"):
        (tmp_path / "requirements" / f"{lock}.txt").write_text(f"one=={lock}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "LOCAL", tmp_path / ".local")
    monkeypatch.setattr(start, "VENV", venv)
    monkeypatch.setattr(start, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(start, "STAMP", venv / "throughline.json")
    return tmp_path


def stamp(lock: str) -> None:
    start.PYTHON.touch()
    start.STAMP.write_text(json.dumps(start.fingerprint(lock)), encoding="utf-8")


@pytest.mark.parametrize(
    ("held", "wanted", "enough"),
    [("demo", "demo", True), ("dev", "demo", True), ("dev", "dev", True), ("demo", "dev", False)],
)
def test_the_lock_of_the_tests_holds_the_demonstration_too(bare: Path, held: str, wanted: str, enough: bool) -> None:
    stamp(held)
    assert start.installed(wanted) is enough


@pytest.mark.parametrize("changed", ["requirements/demo.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_anew(bare: Path, changed: str) -> None:
    stamp("demo")
    assert start.installed("demo")
    (bare / changed).write_text("changed\n", encoding="utf-8")
    assert not start.installed("demo")


def test_a_project_moved_elsewhere_is_installed_anew(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp("demo")
    (bare / "elsewhere").mkdir()
    for name in ("requirements", "pyproject.toml"):
        (bare / name).rename(bare / "elsewhere" / name)
    monkeypatch.setattr(start, "ROOT", bare / "elsewhere")
    assert not start.installed("demo")


@pytest.mark.parametrize("damage", ["", "[]", "not json", '{"lock": "demo"}'])
def test_a_damaged_stamp_counts_as_none(bare: Path, damage: str) -> None:
    stamp("demo")
    start.STAMP.write_text(damage, encoding="utf-8")
    assert not start.installed("demo")


def test_a_venv_without_its_python_counts_as_none(bare: Path) -> None:
    stamp("demo")
    start.PYTHON.unlink()
    assert not start.installed("demo")


def test_caches_stay_where_they_always_are(bare: Path) -> None:
    home = bare / "home"
    home.mkdir()
    assert start.caches_that_work({"HOME": str(home)}) == {"HOME": str(home)}


def test_without_a_home_the_caches_lie_in_the_project(bare: Path) -> None:
    environment = start.caches_that_work({})
    assert environment["HOME"] == str(bare / ".local" / "home")
    assert environment["PIP_CACHE_DIR"] == str(bare / ".local" / "cache" / "pip")
    assert environment["UV_CACHE_DIR"] == str(bare / ".local" / "cache" / "uv")


def test_a_home_that_cannot_be_written_keeps_its_settings_but_not_the_caches(bare: Path) -> None:
    # Nobody, root included, may write into the kernel's own folder.
    environment = start.caches_that_work({"HOME": "/proc/self"})
    assert environment["HOME"] == "/proc/self"
    assert environment["UV_CACHE_DIR"] == str(bare / ".local" / "cache" / "uv")


def test_an_old_python_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(start.CannotGoOnError, match=r"This is Python 3\.9 and 3\.11 or newer is needed: install"):
        start.require_python()


def test_a_python_without_ensurepip_is_told_which_package_to_install(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "ensurepip", raising=False)
    monkeypatch.setattr(sys, "meta_path", [BuiltinImporter])  # finds nothing that lies in a file
    with pytest.raises(start.CannotGoOnError, match=r"run 'apt-get install python3\.\d+-venv' as administrator"):
        start.make_venv()


def test_a_command_that_fails_is_quoted_with_its_last_line() -> None:
    command = [sys.executable, "-c", "print('first'); print('the disk is full'); raise SystemExit(3)"]
    with pytest.raises(start.CannotGoOnError, match=r"^It failed \(the disk is full\)\.$"):
        start.run_or_fail(command, "It failed")


def test_everything_after_test_goes_to_pytest() -> None:
    chosen, rest = start.parse(["test", "tests/unit", "-k", "quarter", "--maxfail=1"])
    assert (chosen.command, rest) == ("test", ["tests/unit", "-k", "quarter", "--maxfail=1"])


def test_the_options_of_demo_are_handed_on() -> None:
    chosen, rest = start.parse(["demo", "--once", "--real", "one.csv", "two.csv", "--port", "8123"])
    assert vars(chosen) == {
        "command": "demo", "once": True, "fresh": False, "load": True, "real": ["one.csv", "two.csv"], "port": 8123,
    }  # fmt: skip
    assert not rest


@pytest.mark.parametrize("arguments", [[], ["demonstrate"], ["demo", "--port", "http"], ["check", "--once"]])
def test_what_it_does_not_know_it_refuses_with_its_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        start.parse(arguments)
    assert left.value.code == 2
    assert "usage: python3 start.py" in capsys.readouterr().err


def test_settings_of_pip_reach_uv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://mirror.example/simple\ncert = /etc/own.pem\n", encoding="utf-8")
    for name in ("PIP_INDEX_URL", "PIP_CERT", "UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setattr(start, "PYTHON", sys.executable)
    told = start.uv_settings()
    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert told["SSL_CERT_FILE"] == "/etc/own.pem"
