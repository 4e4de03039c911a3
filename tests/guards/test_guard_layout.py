"""The house keeps its shape: folders, sizes, words that must not stand anywhere."""

import platform
import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from web.commands import COMMANDS

LONGEST_FILE = 600
# Split, so that this file does not hold what it looks for.
NOTES = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
PRIVATE_KEY = "-----BEGIN " + "PRIVATE KEY-----"
WRITTEN = {".py", ".html", ".css", ".js", ".md", ".toml", ".sh", ".mako", ".ini", ".cfg", ".yml"}
# Not written by us: others' style sheets and scripts, and what a tool compiles.
NOT_OURS = ("platform/web/static/vendor/", "requirements/")
LOCKS = ("run", "demo", "dev", "uv")


@pytest.fixture(scope="session")
def settings(project: Path) -> dict:
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


def written(files: list[Path], project: Path, suffixes: set[str] = WRITTEN) -> list[tuple[str, str]]:
    """Name and text of every file that somebody of the team has written."""
    found = []
    for path in files:
        name = str(path.relative_to(project))
        if path.suffix in suffixes and not name.startswith(NOT_OURS):
            found.append((name, path.read_text(encoding="utf-8")))
    return found


def test_the_source_root_is_no_package(project: Path) -> None:
    """A package called `platform` would hide Python's own, which SQLAlchemy, Celery and pandas import (decision 1)."""
    assert not (project / "platform" / "__init__.py").exists()
    assert platform.python_implementation()
    assert Path(platform.__file__).parent != project / "platform"


def test_the_packages_are_the_same_everywhere(project: Path, settings: dict) -> None:
    folders = {path.parent.name for path in (project / "platform").glob("*/__init__.py")} | {"worker"}
    linted = set(settings["tool"]["importlinter"]["root_packages"])
    shipped = {Path(name).name for name in settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}
    (layers,) = (one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    in_layers = {name.strip() for layer in layers for name in layer.split("|")}
    assert folders == linted == shipped == in_layers


def test_every_folder_of_source_is_a_package(project: Path, files: list[Path]) -> None:
    modules = [path for path in files if path.suffix == ".py" and (project / "platform") in path.parents]
    bare = {path.parent for path in modules if not (path.parent / "__init__.py").exists()}
    assert not bare, f"add an __init__.py to {sorted(map(str, bare))}"


def test_no_package_hides_one_of_pythons_own(project: Path) -> None:
    taken = set(sys.stdlib_module_names)
    ours = {path.stem for path in (project / "platform").iterdir() if path.is_dir() or path.suffix == ".py"}
    assert not (ours | {"worker", "wsgi", "migrations", "tests"}) & taken


def test_wsgi_is_one_line(project: Path) -> None:
    lines = (project / "wsgi.py").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line] == ["from web.factory import create_app", "app = create_app()"]


def test_no_file_has_outgrown_its_step(files: list[Path], project: Path) -> None:
    """Aim under 200 lines, ask at 400, fail at 600: then the file becomes a folder of steps."""
    long = {name: count for name, text in written(files, project) if (count := text.count("\n")) > LONGEST_FILE}
    assert not long


def test_no_note_to_self_is_left(files: list[Path], project: Path) -> None:
    found = [name for name, text in written(files, project) if NOTES.search(text)]
    assert not found, "write an issue instead"


def test_source_files_are_plain_text_with_one_kind_of_line_end(files: list[Path], project: Path) -> None:
    for name, text in written(files, project):
        assert "\r" not in text, name
        assert text == "" or text.endswith("\n"), name
        assert "\ufeff" not in text, name


def test_no_lock_names_a_place_where_packages_come_from(project: Path) -> None:
    for lock in LOCKS:
        text = (project / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        assert "://" not in text, lock
        assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links|--trusted-host)", text, re.MULTILINE)
        pins = re.findall(r"^([A-Za-z0-9._-]+(?:\[[^\]]+\])?)==", text, re.MULTILINE)
        assert pins, lock
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= len(pins), f"{lock}: every pin has its hash"
    assert not list(project.glob("uv.lock")) + list(project.glob("pylock*.toml"))


def test_no_file_names_a_registry_or_a_place_of_one_machine(files: list[Path], project: Path) -> None:
    homes = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/[\w.-]+/")
    registries = re.compile(
        r"https?://[\w.-]*(?:pypi|pythonhosted|artifactory|nexus|jfrog|devpi)[\w.-]*", re.IGNORECASE
    )
    for name, text in written(files, project, WRITTEN | {".txt", ".csv", ".json", ""}):
        assert not homes.search(text), name
        assert not registries.search(text), name


def test_no_secret_is_kept(files: list[Path], project: Path) -> None:
    shapes = [re.compile(shape) for shape in (r"AKIA[0-9A-Z]{16}", r"ghp_[0-9A-Za-z]{36}", r"xox[bp]-[0-9A-Za-z-]{20}")]
    for name, text in written(files, project, WRITTEN | {".txt", ".csv", ".json", ".env", ".pem", ""}):
        assert PRIVATE_KEY not in text, name
        assert not any(shape.search(text) for shape in shapes), name


def test_warnings_are_errors_and_the_network_is_shut(settings: dict) -> None:
    options = settings["tool"]["pytest"]["ini_options"]
    assert options["filterwarnings"] == ["error"]
    assert "--disable-socket" in options["addopts"]
    assert "--strict-markers" in options["addopts"]
    assert options["xfail_strict"] is True


def test_the_readme_names_commands_that_exist(project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"start\.py ([a-z]+)", text))
    flags = set(re.findall(r"start\.py [^`\n]*?(--[a-z]+)", text))
    program = (project / "start.py").read_text(encoding="utf-8")
    assert {"demo", "test"} <= named
    for command in named:
        assert f'add_parser("{command}"' in program, command
    for flag in flags:
        assert f'"{flag}"' in program, flag
    known = {" ".join(filter(None, (group, name))) for group, name, _ in COMMANDS}
    groups = {command.partition(" ")[0] for command in known}
    for words in re.findall(r"throughline ([a-z-]+(?: [a-z-]+)?)", text):
        assert words in known or words in groups, words


def test_every_command_can_be_called_for_help() -> None:
    for group, name, module in COMMANDS:
        command: click.Command = import_module(module).command
        assert command.name == name, (group, name)
        told = CliRunner().invoke(command, ["--help"])
        assert told.exit_code == 0
        assert command.help, f"{group} {name} says what it does"
