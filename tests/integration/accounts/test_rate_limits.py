"""Asking and entering have limits, which hold when the cache is away (reliability 6, items 15, 53 and 58)."""

import pytest
from fixtures.identities import client_of
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from core.limits import count_or_refuse, refuse_when_spent, set_up_limits
from core.settings import Settings

pytestmark = pytest.mark.usefixtures("lead")
LIMIT = 10
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["cache", "no cache"])
def limited_app(app: Flask, request: pytest.FixtureRequest) -> Flask:
    """The product with its cache, and with a cache that does not answer."""
    if request.param == "no cache":
        set_up_limits(app, NOWHERE)
    return app


def ask(app: Flask, email: str, address: str = "10.0.0.1", **headers: str) -> int:
    client = client_of(app, None)
    fields = {"csrf_token": client.form_token(), "email": email}
    return client.post("/sign-in", data=fields, environ_base={"REMOTE_ADDR": address}, headers=headers).status_code


def test_the_eleventh_request_from_a_place_is_refused(limited_app: Flask) -> None:
    answers = [ask(limited_app, f"somebody{turn}@nowhere.example") for turn in range(LIMIT + 1)]
    assert answers == [303] * LIMIT + [429]
    assert ask(limited_app, "somebody@nowhere.example", "10.0.0.2") == 303, "another place is not concerned"


def test_the_eleventh_link_for_an_address_is_refused_wherever_it_is_asked_for(limited_app: Flask) -> None:
    answers = [ask(limited_app, "LEAD@ashmere.example ", f"10.0.1.{turn}") for turn in range(LIMIT + 1)]
    assert answers == [303] * LIMIT + [429]


def test_an_unknown_address_is_refused_alike(limited_app: Flask) -> None:
    answers = [ask(limited_app, "nobody@nowhere.example", f"10.0.1.{turn}") for turn in range(LIMIT + 1)]
    assert answers == [303] * LIMIT + [429]


def test_failures_to_enter_are_counted_and_successes_are_not(limited_app: Flask) -> None:
    client = client_of(limited_app, None)
    answers = [client.send(f"/sign-in/forged-{turn}").status_code for turn in range(LIMIT + 2)]
    assert answers == [410] * LIMIT + [429, 429]


def test_the_refusal_says_how_long_to_wait(app: Flask) -> None:
    client = client_of(app, None)
    for turn in range(LIMIT):
        client.send(f"/sign-in/forged-{turn}")
    refused = client.send("/sign-in/forged")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert "Wait a few minutes" in refused.text


def test_a_spoofed_forwarding_header_is_no_other_place(app: Flask) -> None:
    answers = [
        ask(app, f"somebody{turn}@nowhere.example", **{"X-Forwarded-For": f"10.9.9.{turn}"})
        for turn in range(LIMIT + 1)
    ]
    assert answers[-1] == 429


def test_the_cache_holds_no_address(app: Flask, settings: Settings) -> None:
    import redis  # noqa: PLC0415

    ask(app, "lead@ashmere.example")
    with redis.Redis.from_url(settings.cache_url) as cache:
        keys = b"\n".join(cache.keys("*"))
    assert b"sign-in.ask-account" in keys
    assert b"ashmere" not in keys
    assert b"10.0.0.1" not in keys


def test_a_window_moves_on(app: Flask) -> None:
    import time  # noqa: PLC0415

    with app.app_context():
        count_or_refuse("1 per second", "test", "me")
        with pytest.raises(TooManyRequests):
            refuse_when_spent("1 per second", "test", "me")
        with pytest.raises(TooManyRequests):
            count_or_refuse("1 per second", "test", "me")
        count_or_refuse("1 per second", "test", "you")
        time.sleep(1.05)
        refuse_when_spent("1 per second", "test", "me")
        count_or_refuse("1 per second", "test", "me")
