"""Links that need no account have limits of their own, as links to sign in have (reliability 6, items 15 and 53)."""

from hashlib import sha256

import pytest
from factories.profile_rounds import at_link, heading, make_invited, make_leading, make_round
from factories.team_pulse import make_team, open_month
from fixtures.databases import Clone
from fixtures.identities import client_of
from flask import Flask

from core.limits import set_up_limits
from core.settings import Settings
from leadership.profiles.kinds import Group
from leadership.profiles.link import hash_of
from leadership.profiles.views import link_limits

FEW = 3


@pytest.fixture(params=["cache", "no cache"])
def limited_app(app: Flask, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The product with small limits, with its cache and with a cache that does not answer."""
    if request.param == "no cache":
        set_up_limits(app, "redis://127.0.0.1:1/0")
    monkeypatch.setattr(link_limits, "OF_A_LINK", f"{FEW} per 5 minutes")
    monkeypatch.setattr(link_limits, "OPENING_NOTHING", f"{FEW} per 5 minutes")
    return app


def test_links_that_open_nothing_run_out_and_so_does_a_link_used_too_often(clone: Clone, limited_app: Flask) -> None:
    leading = make_leading(clone)
    (rate,) = make_invited(clone, leading, make_round(clone, leading), Group.PEERS, "p@x.example")
    _, (pulse, *_) = open_month(clone, make_team(clone, 2, "Bramford"))
    client = client_of(limited_app, None)
    for path in (at_link(limited_app, rate).path, f"/team-pulse/{pulse}"):
        assert [client.get(path).status_code for _ in range(FEW)] == [200] * FEW, path
        refused = client.get(path)
        assert refused.status_code == 429
        assert heading(refused) == "Too many attempts"
        assert 0 < int(refused.headers["Retry-After"]) <= 300
        assert client.post(path, data={"csrf_token": client.form_token()}).status_code == 429
    for path in ("/rate", "/team-pulse"):
        answers = [client.get(f"{path}/forged-{turn}").status_code for turn in range(FEW + 2)]
        assert answers == [404] * FEW + [429] * 2, path
        elsewhere = client.get(f"{path}/forged", environ_base={"REMOTE_ADDR": "10.0.0.9"})
        assert elsewhere.status_code == 404, "another place is not concerned"


def test_a_place_with_many_raters_has_room_for_them_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_limits, "OF_A_PLACE", f"{FEW} per 5 minutes")
    client = client_of(app, None)
    answers = [client.get(f"/rate/forged-{turn}").status_code for turn in range(FEW + 1)]
    assert answers == [404] * FEW + [429]


def test_the_cache_holds_neither_place_nor_link(clone: Clone, app: Flask, settings: Settings) -> None:
    """Nor what the database keeps of the link: together they would say who is answering."""
    import redis  # noqa: PLC0415

    _, (pulse, *_) = open_month(clone, make_team(clone))
    assert client_of(app, None).get(f"/team-pulse/{pulse}").status_code == 200
    with redis.Redis.from_url(settings.cache_url) as cache:
        keys = b"\n".join(cache.keys("*")).decode()
    assert "team-pulse.link" in keys
    for trail in (pulse, hash_of(pulse), sha256(hash_of(pulse).encode()).hexdigest()[:32], "127.0.0.1"):
        assert trail not in keys
