"""A team pulse answered by link, a story reviewed, and the log of support, in Chromium on phone and desk."""

from collections.abc import Callable

from factories.stories import BODY, Newsroom, authority_of, make_newsroom
from factories.team_pulse import Team, open_month
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from fixtures.product import SECRET
from fixtures.widths import on_a_phone
from playwright.sync_api import Page, expect

from core.access import Role
from core.clock import now
from core.process import Process
from leadership.pulse.members import add_members

Check = Callable[[Page], None]


def enter(page: Page, clone: Clone, address: str, role: Role, code: str) -> None:
    secret = make_signed_in(clone, role, authority=code if role.of_one_authority else None).secret
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "session", "value": secret, "url": address}])


def look(page: Page, heading: str, check: Check) -> None:
    expect(page.locator("h1")).to_contain_text(heading)
    page.wait_for_load_state()
    check(page)


def a_month(clone: Clone, room: Newsroom) -> str:
    """A month that is open, and the link of one of those who are asked."""
    team = Team(room.authority_id, room.code, room["writer"])
    with clone.session(team.lead.scope(), Process.WEB) as session:
        typed = " ".join(f"m{place}@x.example" for place in range(4))
        add_members(
            session, by=team.lead, authority=authority_of(session, room), typed=typed, secret_keys=(SECRET,), at=now()
        )
        session.commit()
    return open_month(clone, team)[1][0]


@on_a_phone
def test_somebody_of_the_team_answers_by_their_link(
    page: Page, clone: Clone, live_server: str, check_page: Check, console_errors: list[str]
) -> None:
    room = make_newsroom(clone)
    sealed = a_month(clone, room)
    page.goto(f"{live_server}/team-pulse/{sealed}")
    look(page, "How is the team doing?", check_page)
    page.get_by_role("button", name="Send your answers").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose a number from 1 to 5")
    look(page, "How is the team doing?", check_page)
    console_errors.clear()  # the form that was sent empty is answered with 422
    for name in ("purpose", "challenge", "reflection", "support", "confidence"):
        page.check(f'input[name="{name}"][value="4"]')
    page.get_by_role("button", name="Send your answers").click()
    look(page, "Thank you", check_page)
    enter(page, clone, live_server, Role.LEAD, room.code)
    page.goto(f"{live_server}/authorities/{room.code}/team-pulse")
    look(page, "Team health check", check_page)
    expect(page.locator("main")).to_contain_text("4 people are asked")
    page.get_by_role("link", name="Who is asked").click()
    look(page, "Who is asked", check_page)


@on_a_phone
def test_a_story_is_written_and_reviewed(page: Page, clone: Clone, live_server: str, check_page: Check) -> None:
    room = make_newsroom(clone)
    enter(page, clone, live_server, Role.LEAD, room.code)
    page.goto(f"{live_server}/authorities/{room.code}/stories/new")
    look(page, "Write a story", check_page)
    page.fill("#title", "Together")
    page.fill("#body", f"{BODY} Jayden agrees.")
    page.select_option("#quarter", index=1)
    page.get_by_role("button", name="Save and check").click()
    look(page, "Together", check_page)
    page.get_by_role("link", name="Answer the warnings").click()
    look(page, "Answer the warnings", check_page)
    page.get_by_label("Looks like a given name: Jayden").fill("the name of our hub")
    page.get_by_role("button", name="Save the reasons").click()
    page.get_by_role("button", name="Send for review").click()
    look(page, "Together", check_page)
    address = page.url
    enter(page, clone, live_server, Role.SIGNATORY, room.code)
    page.goto(address)
    page.get_by_role("button", name="Review the story").click()
    look(page, "Review: Together", check_page)
    page.get_by_role("button", name="Release the story").click()
    look(page, "Together", check_page)
    enter(page, clone, live_server, Role.SUPPORT, room.code)
    page.goto(f"{live_server}/authorities/{room.code}/stories")
    look(page, "Stories", check_page)
    expect(page.locator("main")).to_contain_text("Together")


@on_a_phone
def test_support_is_logged_and_done(page: Page, clone: Clone, live_server: str, check_page: Check) -> None:
    room = make_newsroom(clone)
    enter(page, clone, live_server, Role.SUPPORT, room.code)
    page.goto(f"{live_server}/authorities/{room.code}/support")
    look(page, "Support given", check_page)
    page.get_by_role("button", name="Record support").click()
    look(page, "Record support", check_page)
    page.check('input[name="kind"][value="action"]')
    page.fill("#agreed", "Join the board meeting")
    for part, value in zip(("day", "month", "year"), ("1", "3", "2030"), strict=True):
        page.fill(f"#due_on-{part}", value)
    page.get_by_role("button", name="Save the entry").click()
    look(page, "Support given", check_page)
    expect(page.locator("main")).to_contain_text("1 action is still to be done")
    page.get_by_role("button", name="Join the board meeting").click()
    expect(page.locator("main")).to_contain_text("Nothing is still to be done")
    page.get_by_role("link", name="Correct the entry").click()
    look(page, "Correct an entry", check_page)
