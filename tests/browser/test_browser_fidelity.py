"""A quarter assessed and reviewed, and a recruitment pack ticked and taken along, in Chromium on phone and desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from factories.seats import make_scene
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from fixtures.widths import on_a_phone
from playwright.sync_api import Page, expect

from authorities.fidelity.elements import list_elements
from authorities.programme.adopt import StageDates, adopt
from authorities.programme.open import open_programme
from core.access import SYSTEM, Role
from core.clock import today
from core.quarters import Quarter

Check = Callable[[Page], None]
NOW = Quarter.containing(today())


@dataclass(frozen=True)
class Here:
    """Ashmere with an adoption and a vacant director's post."""

    clone: Clone
    address: str
    post: UUID
    elements: tuple[str, ...]

    def enter(self, page: Page, role: Role) -> None:
        """Sign in as somebody else."""
        secret = make_signed_in(self.clone, role, authority="Z001" if role.of_one_authority else None).secret
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "session", "value": secret, "url": self.address}])


@pytest.fixture
def here(clone: Clone, live_server: str) -> Here:
    with clone.session() as session:
        scene = make_scene(session).at(today())
        open_programme(session, by=SYSTEM, code="p", name="Programme", starts_on=date(2019, 4, 1))
        adopt(
            session,
            by=SYSTEM,
            on=today(),
            authority=scene.authority,
            innovation="family_valued",
            joined_on=date(2020, 1, 6),
            stages={"go_live": StageDates(actual_on=date(2021, 1, 4))},
        )
        elements = tuple(each.code for each in list_elements(session, "family_valued", NOW))
        made = Here(clone, live_server, scene.post().id, elements)
        session.commit()
    return made


def look(page: Page, heading: str, check: Check) -> None:
    expect(page.locator("h1")).to_contain_text(heading)
    page.wait_for_load_state()
    check(page)


@on_a_phone
def test_a_quarter_is_assessed_and_reviewed(
    page: Page, here: Here, check_page: Check, console_errors: list[str]
) -> None:
    here.enter(page, Role.LEAD)
    page.goto(f"{here.address}/authorities/Z001/fidelity")
    look(page, "Fidelity and adaptation", check_page)
    page.get_by_role("link", name=f"Assess {NOW} of Family Valued").click()
    look(page, f"Assess {NOW}", check_page)
    page.get_by_role("button", name="Save the assessment").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Family group conferences: choose how far")
    look(page, f"Assess {NOW}", check_page)
    console_errors.clear()  # the form that was sent empty is answered with 422
    for element in here.elements:
        page.check(f'input[name="state_{element}"][value="in_place"]')
        page.fill(f"#evidence_{element}", f"Report on {element}")
    page.check('input[name="state_conferences"][value="adapted"]')
    page.fill("#reason_conferences", "Held in schools")
    page.fill("#difference", "Families speak first")
    page.get_by_role("button", name="Save the assessment").click()
    expect(page.locator("main")).to_contain_text("5 of 6 elements of Family Valued are in place as designed")
    look(page, "Fidelity and adaptation", check_page)
    here.enter(page, Role.SUPPORT)
    page.goto(here.address)
    page.get_by_role("link", name="Review fidelity at Ashmere").click()
    look(page, f"Fidelity in {NOW}", check_page)
    page.get_by_role("link", name="Review it").click()
    look(page, f"Review {NOW}", check_page)
    page.get_by_label("To discuss with the authority").check()
    page.get_by_label("What you would say to the authority").fill("Which schools?")
    page.get_by_role("button", name="Save the review").click()
    expect(page.locator("main")).to_contain_text("To discuss")


def test_a_pack_is_ticked_and_taken_along_with_scripts_off(
    page_without_scripts: Page, here: Here, tmp_path: Path
) -> None:
    page = page_without_scripts
    here.enter(page, Role.LEAD)
    page.goto(f"{here.address}/authorities/Z001/recruitment")
    page.get_by_role("link", name="Open a pack for Director").click()
    page.get_by_role("button", name="Open the recruitment pack").click()
    expect(page.locator("h1")).to_contain_text("Recruitment pack")
    page.get_by_role("link", name="Record advert").click()
    expect(page.get_by_role("checkbox")).to_have_count(5)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Where can it be seen?").fill("Advert of June")
    page.get_by_label("Who answers for it?").fill("Head of people")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("All five attributes stand in 1 of 4 places")
    with page.expect_download() as found:
        page.get_by_role("link", name="PDF to print").click()
    file = tmp_path / "pack.pdf"
    found.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF")


def test_the_pages_of_a_pack_pass_every_check(page: Page, here: Here, check_page: Check) -> None:
    here.enter(page, Role.LEAD)
    pack = f"{here.address}/authorities/Z001/posts/{here.post}/recruitment"
    page.goto(pack)
    look(page, "Recruitment pack", check_page)
    page.goto(f"{pack}/open")
    look(page, "Open a recruitment pack", check_page)
    page.get_by_role("button", name="Open the recruitment pack").click()
    look(page, "Recruitment pack", check_page)
    page.goto(f"{pack}/interview")
    look(page, "Interview and assessment", check_page)
    page.goto(f"{here.address}/authorities/Z001/recruitment")
    look(page, "Recruitment", check_page)
