"""Who reads and records what on the pages of the leadership register: leads, support, leaders, nobody else."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.leaders_on_pages import LAST, Leaders
from factories.pages import day, without_token, words
from factories.seats import ON, SUPPORT, make_scene, told
from fixtures.identities import ClientAs, SignedInClient

from core.access import Role
from core.clock import today
from leadership.register.models import Person, Post
from leadership.register.people import correct_name, same_person


def test_a_confidential_departure_stays_between_those_entitled(
    leaders: Leaders, lead: SignedInClient, client_as: ClientAs
):
    address = leaders.address(leaders.director)
    sent = lead.send(
        leaders.address(leaders.director, "Ada", "leaving"),
        **day("last_day", today() + timedelta(days=90)),
        **day("confidential_until", today() + timedelta(days=30)),
        precision="day",
        **LAST,
    )
    assert sent.status_code == 303
    mark = "is to leave"
    assert mark in words(lead.get(address)), "who recorded it"
    assert "confidential until" in words(lead.get(address))
    assert mark in words(client_as(Role.SUPPORT).get(address))
    assert mark in words(client_as(Role.LEAD, Role.RISK_READER, authority="Z001").get(address))
    other = client_as(Role.LEAD, authority="Z001")
    for place in (address, "/authorities/Z001/leaders"):
        assert mark not in words(other.get(place))
    # Nor does an appointment by somebody else give it away.
    refused = other.send(
        f"{address}/appoint",
        person="new",
        new_name="Dee Fourth",
        status="permanent",
        **day("started_on", today() + timedelta(days=100)),
        precision="day",
        internal="",
        confidence="",
    )
    assert "no departure is on record" in words(refused)


def test_the_support_team_moves_a_person_between_authorities(leaders: Leaders, support: SignedInClient):
    search = f"{leaders.address(leaders.vacant)}/appoint/from-elsewhere"
    page = support.get(f"{search}?name=cai")
    assert "Director of Belford, Belford" in words(page)
    form = f"{leaders.address(leaders.vacant)}/appoint?person={leaders.people['Cai']}"
    assert form in page.text
    assert "Cai Third: Director of Belford, Belford" in words(support.get(form))
    sent = support.send(
        form,
        person=str(leaders.people["Cai"]),
        status="permanent",
        leaves=[str(leaders.tenures["Cai"])],
        **day("started_on", today()),
        precision="day",
        internal="no",
        **LAST,
    )
    assert sent.status_code == 303, words(sent)
    assert leaders.seat(leaders.belfords).vacant
    assert leaders.seat(leaders.vacant).holders[0].tenure.person_id == leaders.people["Cai"]
    assert "Nobody's name holds" in words(support.get(f"{search}?name=zzz"))


def test_the_support_team_joins_two_records_of_one_person(leaders: Leaders, support: SignedInClient):
    with leaders.clone.session() as session:
        twin = make_scene(session, 2, "Belford").person("Ada First-Again")
        session.commit()
    assert "Another record" in words(support.get("/authorities/Z002/people"))
    address = f"/authorities/Z002/people/{twin.id}/same-as"
    page = support.get(f"{address}?name=Ada")
    assert "Ada First (Director, Ashmere)" in words(page)
    sent = support.send(f"{address}?name=Ada", same_as=str(leaders.people["Ada"]), **LAST)
    assert sent.status_code == 303, words(sent)
    with leaders.clone.session() as session:
        assert session.get_one(Person, twin.id).same_as_id == leaders.people["Ada"]


@pytest.mark.parametrize("role", [Role.RISK_READER, Role.LEADER, Role.DFE_VIEWER])
def test_nobody_else_reads_or_records(leaders: Leaders, client_as: ClientAs, role: Role):
    client = client_as(role, authority="Z001" if role.of_one_authority else None)
    for address in (
        "/authorities/Z001/leaders",
        leaders.address(leaders.director),
        leaders.address(leaders.director, "Ada", "leaving"),
        "/authorities/Z001/people",
    ):
        assert client.get(address).status_code == 403, address


def test_another_authoritys_pages_are_as_absent_as_unknown_ones(leaders: Leaders, lead: SignedInClient):
    unknown = UUID(int=9)
    pairs = [
        ("/authorities/Z002/leaders", "/authorities/Z999/leaders"),
        (leaders.address(leaders.belfords, code="Z002"), f"/authorities/Z999/posts/{unknown}"),
        (leaders.address(leaders.belfords), leaders.address(unknown)),
        (
            leaders.address(leaders.director, "Cai", "left"),
            f"{leaders.address(leaders.director)}/tenures/{unknown}/left",
        ),
        ("/authorities/Z002/leaders/open-post", "/authorities/Z999/leaders/open-post"),
    ]
    for theirs, nobodys in pairs:
        answers = [lead.get(theirs), lead.get(nobodys)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert without_token(answers[0].text) == without_token(answers[1].text)
        sent = [lead.send(theirs), lead.send(nobodys)]
        assert {answer.status_code for answer in sent} <= {404, 405}


def test_what_is_for_the_support_team_is_closed_to_a_lead(leaders: Leaders, lead: SignedInClient):
    assert lead.get(f"{leaders.address(leaders.vacant)}/appoint/from-elsewhere?name=Cai").status_code == 403
    assert lead.get(f"/authorities/Z001/people/{leaders.people['Ada']}/same-as").status_code == 403
    page = lead.get(f"{leaders.address(leaders.vacant)}/appoint?person={leaders.people['Cai']}")
    assert "Cai Third" not in page.text
    assert "Somebody who works in another authority" not in page.text


def test_a_leader_finds_their_own_post_and_nothing_about_what_may_come(leaders: Leaders, client_as: ClientAs):
    ada = client_as(Role.LEADER, authority="Z001", person_id=leaders.people["Ada"])
    page = words(ada.get("/my-post"))
    assert "Director, Ashmere" in page
    assert "6 January 2020" in page
    assert "isk" not in page.split("<main")[1].split("</main")[0]
    assert "Bea Second" not in page
    stranger = client_as(Role.LEADER, authority="Z001", person_id=UUID(int=5))
    assert "No current post is on record under your name." in words(stranger.get("/my-post"))


def test_a_leader_recorded_twice_finds_both_posts(leaders: Leaders, client_as: ClientAs):
    with leaders.clone.session() as session:
        ada, cai = (session.get_one(Person, leaders.people[name]) for name in ("Ada", "Cai"))
        same_person(session, by=SUPPORT, person=cai, same_as=ada, told=told(today()), on=today())
        session.commit()
    both = client_as(Role.LEADER, authority="Z002", person_id=leaders.people["Ada"])
    assert "Director of Belford, Belford" in words(both.get("/my-post"))


def test_a_leader_whose_name_was_corrected_still_finds_their_post(leaders: Leaders, client_as: ClientAs):
    """The account names the old record; what comes later is on the new one."""
    client = client_as(Role.LEADER, authority="Z001", person_id=leaders.people["Ada"])
    with leaders.clone.session() as session:
        scene, ada = make_scene(session), session.get_one(Person, leaders.people["Ada"])
        right = correct_name(
            session, by=SUPPORT, authority=scene.authority, person=ada, name="Ada Firth", told=told(), on=ON
        )
        scene.hold(session.get_one(Post, leaders.vacant), right, date(2024, 5, 1))
        session.commit()
    page = words(client.get("/my-post"))
    assert "Practice Lead, Ashmere" in page
    assert "Director, Ashmere" in page
