"""What the guards look at: every file of the project, the product with no database behind it, and one to walk over."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from walkers import World, open_world

from core.runtime import runtime
from core.settings import Settings
from web.factory import create_app

KEY = "0123456789abcdef0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="session")
def files(project: Path) -> list[Path]:
    """Every file that is, or is about to be, under version control; without git, all but what tools leave behind."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode == 0 and told.stdout:
        return [path for line in told.stdout.splitlines() if (path := project / line).is_file()]
    skipped = {".venv", ".git", ".local", "out", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache"}
    return [path for path in project.rglob("*") if path.is_file() and not skipped & set(path.parts)]


@pytest.fixture(scope="session")
def bare_app() -> Iterator[Flask]:
    """The whole product, to be looked at and not to be asked: there is no database behind it."""
    settings = Settings.from_environment(
        {
            "THROUGHLINE_ENV": "test",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "CACHE_URL": "memory://",
            "SECRET_KEYS": KEY,
            "PUBLIC_URL": "http://localhost",
            "MAIL_URL": "console:",
            "LOG_FORMAT": "text",
        }
    )
    app = create_app(settings)
    yield app
    with app.app_context():
        runtime().engine.dispose()


@pytest.fixture(scope="module")
def world(make_world, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The product on a furnished world, and everybody who walks over it; one for the tests of a file."""
    for clone in make_world():
        with open_world(clone, tmp_path_factory.mktemp("mail")) as made:
            yield made
