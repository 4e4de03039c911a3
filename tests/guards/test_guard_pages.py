"""What every page keeps: valid HTML with one heading, the headers, cookies that are safe, errors that tell nothing."""

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

import html5lib
import pytest
from addresses import nobody
from fixtures.identities import client_of
from walkers import World
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.test import TestResponse

from core.access import mark_of
from web.headers import ALWAYS, TEMPLATE_LINE, TRANSPORT

LOOKING = ["support", "lead who reads risk", "leader", "DfE viewer", "anonymous"]
XHTML = "{http://www.w3.org/1999/xhtml}"
# What an error page must never say.
TELLING = re.compile(
    r"Traceback|File \"|sqlalchemy|psycopg|SELECT |INSERT |/platform/|site-packages|werkzeug|127\.0\.0\.1",
    re.IGNORECASE,
)


# What a file with styles of its own may have instead: opened from a folder, it runs nothing and asks nobody (6.51).
FILE = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}


@dataclass(frozen=True)
class Page:
    walker: str
    path: str
    answer: TestResponse

    def __str__(self) -> str:
        return f"{self.path} as {self.walker}"


@pytest.fixture(scope="module")
def answers(world: World) -> list[Page]:
    """Every GET as everybody, on one's own pages and on an unknown authority's; every POST with an empty form."""
    found = []
    for rule, method in world.walk.routes():
        for walker in LOOKING if method == "GET" else ["support", "lead who reads risk", "anonymous"]:
            for owner in (world.mine, nobody()) if "code" in rule.arguments else (world.mine,):
                path = world.walk.address(rule, owner)
                found.append(Page(walker, path, world.call(walker, method, path)))
    return found


def is_file(page: Page) -> bool:
    return page.answer.headers.get("Content-Disposition", "").startswith("attachment")


@pytest.fixture(scope="module")
def pages(answers: list[Page]) -> list[Page]:
    """Those that are pages, each body once."""
    shown = [page for page in answers if page.answer.mimetype == "text/html" and not is_file(page)]
    once = {page.answer.data: page for page in shown if page.answer.data}
    return [page for page in once.values() if page.answer.status_code not in {301, 302, 303, 308}]


def test_every_page_is_valid_html(pages: list[Page]) -> None:
    assert len(pages) > 60
    for page in pages:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(page.answer.text)
        assert not parser.errors, f"{page}: {parser.errors[:3]}"


def test_every_page_has_one_heading_with_which_its_title_begins(pages: list[Page]) -> None:
    for page in pages:
        tree = html5lib.parse(page.answer.text)
        headings = ["".join(h.itertext()).split() for h in tree.iter(f"{XHTML}h1")]
        assert len(headings) == 1, page
        title = " ".join("".join(next(tree.iter(f"{XHTML}title")).itertext()).split()).removeprefix("Error: ")
        assert title.startswith(" ".join(headings[0])), f"{page}: {title}"


def test_every_id_of_a_page_is_its_own_and_what_refers_to_one_finds_it(pages: list[Page]) -> None:
    for page in pages:
        tree = html5lib.parse(page.answer.text)
        ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
        assert len(ids) == len(set(ids)), f"{page}: {sorted({one for one in ids if ids.count(one) > 1})}"
        assert all(ids), page
        for element in tree.iter():
            named = [
                element.get("for") or "",
                element.get("aria-labelledby") or "",
                element.get("aria-describedby") or "",
            ]
            link = element.get("href") or ""
            wanted = {one for part in named for one in part.split()} | ({link[1:]} if link.startswith("#") else set())
            assert wanted - {""} <= set(ids), f"{page}: {wanted - set(ids)}"


def test_no_page_runs_or_styles_anything_inline(pages: list[Page]) -> None:
    """The policy of the headers would refuse it; here it is named before a browser does."""
    for page in pages:
        tree = html5lib.parse(page.answer.text)
        for script in tree.iter(f"{XHTML}script"):
            if script.get("src") is None:
                inside = "".join(script.itertext()).encode()
                assert f"sha256-{b64encode(sha256(inside).digest()).decode()}" == TEMPLATE_LINE, page
            else:
                assert (script.get("src") or "").startswith("/static/"), page
        for element in tree.iter():
            assert not [name for name in element.attrib if str(name).startswith("on")], f"{page}: {element.attrib}"
            assert element.get("style") is None, f"{page}: {element.tag} has a style of its own"
            assert not (element.get("href") or "").lower().startswith("javascript:"), page


def test_no_page_asks_another_host_for_anything(pages: list[Page]) -> None:
    for page in pages:
        tree = html5lib.parse(page.answer.text)
        for element in tree.iter():
            for name in ("src", "srcset", "action", "data", "poster"):
                assert not re.match(r"(?:https?:)?//", element.get(name) or ""), f"{page}: {element.get(name)}"
            if element.tag == f"{XHTML}link":
                assert (element.get("href") or "").startswith(("/", "data:")), page


