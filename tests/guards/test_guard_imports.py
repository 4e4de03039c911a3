"""The import law of the house, and purity of what must be pure."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PURE = ("charts", "disclosure", "simulation")
# Parts of domains that compute and know nothing of where their rows come from.
PURE_MODULES = ("core/quarters.py", "core/working_days.py", "leadership/risk/gamma_poisson.py")
IMPURE = {"flask", "sqlalchemy", "celery", "flask_wtf", "wtforms", "redis", "psycopg"}


def imported(path: Path) -> set[str]:
    """The first name of everything that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add((node.module or "").partition(".")[0])
    return names


def test_every_floor_rests_on_those_below_it(project: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-1000:]
    assert "3 kept, 0 broken" in told.stdout


def test_a_broken_law_is_noticed(project: Path, tmp_path: Path) -> None:
    """The guard itself: the same law over a house in which the ground floor imports a page."""
    for package in ("core", "web"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "core" / "slip.py").write_text("import web\n", encoding="utf-8")
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_packages =\n  core\n  web\n"
        "[importlinter:contract:1]\nname = law\ntype = layers\nlayers =\n  web\n  core\n",
        encoding="utf-8",
    )
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode != 0
    assert "core is not allowed to import web" in told.stdout


@pytest.mark.parametrize("package", PURE)
def test_pure_packages_know_neither_pages_nor_tables_nor_tasks(project: Path, package: str) -> None:
    for path in (project / "platform" / package).rglob("*.py"):
        assert not imported(path) & IMPURE, path


@pytest.mark.parametrize("module", PURE_MODULES)
def test_pure_modules_know_neither_pages_nor_tables_nor_tasks(project: Path, module: str) -> None:
    assert not imported(project / "platform" / module) & IMPURE


def test_only_the_clock_reads_the_clock(project: Path) -> None:
    """Domain code is given its dates (design 5.2)."""
    for path in (project / "platform").rglob("*.py"):
        if path.name == "clock.py" or "embedded" in path.parts or "demonstration" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                call = f"{node.value.id}.{node.attr}"
                assert call not in {"datetime.now", "datetime.utcnow", "date.today", "datetime.today"}, path


def test_only_the_edge_commits(project: Path) -> None:
    """One transaction, at the edge: no verb commits or rolls back (decision 2)."""
    allowed = {"core/transaction.py", "core/database.py"}
    for path in (project / "platform").rglob("*.py"):
        name = str(path.relative_to(project / "platform"))
        if name in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr != "commit", name


def test_no_page_asks_the_broker(project: Path) -> None:
    """A frozen broker would hang the page for ever (reliability 1.7): pages write an outbox row."""
    publishing = {"apply_async", "delay", "send_task"}
    allowed = {"core/celery_app.py"}
    for path in (project / "platform").rglob("*.py"):
        name = str(path.relative_to(project / "platform"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and name not in allowed:
                assert node.func.attr not in publishing, name
