"""A departure followed to the new holder's confirmation, and a director who moves, in Chromium on phone and desk."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.seats import make_scene
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from fixtures.widths import on_a_phone
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.access import Role
from core.clock import today
from leadership.register.models import Person, Tenure

Check = Callable[[Page], None]


@dataclass(frozen=True)
class Two:
    """Ashmere with a director and an assistant director, Belford with a vacant director's post."""

    clone: Clone
    address: str
    director: UUID
    tenure: UUID
    ada: UUID
    belfords: UUID

    def enter(self, page: Page, role: Role, *, code: str = "Z001", person: UUID | None = None) -> None:
        """Sign in as somebody else."""
        secret = make_signed_in(self.clone, role, authority=code, person_id=person).secret
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "session", "value": secret, "url": self.address}])


@pytest.fixture
def two(clone: Clone, live_server: str) -> Two:
    with clone.session() as session:
        ashmere, belford = make_scene(session).at(today()), make_scene(session, 2, "Belford").at(today())
        director = ashmere.post()
        held = ashmere.hold(director)
        ashmere.hold(ashmere.post("assistant_director", "Assistant Director"), "Bea Second")
        made = Two(
            clone, live_server, director.id, held.id, held.person_id, belford.post(title="Director of Belford").id
        )
        session.commit()
    return made


def fill_day(page: Page, name: str, day: date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"#{name}-{part}", str(value))


def look(page: Page, heading: str, check: Check) -> None:
    """Wait for the page with this heading, then look at it."""
    expect(page.locator("h1")).to_contain_text(heading)
    page.wait_for_load_state()
    check(page)


@on_a_phone
def test_a_departure_is_announced_handed_over_and_confirmed_by_whoever_follows(
    page: Page, two: Two, check_page: Check, console_errors: list[str]
) -> None:
    post = f"{two.address}/authorities/Z001/posts/{two.director}"
    pack = announce(page, two, post, check_page)
    console_errors.clear()  # the form that was sent empty is answered with 422
    write(page, two, check_page)
    replace_director(page, two, post)
    with two.clone.session() as session:
        dee = session.scalars(select(Person.id).where(Person.name == "Dee Fourth")).one()
    two.enter(page, Role.LEADER, person=dee)
    page.goto(pack)
    expect(page.locator("main")).to_contain_text("Dee Fourth took over")
    page.get_by_role("button", name="Confirm the handover").click()
    look(page, "Confirm the handover", check_page)
    page.get_by_role("button", name="Confirm the handover").click()
    expect(page.locator("main")).to_contain_text("The handover was confirmed")
    expect(page.locator("main")).to_contain_text("with 1 of 9 parts done")
    look(page, "Handover: Director", check_page)


def announce(page: Page, two: Two, post: str, check: Check) -> str:
    """A lead announces the departure and adds an action to the pack that this opens."""
    two.enter(page, Role.LEAD)
    page.goto(f"{post}/tenures/{two.tenure}/leaving")
    fill_day(page, "last_day", today() + timedelta(days=50))
    page.get_by_role("button", name="Announce the departure").click()
    page.get_by_role("link", name="Handover of this post").click()
    look(page, "Handover: Director", check)
    expect(page.locator("main")).to_contain_text("0 of 9 parts are done")
    pack = page.url
    page.get_by_role("link", name="Add an action").click()
    look(page, "Add an action", check)
    page.get_by_role("button", name="Add the action").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter what has to be done.")
    look(page, "Add an action", check)
    page.fill("#what", "Introduce the new director to the chair")
    page.fill("#owner", "Ada First")
    page.get_by_role("button", name="Add the action").click()
    expect(page.locator("table").first).to_contain_text("Introduce the new director to the chair")
    return pack


def write(page: Page, two: Two, check: Check) -> None:
    """Whoever leaves writes a part, with how they lead, and ticks the action off."""
    two.enter(page, Role.LEADER, person=two.ada)
    page.goto(f"{two.address}/handovers")
    look(page, "Handovers", check)
    page.get_by_role("link", name=re.compile("^Director")).click()
    page.get_by_role("link", name="Write this part of the pack: Purpose and values").click()
    look(page, "Purpose and values", check)
    page.fill("#words", "One worker for one family, until the plan is done.")
    page.get_by_label("Learning continuously").check()
    page.get_by_label("This part is done").check()
    page.get_by_role("button", name="Save this part").click()
    expect(page.locator("main")).to_contain_text("1 of 9 parts are done")
    page.get_by_role("button", name="Mark as done the action: Introduce the new director to the chair").click()
    expect(page.locator("main")).to_contain_text("Done: Introduce the new director to the chair.")
    look(page, "Handover: Director", check)


def replace_director(page: Page, two: Two, post: str) -> None:
    """The lead records that Ada has left and that Dee starts today."""
    two.enter(page, Role.LEAD)
    page.goto(f"{post}/tenures/{two.tenure}/left")
    fill_day(page, "last_day", today() - timedelta(days=1))
    page.get_by_label("Retired").check()
    page.get_by_role("button", name="Record the departure").click()
    expect(page.locator("h1")).to_have_text("Director")
    page.goto(f"{post}/appoint")
    page.select_option("#person", "new")
    page.fill("#new_name", "Dee Fourth")
    page.get_by_label("Permanent", exact=True).check()
    fill_day(page, "started_on", today())
    page.get_by_role("button", name="Record the appointment").click()
    expect(page.locator("main")).to_contain_text("Dee Fourth is on record as permanent")


@on_a_phone
def test_a_director_who_moves_is_one_person_in_both_authorities(page: Page, two: Two, check_page: Check) -> None:
    two.enter(page, Role.SUPPORT)
    page.goto(f"{two.address}/authorities/Z002/posts/{two.belfords}/appoint?person={two.ada}")
    page.get_by_label("Permanent", exact=True).check()
    fill_day(page, "started_on", today())
    page.get_by_label(re.compile("Ashmere")).check()
    page.get_by_role("button", name="Record the appointment").click()
    expect(page.locator("main")).to_contain_text("Ada First")
    page.goto(f"{two.address}/moves")
    expect(page.locator("main")).to_contain_text("1 move between authorities")
    expect(page.locator("main")).to_contain_text("Director of Belford, Belford")
    check_page(page)
    with two.clone.session() as session:
        assert len(session.scalars(select(Tenure).where(Tenure.person_id == two.ada)).all()) == 2

    two.enter(page, Role.LEAD)
    page.goto(f"{two.address}/authorities/Z001/posts/{two.director}")
    expect(page.locator("main")).to_contain_text("Ada First left for a post in another authority of the programme.")
    expect(page.locator("main")).not_to_contain_text("Belford")
    check_page(page)
    page.goto(f"{two.address}/authorities/Z001/handovers")
    expect(page.locator("main")).to_contain_text("1 handover is under way")
    check_page(page)
    page.goto(f"{two.address}/authorities/Z001/timeline")
    check_page(page)
    two.enter(page, Role.LEAD, code="Z002")
    page.goto(f"{two.address}/authorities/Z002/posts/{two.belfords}")
    expect(page.locator("main")).to_contain_text("Ada First came from a post in another authority of the programme.")
    check_page(page)
