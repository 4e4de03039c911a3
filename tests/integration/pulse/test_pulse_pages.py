"""The pages of the team health check: the lead's, and the one of whoever comes by a link."""

import re
from datetime import timedelta

import pytest
from factories.team_pulse import Team, behind, links_of, make_team
from fixtures.databases import Clone
from fixtures.identities import ClientAs, client_of
from flask import Flask

from core.access import Role
from core.clock import today
from core.process import Process
from leadership.pulse.kinds import Question
from leadership.pulse.tasks import tend_pulses
from web.demonstration.product import product

ANSWERS = {question.value: "4" for question in Question}


@pytest.fixture
def team(clone: Clone) -> Team:
    return make_team(clone, members=0)


def parts(day) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def test_a_month_through_the_pages(
    clone: Clone, app: Flask, client_as: ClientAs, environment: dict[str, str], team: Team
) -> None:
    lead = client_as(Role.LEAD, authority=team.code)
    base = f"/authorities/{team.code}/team-pulse"
    page = lead.get(base)
    assert "No month has been released yet." in page.text
    assert lead.get(f"{base}.csv").status_code == 404
    refused = lead.send(f"{base}/open", closes_on=parts(today() + timedelta(days=7)))
    assert refused.status_code == 422, "nobody is on the list"
    assert lead.send(f"{base}/members", addresses="nonsense").status_code == 422
    typed = "a@x.example\nB@x.example, c@x.example; d@x.example"
    assert lead.send(f"{base}/members", addresses=typed).status_code == 303
    assert "b@x.example" in lead.get(f"{base}/members").text
    assert lead.send(f"{base}/open", closes_on=parts(today())).status_code == 422
    assert lead.send(f"{base}/open", closes_on=parts(today() + timedelta(days=7))).status_code == 303
    with product(environment, Process.WORKER):
        from leadership.pulse.tasks import tend_pulse  # noqa: PLC0415

        ((number,),) = behind(clone, "SELECT id FROM pulse_round")
        tend_pulse(str(number))
    links = links_of(environment)
    assert sorted(links) == ["a@x.example", "b@x.example", "c@x.example", "d@x.example"]
    for place, sealed in enumerate(links.values()):
        rater = client_of(app, None)
        asked = rater.get(f"/team-pulse/{sealed}")
        assert asked.status_code == 200
        assert "Who will see what" in asked.text
        assert behind(clone, "SELECT count(*) FROM pulse_answer") == [(place * 5,)], "opening changes nothing"
        missing = rater.send(f"/team-pulse/{sealed}", **{**ANSWERS, "purpose": ""})
        assert missing.status_code == 422
        assert "Choose a number from 1 to 5" in missing.text
        sent = rater.send(f"/team-pulse/{sealed}", **ANSWERS)
        assert "Your five answers are in." in sent.text
    running = lead.get(base)
    assert "4 people are asked" in running.text
    assert "answered" not in running.text.split("How we know")[0].replace("who has answered", ""), "no live counts"
    assert lead.send(f"{base}/{number}/close").status_code == 303
    with product(environment, Process.WORKER):
        tend_pulses()
    shown = lead.get(base)
    assert "4 of 4 answered" in shown.text
    table = lead.get(f"{base}.csv")
    assert table.text.count("4.0") == 5
    assert "4 of 4 answered" in lead.get(f"/authorities/{team.code}").text
    late = client_of(app, None).get(f"/team-pulse/{next(iter(links.values()))}")
    unknown = client_of(app, None).get("/team-pulse/no-such-link")
    assert (late.status_code, len(late.data)) == (unknown.status_code, len(unknown.data)) == (404, len(late.data))


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.RISK_READER, Role.SIGNATORY, Role.DFE_VIEWER])
def test_others_are_refused_whether_there_is_a_pulse_or_not(client_as: ClientAs, team: Team, role: Role) -> None:
    somebody = client_as(role, authority=team.code)
    for path in ("", ".csv", "/open", "/members"):
        assert somebody.get(f"/authorities/{team.code}/team-pulse{path}").status_code == 403
        assert somebody.get(f"/authorities/Z999/team-pulse{path}").status_code == 403


def untokened(page: str) -> str:
    """The page without its form token, which tells the second in which it was made."""
    return re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", page)


def test_the_page_of_the_support_team_is_the_same_with_and_without(
    clone: Clone, client_as: ClientAs, team: Team
) -> None:
    support, lead = client_as(Role.SUPPORT), client_as(Role.LEAD, authority=team.code)
    before = untokened(support.get(f"/authorities/{team.code}").text)
    typed = "a@x.example b@x.example c@x.example d@x.example"
    assert lead.send(f"/authorities/{team.code}/team-pulse/members", addresses=typed).status_code == 303
    day = parts(today() + timedelta(days=7))
    assert lead.send(f"/authorities/{team.code}/team-pulse/open", closes_on=day).status_code == 303
    assert untokened(support.get(f"/authorities/{team.code}").text) == before
    assert "pulse" not in before


def test_another_lead_finds_nothing(client_as: ClientAs, clone: Clone, team: Team) -> None:
    other = make_team(clone, 2, "Bramford")
    lead = client_as(Role.LEAD, authority=team.code)
    assert lead.get(f"/authorities/{other.code}/team-pulse").status_code == 404
    ((member,),) = behind(clone, "SELECT id FROM pulse_member ORDER BY email LIMIT 1")
    gone = lead.send(f"/authorities/{team.code}/team-pulse/members/{member}/remove")
    assert gone.status_code == 404