def test_every_form_that_changes_something_carries_its_token(pages: list[Page]) -> None:
    for page in pages:
        for form in html5lib.parse(page.answer.text).iter(f"{XHTML}form"):
            names = [field.get("name") for field in form.iter(f"{XHTML}input")]
            assert ("csrf_token" in names) == (form.get("method", "get").lower() == "post"), page


def test_every_answer_has_the_headers(answers: list[Page]) -> None:
    for page in answers:
        for name, value in ALWAYS.items():
            sent = page.answer.headers.getlist(name)
            assert sent == [value] or (is_file(page) and sent == [FILE.get(name)]), f"{page}: {name}"
        assert page.answer.headers["Cache-Control"] == "no-store", page
        assert re.fullmatch(r"[0-9a-f]{32}", page.answer.headers["X-Request-Id"]), page
        assert "Server" not in page.answer.headers or "Python" not in page.answer.headers["Server"], page


KINDS = {
    "text/html; charset=utf-8",
    "text/csv; charset=utf-8",
    "application/json",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def test_every_answer_says_what_it_is(answers: list[Page]) -> None:
    for page in answers:
        kind = page.answer.headers["Content-Type"]
        assert kind in KINDS, f"{page}: {kind}"


def test_every_file_is_offered_for_saving(answers: list[Page]) -> None:
    for page in answers:
        if page.answer.mimetype not in {"text/html", "application/json"}:
            assert page.answer.headers["Content-Disposition"].startswith("attachment; filename"), page


def test_every_cookie_is_kept_from_scripts_and_other_sites(answers: list[Page]) -> None:
    cookies = [cookie for page in answers for cookie in page.answer.headers.getlist("Set-Cookie")]
    assert cookies
    for cookie in cookies:
        flags = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags, cookie
        assert not [flag for flag in flags if flag.startswith("Domain")], cookie


def test_over_https_every_cookie_is_secure_and_the_browser_stays_with_it(world: World, monkeypatch) -> None:
    monkeypatch.setitem(world.app.config, "SESSION_COOKIE_SECURE", True)
    monkeypatch.setitem(world.app.config, "SESSION_COOKIE_NAME", "__Host-form")
    answer = client_of(world.app, None).get("/sign-in", base_url="https://throughline.example")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-form=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert answer.headers["Strict-Transport-Security"] == TRANSPORT
    seconds = int(re.findall(r"max-age=(\d+)", TRANSPORT)[0])
    assert seconds >= 365 * 24 * 3600
    assert "includeSubDomains" in TRANSPORT


def test_without_its_token_no_form_is_taken(world: World) -> None:
    for rule, method in world.walk.routes():
        if method == "GET":
            continue
        path = world.walk.address(rule, world.mine)
        for walker in ("support", "anonymous"):
            client = world.client(walker)
            answer = client.open(path, method=method, data={"csrf_token": "forged"})
            assert answer.status_code == 400, f"{method} {path} as {walker}: {answer.status_code}"


def test_a_method_that_an_address_does_not_know_is_refused(world: World) -> None:
    client = world.client("support")
    for rule in world.walk.rules():
        path = world.walk.address(rule, world.mine)
        for method in ("PUT", "DELETE", "TRACE", "PATCH"):
            answer = client.open(path, method=method)
            assert answer.status_code in {400, 405}, f"{method} {path}"


@pytest.mark.parametrize("walker", ["support", "anonymous"])
def test_a_fault_in_any_page_tells_nothing_but_a_number(
    world: World, walker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "SELECT canary FROM /platform/secrets.py"

    def fail(**_arguments: object) -> None:
        raise RuntimeError(secret)

    for rule, method in world.walk.routes():
        if method != "GET":
            continue
        fail.access_mark = mark_of(world.app.view_functions[rule.endpoint])  # type: ignore[attr-defined]
        with monkeypatch.context() as changed:
            changed.setitem(world.app.view_functions, rule.endpoint, fail)
            answer = world.client(walker).get(world.walk.address(rule, world.mine))
        assert answer.status_code == 500, rule.rule
        assert not TELLING.search(answer.text), rule.rule
        assert "canary" not in answer.text
        assert answer.headers["X-Request-Id"] in answer.text, "the number to tell the support team"
        assert dict(ALWAYS).items() <= dict(answer.headers).items()


@pytest.mark.parametrize("status", sorted(default_exceptions))
def test_every_kind_of_error_has_its_page(world: World, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    error: type[HTTPException] = default_exceptions[status]

    def fail() -> None:
        raise error

    monkeypatch.setitem(world.app.view_functions, "sign_in.ask", fail)
    answer = client_of(world.app, None).get("/sign-in")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert answer.text.count("<h1") == 1
    assert not TELLING.search(answer.text)
    assert dict(ALWAYS).items() <= dict(answer.headers).items()
    for word in ("invalid", "please", "sorry", "oops", "forbidden"):
        assert word not in answer.text.lower()
