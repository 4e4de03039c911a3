"""The leadership register in Chromium: nothing for axe, nothing wider than a phone, and all of it without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.predictions import add_prediction
from factories.seats import SUPPORT, make_scene, told
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from playwright.sync_api import Page, expect

from core.access import Role
from core.clock import today
from leadership.register.days import Day
from leadership.register.departures import announce_departure


@dataclass(frozen=True)
class Leaders:
    address: str
    director: UUID
    tenure: UUID
    interim: UUID
    interims: UUID
    vacant: UUID
    person: UUID


@pytest.fixture
def leaders(clone: Clone, live_server: str) -> Leaders:
    with clone.session() as session:
        scene = make_scene(session)
        director, interim = scene.post(), scene.post("assistant_director", "Assistant Director, Early Help and Care")
        vacant = scene.post("practice_lead", "Practice Lead")
        held = scene.hold(director)
        other = scene.hold(interim, "Bea Second", date(2024, 1, 8), "interim", contract_ends_on=date(2030, 1, 1))
        announce_departure(
            session,
            by=SUPPORT,
            post=director,
            tenure=held,
            last_day=Day(today() + timedelta(days=50)),
            told=told(today()),
            on=today(),
        )
        add_prediction(session, scene.authority.id, director.id, today())
        add_prediction(session, scene.authority.id, director.id, date(2022, 4, 1), replayed=True)
        made = Leaders(live_server, director.id, held.id, interim.id, other.id, vacant.id, held.person_id)
        session.commit()
    return made


def sign_in(page: Page, clone: Clone, address: str, *roles: Role, person: UUID | None = None) -> None:
    secret = make_signed_in(clone, *roles, authority="Z001", person_id=person).secret
    page.context.add_cookies([{"name": "session", "value": secret, "url": address}])


def test_every_page_about_leaders_is_accessible(
    page: Page, clone: Clone, leaders: Leaders, check_page: Callable[[Page], None]
) -> None:
    sign_in(page, clone, leaders.address, Role.SUPPORT)
    director, interim = (f"/authorities/Z001/posts/{number}" for number in (leaders.director, leaders.interim))
    for path in (
        "/authorities/Z001/leaders",
        "/authorities/Z001/leaders?as_known_on=2024-06-03",
        "/authorities/Z001/leaders/open-post",
        "/authorities/Z001/people",
        f"/authorities/Z001/people/{leaders.person}/name",
        f"/authorities/Z001/people/{leaders.person}/same-as?name=a",
        director,
        interim,
        f"/authorities/Z001/posts/{leaders.vacant}",
        f"{director}/tenures/{leaders.tenure}/left",
        f"{director}/tenures/{leaders.tenure}/staying",
        f"{director}/tenures/{leaders.tenure}/correct",
        f"{interim}/tenures/{leaders.interims}/leaving",
        f"{interim}/tenures/{leaders.interims}/confirm",
        f"{interim}/close",
        f"{interim}/held-before",
        f"{director}/appoint",
        f"{director}/appoint/from-elsewhere?name=Bea",
    ):
        answer = page.goto(leaders.address + path)
        assert answer is not None
        assert answer.status == 200, path
        check_page(page)


def test_a_leaders_own_page_is_accessible(
    page: Page, clone: Clone, leaders: Leaders, check_page: Callable[[Page], None]
) -> None:
    sign_in(page, clone, leaders.address, Role.LEADER, person=leaders.person)
    page.goto(f"{leaders.address}/my-post")
    expect(page.get_by_role("heading", name="Director, Ashmere")).to_be_visible()
    check_page(page)


def test_a_lead_appoints_with_scripts_off(page_without_scripts: Page, clone: Clone, leaders: Leaders) -> None:
    page = page_without_scripts
    sign_in(page, clone, leaders.address, Role.LEAD)
    page.goto(f"{leaders.address}/authorities/Z001/leaders")
    page.get_by_role("link", name="Record a change of Practice Lead").click()
    page.get_by_role("button", name="Appoint").click()
    page.get_by_label("Who is appointed?").select_option("Somebody new, named below")
    page.get_by_label("Name of somebody new").fill("Dee Fourth")
    page.get_by_label("Permanent", exact=True).check()
    first_day = page.get_by_role("group", name="First day in post")
    for name, value in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        first_day.get_by_label(name).fill(str(value))
    page.get_by_role("button", name="Record the appointment").click()
    expect(page.get_by_text("Dee Fourth is on record as permanent from")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice Lead")
