"""A team pulse answered on a phone with scripts off: from the link to the thanks."""

from factories.stories import authority_of, make_newsroom
from factories.team_pulse import Team, open_month
from fixtures.databases import Clone
from fixtures.product import SECRET
from playwright.sync_api import Page, expect

from core.clock import now
from core.process import Process
from leadership.pulse.members import add_members


def test_a_team_pulse_is_answered_on_a_phone_with_scripts_off(
    page_without_scripts: Page, clone: Clone, live_server: str
) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": 320, "height": 900})
    room = make_newsroom(clone)
    team = Team(room.authority_id, room.code, room["writer"])
    with clone.session(team.lead.scope(), Process.WEB) as session:
        typed = " ".join(f"m{place}@x.example" for place in range(4))
        add_members(
            session, by=team.lead, authority=authority_of(session, room), typed=typed, secret_keys=(SECRET,), at=now()
        )
        session.commit()
    (_, (sealed, *_)) = open_month(clone, team)
    page.goto(f"{live_server}/team-pulse/{sealed}")
    for name in ("purpose", "challenge", "reflection", "support", "confidence"):
        choice = page.locator(f'input[name="{name}"][value="4"]')
        choice.scroll_into_view_if_needed()
        box = page.locator(f'label[for="{choice.get_attribute("id")}"]').bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320, "nobody scrolls sideways to answer"
        choice.check()
    page.get_by_role("button", name="Send your answers").click()
    expect(page.locator("h1")).to_contain_text("Thank you")
