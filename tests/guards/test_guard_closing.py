"""Ratings are read where rounds are closed, and by what releases aggregates: nowhere else (risk-and-analysis 14.2)."""

import ast
from pathlib import Path

# Who may open a session under the closing role.
MAY_OPEN = ("leadership/profiles/closing/", "leadership/profiles/aggregates/", "leadership/pulse/release.py")
# Who may name the classes of what raters gave: the models, those who insert them, those who close.
MAY_NAME = (*MAY_OPEN, "leadership/profiles/models.py", "leadership/profiles/answer.py")
ENGINE = "leadership/profiles/closing/engine.py"
# Where the four roles are listed, and the demonstration's login is made a member of them.
LISTS_ROLES = {"core/process.py", "web/demonstration/database.py"}


def _names(path: Path) -> set[str]:
    """Every name and attribute in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def _users(project: Path, *names: str) -> set[str]:
    root = project / "platform"
    return {str(path.relative_to(root)) for path in [*root.rglob("*.py")] if _names(path) & set(names)}


def test_only_closing_opens_a_session_under_its_role(project: Path) -> None:
    assert _users(project, "CLOSING") - LISTS_ROLES == {ENGINE}
    opened = _users(project, "closing_transaction")
    assert ENGINE not in opened
    assert "leadership/profiles/closing/release_round.py" in opened
    assert [name for name in opened if not name.startswith(MAY_OPEN)] == []


def test_words_that_wait_are_known_to_those_who_store_and_to_those_who_read_them(project: Path) -> None:
    """No dashboard, report or task reaches them by way of the class; the database refuses all but a reader anyway."""
    named = _users(project, "WaitingComment", "list_words")
    assert named == {
        "leadership/profiles/closing/wait_for_reader.py",
        *(f"leadership/profiles/comments/{name}.py" for name in ("find", "decide", "views")),
        "web/demonstration/comments.py",
    }


def test_only_closing_and_answering_know_the_tables_of_answers(project: Path) -> None:
    named = _users(project, "StoredRating", "StoredComment")
    assert "leadership/profiles/answer.py" in named
    assert [name for name in named if not name.startswith(MAY_NAME)] == []
