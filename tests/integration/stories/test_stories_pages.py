"""A story through the pages: written, its warnings answered, reviewed by a second person, read by the support team."""

import re

import pytest
from factories.stories import Newsroom, make_newsroom
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from flask import Flask

from core.access import Role
from outcomes.catalogue.indicators import list_indicators

INDICATOR = list_indicators()[0].code


@pytest.fixture
def room(clone: Clone) -> Newsroom:
    return make_newsroom(clone)


def seen_in(page: str) -> str:
    return re.search(r'name="seen"[^>]*value="([^"]*)"', page)[1]


def write(lead: SignedInClient, code: str, **changed: str) -> str:
    fields = {"title": "Together", "body": "Jayden came home.", "indicator": INDICATOR, "quarter": ""} | changed
    made = lead.send(f"/authorities/{code}/stories/new", **fields)
    assert made.status_code == 303, made.text
    return made.location


def test_a_story_from_its_writing_to_the_support_team(app: Flask, client_as: ClientAs, room: Newsroom) -> None:
    code, base = room.code, f"/authorities/{room.code}/stories"
    lead, second = client_as(Role.LEAD, authority=code), client_as(Role.SIGNATORY, authority=code)
    support = client_as(Role.SUPPORT)
    path = write(lead, code)
    page = lead.get(path)
    assert "Looks like a given name" in page.text
    assert "Send for review" not in page.text, "a warning is open"
    assert lead.send(f"{path}/send").status_code == 422
    answered = lead.send(f"{path}/warnings", **{"found-1": "Jayden", "reason-1": "<b>the name of our hub</b>"})
    assert answered.status_code == 303
    assert "&lt;b&gt;the name of our hub" in lead.get(path).text
    assert support.get(path).status_code == 404
    assert "Together" not in support.get(base).text
    assert lead.send(f"{path}/send").status_code == 303
    assert lead.get(f"{path}/review").status_code == 403, "not by whoever wrote it"
    assert "1 story waits for your review" in second.get("/").text
    review = second.get(f"{path}/review")
    assert review.status_code == 200
    assert "the name of our hub" in review.text
    assert second.send(f"{path}/release", seen="").status_code == 422
    assert second.send(f"{path}/send-back", reason="").status_code == 422
    assert second.send(f"{path}/release", seen=seen_in(review.text)).status_code == 303
    told = support.get(path)
    assert told.status_code == 200
    assert "Jayden came home." in told.text
    assert "the name of our hub" not in told.text
    assert "What happened" not in told.text
    assert "Together" in support.get(base).text
    assert "Together" in support.get(f"/authorities/{code}").text
    assert "Together" in support.get(f"/authorities/{code}/figures/{INDICATOR}").text
    assert lead.send(f"{path}/withdraw").status_code == 303
    assert support.get(path).status_code == 404
    assert "Together" not in support.get(f"/authorities/{code}").text


def test_a_story_that_is_sent_back_is_changed_and_sent_again(client_as: ClientAs, room: Newsroom) -> None:
    lead, second = client_as(Role.LEAD, authority=room.code), client_as(Role.LEAD, authority=room.code)
    path = write(lead, room.code, body="A family stayed together.")
    assert lead.send(f"{path}/send").status_code == 303
    assert lead.get(f"{path}/change").status_code == 303, "it is being reviewed"
    assert lead.send(f"{path}/change", title="Another").status_code == 409
    assert second.send(f"{path}/send-back", reason="Say what helped.").status_code == 303
    assert "Say what helped." in lead.get(path).text
    form = {"title": "Together", "body": "A key worker helped.", "indicator": INDICATOR, "quarter": ""}
    assert lead.send(f"{path}/change", **form).status_code == 303
    assert lead.send(f"{path}/send").status_code == 303
    assert "A key worker helped." in second.get(f"{path}/review").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter a title."),
        ({"body": ""}, "Enter the story."),
        ({"body": "b" * 1501}, "1,500 characters or fewer"),
        ({"indicator": ""}, "Choose the indicator or the quarter"),
        ({"indicator": "no_such"}, "Choose an indicator of the list."),
    ],
)
def test_what_is_missing_is_said_at_its_box(
    client_as: ClientAs, room: Newsroom, changed: dict[str, str], said: str
) -> None:
    lead = client_as(Role.LEAD, authority=room.code)
    fields = {"title": "Together", "body": "A family stayed.", "indicator": INDICATOR, "quarter": ""} | changed
    answer = lead.send(f"/authorities/{room.code}/stories/new", **fields)
    assert answer.status_code == 422
    assert said in answer.text


def test_another_authoritys_story_is_as_absent_as_none(client_as: ClientAs, room: Newsroom) -> None:
    lead, other = client_as(Role.LEAD, authority=room.code), client_as(Role.LEAD, authority="Z002")
    path = write(lead, room.code)
    number = path.rsplit("/", 1)[1]
    for theirs in (path, f"/authorities/Z002/stories/{number}", f"/authorities/Z002/stories/{number}/change"):
        assert other.get(theirs).status_code == 404
    assert other.send(f"/authorities/Z002/stories/{number}/withdraw").status_code == 404
    assert client_as(Role.DFE_VIEWER).get(path).status_code == 403
    assert client_as(Role.SUPPORT).get(f"/authorities/{room.code}/stories/new").status_code == 403
