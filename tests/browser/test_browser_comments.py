"""Comments of raters in Chromium on a phone: read and summed up with scripts off, then seen by the leader."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from factories.profile_rounds import make_leading
from factories.read_comments import make_moderator, make_waiting
from fixtures.databases import Clone
from fixtures.identities import SomeAccount, make_signed_in
from playwright.sync_api import Browser, Page, expect

from core.access import Role

PHONE = {"width": 320, "height": 700}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "Averylongwordthatnobodyeverbreaksbutraterswriteallthesame"


@contextmanager
def phone(browser: Browser, address: str, account: SomeAccount, *, scripts: bool) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "session", "value": account.secret, "url": address}])
    yield context.new_page()
    context.close()


def test_comments_are_read_on_a_phone_and_their_leader_sees_the_summary(
    browser: Browser, clone: Clone, live_server: str, check_page: Callable[[Page], None]
) -> None:
    leading, reader = make_leading(clone), make_moderator(clone)
    leader = make_signed_in(clone, Role.LEADER, authority=leading.code, person_id=leading.person_id)
    many = make_waiting(clone, leading, 10, reader, days_ago=400, words=LONG)
    make_waiting(clone, leading, 5, reader)
    with phone(browser, live_server, reader, scripts=True) as page:
        page.goto(f"{live_server}/rounds/comments")
        check_page(page)
        page.goto(f"{live_server}/rounds/comments/{many}")
        check_page(page)
        page.get_by_label("No. Show me the comments").check()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Comments on Ada First")
        check_page(page)
        page.get_by_role("button", name="Release and destroy what was written").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        check_page(page)
        page.get_by_role("button", name="Step back").click()
        expect(page.get_by_text("You have stepped back.")).to_be_visible()
    with phone(browser, live_server, reader, scripts=False) as page:
        page.goto(f"{live_server}/rounds/comments")
        page.get_by_role("link", name="Open the comments on Ada First").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Before you read")
        expect(page.get_by_text("Words of 1.")).to_have_count(0)
        page.get_by_label("No. Show me the comments").check()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Comments on Ada First")
        assert page.evaluate(WIDE) <= 0
        for place in range(1, 6):
            group = page.get_by_role("group", name=f"What becomes of comment {place}?")
            group.get_by_label("Taken up in the summary" if place < 5 else "Leave out").check()
        page.get_by_label("Your summary").fill("Several look to her for calm.")
        page.get_by_role("button", name="Release and destroy what was written").click()
        expect(page.get_by_text("Decided. The leader sees it on their profile.")).to_be_visible()
        expect(page.get_by_text("No comments wait for you.")).to_be_visible()
    with phone(browser, live_server, leader, scripts=True) as page:
        page.goto(f"{live_server}/profile")
        expect(page.get_by_text("Several look to her for calm.")).to_be_visible()
        expect(page.get_by_text("Words of")).to_have_count(0)
        check_page(page)
