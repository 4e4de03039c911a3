"""The pages of the register as each kind of user: what they see, and what is not theirs."""

from uuid import uuid4

import pytest
from factories.pages import without_token, words
from factories.register import NAMES
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from flask import Flask
from sqlalchemy import event

from core.access import Role
from core.runtime import runtime

ADDRESSES = (
    "/authorities/{code}",
    "/authorities/{code}/history",
    "/authorities/{code}/record",
    "/authorities/{code}/record/inspections/new",
    "/authorities/{code}/record/adoptions/new",
    "/authorities/{code}/record/adoptions/family_safeguarding/stages/go_live",
    "/authorities/{code}/record/adoptions/family_safeguarding/pause",
    "/authorities/{code}/record/adoptions/family_safeguarding/resume",
    "/authorities/{code}/record/leave",
    "/authorities/{code}/record/contacts/new",
)


def test_the_support_team_opens_every_page(support: SignedInClient):
    for address in ADDRESSES:
        response = support.get(address.format(code="Z001"))
        assert response.status_code == 200, address
        assert response.text.count("<h1") == 1, address


def test_a_lead_sees_their_own_authority_and_no_other(lead: SignedInClient):
    assert "Alderwick" in lead.get("/authorities/Z001").text
    listed = lead.get("/authorities").text
    assert "Alderwick" in listed
    assert "Birchford" not in listed
    assert "Alderwick" in lead.get("/authorities?show=former").text
    unknown = lead.get("/authorities/Z999")
    for address in ("/authorities/Z002", "/authorities/Z002/history"):
        other = lead.get(address)
        assert other.status_code == 404
        assert without_token(other.text) == without_token(unknown.text)
    assert unknown.status_code == 404


def test_a_lead_cannot_edit_the_register(lead: SignedInClient):
    for address in ADDRESSES[2:]:
        assert lead.get(address.format(code="Z001")).status_code == 403, address
    for address in ADDRESSES[3:]:
        assert lead.send(address.format(code="Z001")).status_code == 403, address


@pytest.mark.parametrize("role", [Role.LEADER, Role.DFE_VIEWER])
def test_leaders_and_dfe_viewers_are_refused(register: Clone, client_as: ClientAs, role: Role):
    client = client_as(role, authority="Z001" if role is Role.LEADER else None)
    for address in ("/authorities", "/authorities/Z001", "/authorities/Z001/history", "/authorities/Z001/record"):
        assert client.get(address).status_code == 403


def test_nobody_is_led_to_the_sign_in_page(register: Clone, app: Flask):
    assert app.test_client().get("/authorities/Z001").status_code == 302


def test_the_page_answers_in_its_first_sentence(support: SignedInClient):
    page = words(support.get("/authorities/Z001"))
    assert (
        "Family Safeguarding: live since 11 February 2021; judged good in March 2024; "
        "the next election is on 3 May 2029." in page
    )
    assert "7 of 10 stand in every model" in page
    assert "Planned for October 2020. Pandemic." in page
    assert "ada@alder.example" in page


def test_a_coming_replacement_is_said_with_the_day_of_its_forecast(support: SignedInClient):
    page = words(support.get("/authorities/Z002"))
    assert "Due to be replaced on 1 April 2028; forecast of 1 February 2026." in page
    assert "Due to be replaced" not in words(support.get("/authorities/Z002?as_at=2026-01-31"))


def test_the_page_can_be_read_as_known_on_a_past_day(support: SignedInClient):
    before = words(support.get("/authorities/Z001?as_at=2024-04-14"))
    after = words(support.get("/authorities/Z001?as_at=2024-04-15"))
    assert "Inspected by Ofsted: good" not in before
    assert "Inspected by Ofsted: good" in after
    assert "Family Safeguarding: preparing" in words(support.get("/authorities/Z001?as_at=2021-02-10"))


def test_a_day_that_cannot_be_shown_says_so(support: SignedInClient):
    for asked, says in (
        ("yesterday", "must be written like 2025-11-28"),
        ("2999-01-01", "must not be in the future"),
        ("0001-01-01", "must be 1900 or later"),
    ):
        response = support.get(f"/authorities/Z001?as_at={asked}")
        assert response.status_code == 200
        assert says in response.text


VIEWS: tuple[tuple[str, set[str]], ...] = (
    ("", {"Alderwick", "Birchford"}),
    ("innovation=family_valued", {"Birchford"}),
    ("show=innovators", {"Cedarholt"}),
    ("show=current&search=alder", {"Alderwick"}),
    ("show=current&search=z003", {"Cedarholt"}),
    ("stage=go_live", {"Alderwick"}),
    ("stage=unknown", {"Birchford"}),
    ("region=Norland", {"Alderwick", "Birchford"}),
    ("region=Nowhere&stage=rubbish&sort=rubbish&page=rubbish", {"Alderwick", "Birchford"}),
    ("show=former", set()),
)


def test_the_list_is_narrowed_by_its_address(support: SignedInClient):
    for query, shown in VIEWS:
        page = support.get(f"/authorities?{query}").text
        assert {name for name in NAMES[:3] if f">{name}</a>" in page} == shown, query


def test_the_list_begins_with_the_next_dated_event(support: SignedInClient):
    page = support.get("/authorities").text
    assert page.index("Birchford") < page.index("Alderwick")
    by_name = support.get("/authorities?sort=name").text
    assert by_name.index(">Alderwick<") < by_name.index(">Birchford<")


def test_the_list_asks_as_many_questions_for_many_as_for_few(
    register: Clone, app: Flask, support: SignedInClient, lead: SignedInClient
):
    with app.app_context():
        engine = runtime().engine
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    support.get("/authorities?show=current")
    for_many = len(asked)
    lead.get("/authorities?show=current")
    # The two questions about chances are asked for the support team alone.
    assert abs(len(asked) - 2 * for_many) <= 2
    assert for_many < 36


NOWHERE = (
    "/authorities/Z404/record",
    "/authorities/Z001/record/rumours/new",
    f"/authorities/Z001/record/elections/{uuid4()}",
    f"/authorities/Z001/record/elections/{uuid4()}/withdraw",
    "/authorities/Z001/record/adoptions/family_valued/pause",
    "/authorities/Z001/record/adoptions/family_safeguarding/stages/lift_off",
    f"/authorities/Z001/record/contacts/{uuid4()}/end",
    "/authorities/Z001/record/boundaries/LGR-1",
)


def test_what_is_not_there_is_not_found(support: SignedInClient):
    for address in NOWHERE:
        assert support.get(address).status_code == 404, address
    for address in NOWHERE[1:]:
        assert support.send(address).status_code == 404, address
