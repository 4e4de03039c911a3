"""Aggregates of profiles that are shown, in Chromium on phone and desk: nothing for axe, nothing that scrolls."""

from collections.abc import Callable
from datetime import timedelta

from factories.authorities import make_council
from factories.rated_leaders import add_leader, released_round
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from playwright.sync_api import Page, expect

from core.access import Role
from core.clock import now, today
from core.process import Process
from leadership.profiles.aggregates.publish import publish
from leadership.profiles.kinds import Group

GIVEN = {Group.PEERS: [4, 4, 4], Group.DIRECT_REPORTS: [5, 4, 3]}
NAMES = ("Ashmere", "Belford", "Caldry")


def published(clone: Clone) -> None:
    """Three councils with three rated leaders each, one publication, of an innovation too."""
    with clone.session() as session:
        councils = [make_council(session, number, name) for number, name in enumerate(NAMES, start=1)]
        session.flush()
        numbers = frozenset(council.id for council in councils)
        codes = [council.code for council in councils]
        session.commit()
    for code in codes:
        for number in range(3):
            leader = add_leader(clone, code, f"{code} {number}")
            released_round(clone, code, leader, GIVEN, closed_at=now() - timedelta(days=30))
    with clone.session(process=Process.CLOSING) as session:
        publish(session, adopted={"family_valued": numbers}, on=today(), at=now())
        session.commit()


def enter(page: Page, clone: Clone, address: str, role: Role) -> None:
    secret = make_signed_in(clone, role, authority="Z001" if role.of_one_authority else None).secret
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "session", "value": secret, "url": address}])


def test_shown_aggregates_are_accessible(
    page: Page, clone: Clone, live_server: str, check_page: Callable[[Page], None]
) -> None:
    published(clone)
    for role, path, heading in (
        (Role.LEAD, "/authorities/Z001/profile", "Leadership profile"),
        (Role.SUPPORT, "/profile-aggregates", "Leadership profiles of the programme"),
    ):
        enter(page, clone, live_server, role)
        page.goto(live_server + path)
        expect(page.locator("h1")).to_contain_text(heading)
        expect(page.locator("main")).to_contain_text("Released on")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        expect(page.locator("td").get_by_text("4.00").first).to_be_visible()
        check_page(page)
