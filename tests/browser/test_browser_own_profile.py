"""Profile, development and coaching in Chromium: nothing for axe, nothing wider than a phone, all without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from factories.profile_rounds import Leading, make_leading
from factories.released_rounds import Rates, make_released, rates
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from playwright.sync_api import Page, expect

from core.access import Role
from core.clock import now, today
from core.process import Process
from leadership.development.behaviours import Context
from leadership.development.models import Kind
from leadership.development.sharing.share import ToShare, share
from leadership.development.write import Written, write_entry
from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import Group

COACH = "coach@elsewhere.example"


@dataclass(frozen=True)
class Mirror:
    address: str
    leading: Leading
    newest: UUID
    note: UUID
    action: UUID
    share: UUID


@pytest.fixture
def mirror(clone: Clone, live_server: str) -> Mirror:
    leading = make_leading(clone)
    own = [Rates(Group.SELF, (5, 3, 4, 2, 4)), *rates(Group.DIRECT_REPORTS, 3, 3, 4, 2, 3, 2, 3, 3)]
    make_released(clone, leading, [*own, *rates(Group.PEERS, 3)], days_ago=400)
    texts = [Rates(Group.PEERS, (4, 2, 3, 4, 5), f"A text of some length, number {number}.") for number in range(5)]
    newest = make_released(clone, leading, [*own, *texts, *rates(Group.LINE_MANAGER, 4)])
    by = leading.by
    with clone.session(by.scope(), Process.WEB) as session:
        written = Written(
            "After the inspection", "It came early.\nWe held.", "Steady.", Context.SHOCK, [Behaviour.BELIEF], None
        )
        note = write_entry(session, by=by, kind=Kind.NOTE, written=written, at=now())
        action = write_entry(session, by=by, kind=Kind.ACTION, written=written, at=now())
        session.flush()
        wanted = ToShare(COACH, today() + timedelta(days=20), [newest], [note.id])
        given = share(session, by=by, wanted=wanted, on=today(), at=now())
        made = Mirror(live_server, leading, newest, note.id, action.id, given.id)
        session.commit()
    return made


def sign_in(page: Page, clone: Clone, mirror: Mirror, role: Role = Role.LEADER) -> None:
    email = COACH if role is Role.COACH else None
    secret = make_signed_in(clone, role, authority="Z001", person_id=mirror.leading.person_id, email=email).secret
    page.context.add_cookies([{"name": "session", "value": secret, "url": mirror.address}])


def test_every_page_of_a_leader_is_accessible(
    page: Page, clone: Clone, mirror: Mirror, check_page: Callable[[Page], None]
) -> None:
    sign_in(page, clone, mirror)
    for path in (
        "/profile",
        "/profile?view=radar",
        "/profile/shares",
        "/profile/shares/new",
        "/development",
        "/development?attribute=values_driven",
        "/development/behaviours",
        "/development/new/note",
        "/development/new/action",
        f"/development/entries/{mirror.note}",
        f"/development/entries/{mirror.action}/edit",
        f"/development/entries/{mirror.note}/delete",
    ):
        answer = page.goto(mirror.address + path)
        assert answer is not None
        assert answer.status == 200, path
        check_page(page)


def test_every_page_of_a_coach_is_accessible(
    page: Page, clone: Clone, mirror: Mirror, check_page: Callable[[Page], None]
) -> None:
    sign_in(page, clone, mirror, Role.COACH)
    page.goto(mirror.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Coaching")
    check_page(page)
    page.get_by_role("link", name="Open what Ada First shared").click()
    expect(page.get_by_text("After the inspection")).to_be_visible()
    check_page(page)


def test_a_leader_shares_with_scripts_off_and_takes_it_back(
    page_without_scripts: Page, clone: Clone, mirror: Mirror
) -> None:
    page = page_without_scripts
    sign_in(page, clone, mirror)
    page.goto(f"{mirror.address}/profile")
    page.get_by_role("link", name="Share it with a coach").click()
    page.get_by_role("link", name="Share with a coach", exact=True).click()
    page.get_by_label("Your coach's email address").fill("other@elsewhere.example")
    page.get_by_role("group", name="Rounds of your profile").get_by_role("checkbox").first.check()
    last = today() + timedelta(days=10)
    group = page.get_by_role("group", name="Last day on which your coach may read it")
    for name, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        group.get_by_label(name).fill(str(value))
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_text("2 grants to coaches stand today.")).to_be_visible()
    page.get_by_role("button", name="Take back what is shared with other@elsewhere.example").click()
    expect(page.get_by_text("1 grant to a coach stands today.")).to_be_visible()


def test_a_note_is_written_with_scripts_off(page_without_scripts: Page, clone: Clone, mirror: Mirror) -> None:
    page = page_without_scripts
    sign_in(page, clone, mirror)
    page.goto(f"{mirror.address}/development")
    page.get_by_role("button", name="Write a note").click()
    page.get_by_label("What is it about?").fill("Budget meeting")
    page.get_by_label("Political landscape").check()
    page.get_by_label("The ability to simplify").check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is kept. Only you can read it.")).to_be_visible()
    page.get_by_role("link", name="Budget meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Budget meeting")
