"""The pages of a signature: what was not read is not signed, and why one may not sign (decision 46)."""

import re

import pytest
from factories.pages import sign_as_read, words
from factories.reviewed_returns import WHY, Desk
from factories.signed_returns import BASE, OTHER, client, explain_on_pages, last_event, make_office, stored_on_pages
from fixtures.databases import Clone
from fixtures.identities import ClientAs

from core.access import Role


@pytest.fixture
def office(clone: Clone) -> Desk:
    return make_office(clone)


def test_the_page_refuses_words_that_were_not_on_it_and_shows_those_that_count(
    clone: Clone, office: Desk, client_as: ClientAs
):
    lead, director = client(client_as, Role.LEAD), client(client_as, Role.SIGNATORY)
    assert lead.send("/authorities/Z001/returns/setting", sign_off="y").status_code == 303
    stored_on_pages(clone, office)
    explain_on_pages(lead, WHY)
    page = director.get(f"{BASE}/sign-off").text
    read = re.search(r'name="words" value="([0-9a-f]{64})"', page)
    assert read is not None
    explain_on_pages(lead, OTHER)
    refused = director.send(f"{BASE}/sign-off", version=1, words=read[1])
    assert refused.status_code == 409
    assert "An explanation has changed since you opened the page." in words(refused)
    assert OTHER in words(refused)
    assert director.send(f"{BASE}/sign-off", version=1).status_code == 409, "a form without what was read signs nothing"
    assert sign_as_read(director, BASE).status_code == 303


def test_the_page_says_why_one_cannot_sign_ones_own_version(clone: Clone, office: Desk, client_as: ClientAs):
    both = client(client_as, Role.LEAD, Role.SIGNATORY)
    both.send("/authorities/Z001/returns/setting", sign_off="y")
    stored_on_pages(clone, office)
    explain_on_pages(both, WHY)
    page = words(both.get(f"{BASE}/sign-off"))
    assert "another signatory of your authority must sign it off" in page
    assert "Sign off version 1" not in page
    refused = both.send(f"{BASE}/sign-off", version=1)
    assert refused.status_code == 409
    assert "or to switch the sign-off off" in words(refused)
    # Nor do they get round it.
    setting = both.get("/authorities/Z001/returns/setting")
    assert "but not off" in words(setting)
    assert 'name="sign_off"' not in setting.text
    assert both.send("/authorities/Z001/returns/setting").status_code == 403
    assert both.send(f"{BASE}/submit", version=1).status_code == 422
    # The way out that the sentence names.
    team = client_as(Role.SUPPORT)
    assert team.send("/authorities/Z001/returns/setting").status_code == 303
    assert "Switched off on" in words(team.get("/authorities/Z001/returns/setting"))
    assert both.send(f"{BASE}/submit", version=1).status_code == 303


def test_the_checklist_says_why_one_who_explained_does_not_approve(clone: Clone, office: Desk, client_as: ClientAs):
    team = client_as(Role.SUPPORT)
    stored_on_pages(clone, office)
    explain_on_pages(team, WHY)
    assert client(client_as, Role.LEAD).send(f"{BASE}/submit", version=1).status_code == 303
    page = words(team.get(f"{BASE}/review"))
    assert "You stored, explained or submitted this version" in page
    assert "Approve version 1" not in page
    assert team.send(f"{BASE}/approve", version=1).status_code == 409
    assert client_as(Role.SUPPORT).send(f"{BASE}/approve", version=1).status_code == 303


def test_a_reason_that_was_typed_stays_when_another_version_came_in_between(
    clone: Clone, office: Desk, client_as: ClientAs
):
    lead, director, team = (client(client_as, Role.LEAD), client(client_as, Role.SIGNATORY), client_as(Role.SUPPORT))
    lead.send("/authorities/Z001/returns/setting", sign_off="y")
    stored_on_pages(clone, office)
    explain_on_pages(lead, WHY)
    reason = "Say which of the two front doors you mean."
    # The page of version 2 that was never there stands for one that has grown old.
    declined = director.send(f"{BASE}/sign-off/decline", version=2, reason=reason)
    assert declined.status_code == 409
    assert "Version 1 has been stored since you opened the page." in words(declined)
    assert reason in words(declined)
    assert sign_as_read(director, BASE).status_code == 303
    assert lead.send(f"{BASE}/submit", version=1).status_code == 303
    refused = team.send(f"{BASE}/send-back", version=2, reason=reason, sections="demand")
    assert refused.status_code == 409
    assert "Version 1 has been stored since you opened the page." in words(refused)
    assert reason in words(refused)
    assert re.search(r'value="demand" checked', refused.text)
    assert team.send(f"{BASE}/approve", version=2).status_code == 409
    with clone.session() as session:
        assert last_event(session).kind == "submitted"
