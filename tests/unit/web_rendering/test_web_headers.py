"""The headers of every answer."""

import pytest
from flask import Flask, Response

from web.headers import ALWAYS, POLICY


@pytest.fixture
def client(fresh_app: Flask):
    @fresh_app.route("/page")
    def page() -> str:
        return "words"

    @fresh_app.route("/keep")
    def keep() -> Response:
        response = Response("a,b")
        response.headers["Cache-Control"] = "private, max-age=60"
        return response

    return fresh_app.test_client()


def test_every_answer_carries_them_even_a_missing_page(client) -> None:
    for path in ("/page", "/nowhere"):
        headers = client.get(path).headers
        for name, value in ALWAYS.items():
            assert headers.getlist(name) == [value]
        assert headers["Cache-Control"] == "no-store"


def test_the_policy_allows_no_foreign_and_no_inline_content() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert rules["default-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert rules["script-src"].count("sha256-") == 1


def test_a_view_may_allow_its_answer_to_be_kept(client) -> None:
    assert client.get("/keep").headers["Cache-Control"] == "private, max-age=60"


def test_browsers_stay_on_https_where_the_public_address_has_it(fresh_app: Flask) -> None:
    """Even if the proxy in front forgets to say that this request came over TLS."""
    fresh_app.config["SESSION_COOKIE_SECURE"] = True
    assert "Strict-Transport-Security" in fresh_app.test_client().get("/nowhere").headers


def test_browsers_are_told_to_stay_on_https_only_over_https(client) -> None:
    assert "Strict-Transport-Security" not in client.get("/page").headers
    secure = client.get("/page", base_url="https://throughline.example").headers
    assert secure["Strict-Transport-Security"].startswith("max-age=63072000")
