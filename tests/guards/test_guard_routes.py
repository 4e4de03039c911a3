"""Every route has one mark, stands in the table, and lets in those of its permission and nobody else."""

import ast
from inspect import unwrap
from pathlib import Path

import pytest
from addresses import nobody
from flask import Flask
from route_table import ROUTES
from walkers import ANONYMOUS, WALKERS, World
from werkzeug.routing import Rule

from core.access import ALLOWED, PUBLIC, Permission, mark_of

MARKS = {"requires", "public"}
FRAMEWORK = {"HEAD", "OPTIONS"}
# Routes that answer nobody with a page, even with everything in place, and why.
NOTHING_THERE = {
    ("/authorities/<code>/record/adoptions/<innovation>/resume", "GET"): "nothing is paused",
    ("/authorities/<code>/stories/<uuid:story_id>", "GET"): "a draft, which is absent for the support team",
    ("/exports/<uuid:export_id>/file", "GET"): "one's own alone, and only one of the walkers asked for it",
    ("/sign-in/<sealed>", "GET"): "a link of nobody's",
}
# Says that messages wait in the outbox, since no worker is at work on the walked world.
MAY_BE_OUT_OF_ORDER = {"/readyz"}


def marked(app: Flask) -> set[tuple[str, str, str]]:
    return {
        (
            rule.rule,
            ",".join(sorted((rule.methods or set()) - FRAMEWORK)),
            str(mark_of(app.view_functions[rule.endpoint])),
        )
        for rule in app.url_map.iter_rules()
    }


def test_every_route_carries_a_mark(bare_app: Flask) -> None:
    for rule in bare_app.url_map.iter_rules():
        mark = mark_of(bare_app.view_functions[rule.endpoint])
        assert mark == PUBLIC or isinstance(mark, Permission), rule.rule


def test_every_view_carries_exactly_one_mark_beneath_its_route(project: Path) -> None:
    """Read from the source: a second mark would be hidden by the first, one above the route would never be asked."""
    views = 0
    for path in (project / "platform").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            names = [_name(decorator) for decorator in node.decorator_list]
            routes = [place for place, name in enumerate(names) if name.split(".")[-1] in _ROUTING and "." in name]
            if not routes:
                continue
            marks = [place for place, name in enumerate(names) if name in MARKS]
            assert len(marks) == 1, f"{path.name}: {node.name}"
            assert marks[0] == len(names) - 1 > max(routes), f"{path.name}: {node.name}: the mark stands last"
            views += 1
    assert views > 30


_ROUTING = {"route", "get", "post", "put", "patch", "delete"}


def _name(decorator: ast.expr) -> str:
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


def test_the_table_is_the_product(bare_app: Flask) -> None:
    found, listed = marked(bare_app), set(ROUTES)
    missing = "\n".join(f'    ("{rule}", "{methods}", "{mark}"),' for rule, methods, mark in sorted(found - listed))
    gone = "\n".join(f"    {line}" for line in sorted(listed - found))
    assert not found - listed, f"add to ROUTES in tests/guards/route_table.py:\n{missing}"
    assert not listed - found, f"take out of ROUTES in tests/guards/route_table.py:\n{gone}"
    assert list(ROUTES) == sorted(set(ROUTES)), "in order, each once"


def test_an_address_of_an_authority_names_its_argument_code(bare_app: Flask) -> None:
    """The mark compares the argument `code` with the memberships; under another name it would not be asked."""
    for rule in bare_app.url_map.iter_rules():
        of_one = rule.rule.startswith(("/authorities/<code>", "/api/authorities/<code>", "/api/returns/<code>"))
        assert ("code" in rule.arguments) == of_one, rule.rule


def test_only_what_must_be_is_public(bare_app: Flask) -> None:
    public = {
        rule.rule for rule in bare_app.url_map.iter_rules() if mark_of(bare_app.view_functions[rule.endpoint]) == PUBLIC
    }
    assert public == {
        "/accessibility",
        "/demonstration",
        "/demonstration/<persona>",
        "/livez",
        "/privacy",
        # Raters need no account; the link is what lets them in.
        "/rate/<sealed>",
        "/team-pulse/<sealed>",
        "/readyz",
        "/sign-in",
        "/sign-in/<sealed>",
        "/sign-in/sent",
        "/sign-out",
        "/signed-out",
    }


def violations(world: World, rule: Rule, method: str, walker: str) -> list[str]:
    """What is wrong with the answers of this route to this walker, on their own and on others' pages."""
    mark = mark_of(world.app.view_functions[rule.endpoint])
    if mark is None:
        return [f"{method} {rule.rule}, without a mark"]
    own = world.call(walker, method, world.walk.address(rule, world.mine)).status_code
    told = f"{method} {rule.rule} as {walker}: {own}"
    if own >= 500:
        return [] if rule.rule in MAY_BE_OUT_OF_ORDER else [told]
    if mark == PUBLIC:
        return [told] if own in {401, 403} else []
    if walker == ANONYMOUS:
        return [] if own in {302, 401} else [told]
    allowed = ALLOWED[Permission(mark)]
    if not WALKERS[walker] & allowed:
        return [] if own == 403 else [told]
    wrong = [told] if own in {401, 403} else []
    if method == "GET" and own not in {200, 302, 303} and (rule.rule, method) not in NOTHING_THERE:
        wrong.append(f"{told}, and nothing is shown")
    if "code" in rule.arguments and not any(not role.of_one_authority for role in WALKERS[walker] & allowed):
        for owner in (world.other, nobody()):
            answer = world.call(walker, method, world.walk.address(rule, owner)).status_code
            if answer != 404:
                wrong.append(f"{told}, and {answer} on the page of {owner.code}")
    return wrong


@pytest.mark.parametrize("walker", list(WALKERS))
def test_everybody_is_let_in_where_their_role_says_and_nowhere_else(world: World, walker: str) -> None:
    wrong = [fault for rule, method in world.walk.routes() for fault in violations(world, rule, method, walker)]
    assert not wrong, "\n".join(wrong)


def test_every_page_was_shown_to_somebody_of_each_role_that_may(world: World) -> None:
    """The exceptions above are all needed, and name routes that exist."""
    there = {(rule.rule, method) for rule, method in world.walk.routes()}
    assert set(NOTHING_THERE) <= there


def test_taking_any_mark_away_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard itself: each view once without its mark, and once still saying that it has one."""
    for rule, method in world.walk.routes():
        guarded = world.app.view_functions[rule.endpoint]
        mark = mark_of(guarded)
        if mark == PUBLIC:
            continue
        outsiders = [name for name, roles in WALKERS.items() if not roles & ALLOWED[Permission(mark)]]
        with monkeypatch.context() as changed:
            changed.setitem(world.app.view_functions, rule.endpoint, _as_if_marked(guarded, mark))
            by_answer = any(violations(world, rule, method, walker) for walker in outsiders)
            changed.setitem(world.app.view_functions, rule.endpoint, _as_if_marked(guarded, None))
            by_mark = bool(violations(world, rule, method, "support"))
        assert by_mark, f"{method} {rule.rule}: nobody would notice that its mark is gone"
        # What everybody may see asks for somebody signed in anyhow, so there is nobody whose answer would change.
        assert by_answer or outsiders == [ANONYMOUS], f"{method} {rule.rule}: no answer would betray it"


def _as_if_marked(guarded: object, mark: object) -> object:
    """The bare view, which says that it has this mark."""
    bare = unwrap(guarded)  # type: ignore[arg-type]

    def view(**arguments: object) -> object:
        return bare(**arguments)

    view.access_mark = mark  # type: ignore[attr-defined]
    return view
