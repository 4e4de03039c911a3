"""Every template compiles, is used, and escapes what it is given (reliability 6.35)."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

REFERENCE = re.compile(r"""["']([\w/-]+\.(?:html|css|txt|xml|svg))["']""")


@pytest.fixture(scope="module")
def folder(project: Path) -> Path:
    return project / "platform" / "web" / "templates"


@pytest.fixture(scope="module")
def names(folder: Path) -> list[str]:
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert len(found) > 20
    return found


def test_every_template_compiles(bare_app: Flask, names: list[str]) -> None:
    for name in names:
        assert bare_app.jinja_env.get_template(name), name


def test_every_template_is_used(project: Path, folder: Path, names: list[str]) -> None:
    asked: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            asked |= set(REFERENCE.findall(text))
    for path in (project / "platform").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(node.value)
    assert set(names) <= asked, "take it out, or use it"


def test_every_template_that_is_asked_for_is_there(project: Path, names: list[str]) -> None:
    for path in (project / "platform").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("render_template"):
                (name, *_) = node.args
                if isinstance(name, ast.Constant):
                    assert name.value in names, f"{path.name}: {name.value}"


def test_every_template_that_writes_values_escapes_them(bare_app: Flask, folder: Path, names: list[str]) -> None:
    escaping = bare_app.jinja_env.autoescape
    assert callable(escaping)
    for name in names:
        assert escaping(name) or "{{" not in (folder / name).read_text(encoding="utf-8"), name


def test_no_template_says_that_words_are_markup(bare_app: Flask, folder: Path, names: list[str]) -> None:
    for name in names:
        tree = bare_app.jinja_env.parse((folder / name).read_text(encoding="utf-8"))
        assert not [one for one in tree.find_all(nodes.Filter) if one.name == "safe"], name
        assert not list(tree.find_all(nodes.ScopedEvalContextModifier)), f"{name}: no autoescape block"


def test_markup_is_made_in_few_places(project: Path) -> None:
    """Each calls `Markup` on what an engine of ours wrote, and says why."""
    found = {
        str(path.relative_to(project / "platform"))
        for path in (project / "platform").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Markup"
    }
    assert found <= {
        "web/rendering.py",
        "reports/risk/render/__init__.py",
        "reports/risk/render/page.py",
        "charts/svg.py",
    }, found
