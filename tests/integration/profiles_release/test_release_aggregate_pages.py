"""The pages of aggregates: who sees them, and that hidden is the same everywhere (14.2 rule 6, 14.3 cases 1, 8, 9)."""

import csv
import io
import re
from datetime import date

import pytest
from factories.authorities import make_council
from factories.rated_leaders import add_leader, released_round
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from flask import Flask

from core.access import Role
from core.clock import now
from core.process import Process
from leadership.profiles.aggregates.publish import publish
from leadership.profiles.kinds import Group
from leadership.profiles.release.result import HIDDEN

FOURS = {Group.PEERS: [4, 4, 4], Group.DIRECT_REPORTS: [5, 4, 3]}
OF_AUTHORITY = ("/authorities/{}/profile", "/authorities/{}/profile.csv", "/api/authorities/{}/profile")
OF_PROGRAMME = ("/profile-aggregates", "/profile-aggregates.csv", "/api/profile-aggregates")


def nameless(page: str) -> str:
    """The page without what names the council, whoever reads it, or the form's own token."""
    return re.sub(r"Caldry|Dunmoor|Z00\d|Somebody [0-9a-f]{6}|csrf_token\S* value=\S+", "-", page)


@pytest.fixture
def councils(clone: Clone, app: Flask) -> Flask:
    """Four councils: three leaders rated at the first two, two at the third, nobody at the fourth; published."""
    with clone.session() as session:
        for number, name in enumerate(("Ashmere", "Belford", "Caldry", "Dunmoor"), start=1):
            make_council(session, number, name)
        session.commit()
    for code, count in (("Z001", 3), ("Z002", 3), ("Z003", 2)):
        for number in range(count):
            released_round(clone, code, add_leader(clone, code, f"{code} {number}"), FOURS)
    with clone.session(process=Process.CLOSING) as session:
        publish(session, adopted={}, on=date(2026, 11, 1), at=now())
        session.commit()
    return app


def test_the_lead_sees_the_authority_and_nobody_else_does(councils: Flask, client_as: ClientAs) -> None:
    lead, other = (client_as(Role.LEAD, authority=code) for code in ("Z001", "Z002"))
    for address in OF_AUTHORITY:
        path = address.format("Z001")
        answer = lead.get(path)
        assert answer.status_code == 200, path
        assert "4.00" in answer.text
        assert other.get(path).status_code == 404
        assert client_as(Role.SUPPORT).get(path).status_code in {403, 404}
        assert client_as(Role.LEADER, authority="Z001").get(path).status_code in {403, 404}
        assert client_as(Role.DFE_VIEWER).get(path).status_code in {403, 404}


def test_what_is_hidden_and_what_does_not_exist_look_the_same(councils: Flask, client_as: ClientAs) -> None:
    """14.3 case 9: two rated leaders and none at all, by status, by length and by every word."""
    for address in OF_AUTHORITY:
        hidden, absent = (client_as(Role.LEAD, authority=code).get(address.format(code)) for code in ("Z003", "Z004"))
        assert (hidden.status_code, absent.status_code) == (200, 200)
        assert nameless(hidden.text) == nameless(absent.text), "so both have one length too"
        assert "4.00" not in hidden.text
        assert HIDDEN in hidden.text


def test_the_programme_is_for_the_support_team_in_every_format(councils: Flask, client_as: ClientAs) -> None:
    support = client_as(Role.SUPPORT)
    for path in OF_PROGRAMME:
        answer = support.get(path)
        assert answer.status_code == 200, path
        assert "4.00" in answer.text
        assert "Ashmere" not in answer.text
        for role in (Role.LEAD, Role.LEADER, Role.RISK_READER, Role.SIGNATORY):
            assert client_as(role, authority="Z001").get(path).status_code in {403, 404}
        for role in (Role.DFE_VIEWER, Role.COACH):
            assert client_as(role).get(path).status_code in {403, 404}
    rows = list(csv.DictReader(io.StringIO(support.get(OF_PROGRAMME[1]).text.lstrip("\ufeff"))))
    assert len(rows) == 20, "the programme and three innovations, five attributes each, whatever is hidden"
    assert {row["Mean"] for row in rows if row["Leaders of"] != "The programme"} == {HIDDEN}


@pytest.mark.parametrize("asked", ["region=Norland", "innovation=family_valued", "sort=mean", "role=dcs"])
def test_no_smaller_part_can_be_asked_for(councils: Flask, client_as: ClientAs, asked: str) -> None:
    """14.3 cases 8 and 14: refused alike, without a name."""
    for path in OF_PROGRAMME:
        answer = client_as(Role.SUPPORT).get(f"{path}?{asked}")
        assert answer.status_code == 404
        assert not any(name in answer.text for name in ("Ashmere", "Belford", "Caldry", "Norland"))
