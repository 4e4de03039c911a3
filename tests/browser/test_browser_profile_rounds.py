"""A full round in Chromium: a leader opens it, six raters answer, one on a phone with scripts off; it closes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from factories.profile_rounds import Leading, links_of, make_leading
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from fixtures.widths import on_a_phone
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.access import Role
from core.clock import today
from core.jobs import Job, JobStatus
from core.jobs.run import run_job
from core.process import Process
from leadership.profiles.kinds import View
from leadership.profiles.models import ProfileRound
from leadership.profiles.results import list_results
from leadership.profiles.tasks import tend_round
from web.demonstration.product import product

Check = Callable[[Page], None]
PHONE = {"width": 320, "height": 700}
GROUPS = {
    "Line manager": ["m@x.example"],
    "Peers": ["p1@x.example", "p2@x.example", "p3@x.example"],
    "Partners": ["q1@x.example", "q2@x.example"],
}


@contextmanager
def visitor(browser: Browser, *, scripts: bool, phone: bool) -> Iterator[Page]:
    """Somebody else with a browser of their own, who complains of nothing."""
    errors: list[str] = []
    size = PHONE if phone else {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, java_script_enabled=scripts)
    context.set_default_timeout(15_000)
    context.on("console", lambda said: errors.append(said.text) if said.type in {"error", "warning"} else None)
    yield context.new_page()
    context.close()
    # A question left empty on purpose is answered with 422, which the console notes.
    assert not [error for error in errors if "422" not in error]


def no_check(_page: Page) -> None:
    """Axe needs scripts."""


def rate(page: Page, address: str, score: int, *, begin: str, check: Check, words: bool) -> None:
    """From the letter's link to the thank-you page, by what is written on the page alone."""
    page.goto(address)
    check(page)
    page.get_by_role("button", name=begin).click()
    for place in range(1, 6):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {place} of 5")
        check(page)
        if place == 2 and check is not no_check:
            page.get_by_role("button", name="Continue").click()
            expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
            check(page)
        page.get_by_label(str(score), exact=True).check()
        page.get_by_role("button", name="Continue").click()
    if words:  # not for leaders, whose own words have a page of their own
        expect(page.get_by_role("heading", level=1)).to_have_text("In your own words")
        check(page)
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    check(page)
    page.get_by_role("button", name="Send your answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    check(page)


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


@on_a_phone
def test_a_round_with_six_raters(
    browser: Browser,
    page: Page,
    clone: Clone,
    live_server: str,
    environment: dict[str, str],
    leading: Leading,
    check_page: Check,
) -> None:
    secret = make_signed_in(clone, Role.LEADER, authority=leading.code, person_id=leading.person_id).secret
    page.context.add_cookies([{"name": "session", "value": secret, "url": live_server}])
    page.goto(f"{live_server}/profile/rounds")
    check_page(page)
    page.get_by_role("link", name="Open a round").click()
    check_page(page)
    page.get_by_label("360:").check()
    last = today() + timedelta(days=14)
    for name, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        page.get_by_label(name, exact=True).fill(str(value))
    page.get_by_role("button", name="Open the round").click()
    for group, addresses in GROUPS.items():
        page.get_by_label(group, exact=True).check()
        page.get_by_label("Email addresses").fill("\n".join(addresses))
        page.get_by_role("button", name="Invite them").click()
        expect(page.get_by_text("Each gets a letter with a link")).to_be_visible()
    check_page(page)
    with clone.session() as session:
        number = session.scalars(select(ProfileRound.id)).one()
    with product({**environment, "PUBLIC_URL": live_server}, Process.WORKER):
        tend_round(str(number))
    links = links_of(environment)
    assert len(links) == 6
    for place, (email, sealed) in enumerate(sorted(links.items())):
        scripts = place != 2
        with visitor(browser, scripts=scripts, phone=place in {1, 2}) as theirs:
            rate(
                theirs,
                f"{live_server}/rate/{sealed}",
                3,
                begin="I understand, go on" if email.startswith("m@") else "Begin",
                check=check_page if scripts and place in {0, 1} else no_check,
                words=True,
            )
    page.get_by_role("link", name="Answer the five questions yourself").click()
    page.get_by_role("button", name="Begin").wait_for()
    check_page(page)
    rate(page, page.url, 4, begin="Begin", check=no_check, words=False)
    page.get_by_role("link", name="Back to the round").click()
    page.get_by_role("link", name="Written reflection").click()
    check_page(page)
    page.go_back()
    page.get_by_role("link", name="Close the round now").click()
    check_page(page)
    page.get_by_role("button", name="Close the round now").click()
    expect(page.get_by_text("The round is closed.")).to_be_visible()
    with product(environment, Process.WORKER):
        with clone.session() as session:
            waiting = session.scalars(select(Job.id).where(Job.status == JobStatus.QUEUED)).all()
        for job in waiting:
            run_job(job)
    page.reload()
    check_page(page)
    with clone.session(leading.by.scope(), Process.WEB) as session:
        results = list_results(session, by=leading.by, round_id=number)
    assert {each.shown for each in results if each.view is View.PEERS} == {"3.0"}
    assert {each.shown for each in results if each.view is View.PARTNERS} == {"not shown"}
    assert {each.shown for each in results if each.view is View.SELF} == {"4"}


@on_a_phone
def test_the_support_team_finds_rounds_and_opens_one(
    page: Page, clone: Clone, live_server: str, leading: Leading, check_page: Check
) -> None:
    secret = make_signed_in(clone, Role.SUPPORT).secret
    page.context.add_cookies([{"name": "session", "value": secret, "url": live_server}])
    page.goto(f"{live_server}/authorities/{leading.code}/rounds/new")
    check_page(page)
    page.get_by_label("Whose round is it?").select_option("Ada First, Director")
    page.get_by_label("Self-reflection:").check()
    last = today() + timedelta(days=10)
    for name, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        page.get_by_label(name, exact=True).fill(str(value))
    page.get_by_role("button", name="Open the round").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profile rounds")
    expect(page.get_by_text("1 round is open.")).to_be_visible()
    check_page(page)
