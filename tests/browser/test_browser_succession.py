"""Plans, successors and landscape in Chromium on phone and desk: a lead names somebody, the support team counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from factories.leadership import SmallProgramme, make_small_programme
from factories.predictions import add_prediction
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from fixtures.widths import on_a_phone
from playwright.sync_api import Page, expect

from core.access import Role
from core.clock import today

Check = Callable[[Page], None]
NAME = "Wilhelmina Quince"

# Tables that must be scrolled within, open details aside: what to do stood beyond the edge once.
SCROLLED = """[...document.querySelectorAll('.app-scroll')]
    .filter(frame => frame.checkVisibility() && frame.scrollWidth > frame.clientWidth)
    .filter(frame => innerWidth >= 1280 || frame.querySelector('.app-table--stack'))
    .map(frame => frame.getAttribute('aria-label'))"""


@pytest.fixture
def programme(clone: Clone) -> SmallProgramme:
    with clone.session() as session:
        made = make_small_programme(session)
        add_prediction(session, made.ashmere, made.director, today() - timedelta(days=3), r12=0.6)
        session.commit()
    return made


def enter(page: Page, clone: Clone, address: str, *roles: Role) -> None:
    secret = make_signed_in(clone, *roles, authority="Z001").secret
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "session", "value": secret, "url": address}])


@on_a_phone
def test_a_lead_plans_and_the_support_team_reads_the_report(
    page: Page, clone: Clone, live_server: str, programme: SmallProgramme, check_page: Check
) -> None:
    enter(page, clone, live_server, Role.LEAD, Role.RISK_READER)
    page.goto(f"{live_server}/authorities/Z001/succession")
    expect(page.locator("h1")).to_contain_text("Succession")
    check_page(page)
    page.get_by_role("link", name="Plan for Director of Children's Services").click()
    check_page(page)
    page.get_by_role("link", name="Name a successor").click()
    check_page(page)
    page.select_option("#person", "new")
    page.fill("#name", NAME)
    page.get_by_label("Ready now").check()
    page.get_by_role("button", name="Put on the list").click()
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text("Readiness is 1 out of 6.")
    check_page(page)
    for path in ("landscape", "landscape/engagement", "exposure", "succession"):
        page.goto(f"{live_server}/authorities/Z001/{path}")
        check_page(page)
        assert page.evaluate(SCROLLED) == []
    enter(page, clone, live_server, Role.SUPPORT)
    page.goto(f"{live_server}/succession")
    check_page(page)
    page.get_by_role("button", name="Make the report of today").click()
    expect(page.locator("main")).to_contain_text("for 1 somebody is ready now")
    expect(page.locator("main")).not_to_contain_text(NAME)
    check_page(page)
    folded = page.locator(".app-fold table").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()  # paper shows every line, opened or not
    page.emulate_media(media="screen")
    page.locator(".app-fold summary").first.click()
    expect(folded).to_be_visible()
    check_page(page)
    assert page.evaluate(SCROLLED) == []
    for path in ("succession/exposure", "succession/alerts", f"authorities/Z001/posts/{programme.director}/succession"):
        page.goto(f"{live_server}/{path}")
        expect(page.locator("body")).not_to_contain_text(NAME)
        check_page(page)
