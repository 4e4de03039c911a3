"""The register in Chromium: nothing for axe to find, nothing wider than a phone, all of it without scripts too."""

from collections.abc import Callable

import pytest
from factories.register import fill_register
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from playwright.sync_api import Page, expect

from core.access import Role

PAGES = (
    "/authorities",
    "/authorities?show=current&search=nobody",
    "/authorities/Z001",
    "/authorities/Z002?as_at=2026-05-31",
    "/authorities/Z001/history",
    "/authorities/Z001/record",
    "/authorities/Z001/record/inspections/new",
    "/authorities/Z001/record/adoptions/family_safeguarding/stages/go_live",
    "/authorities/Z001/record/contacts/new",
)


@pytest.fixture
def address(clone: Clone, live_server: str) -> str:
    """A running product with a register."""
    with clone.session() as session:
        fill_register(session)
    return live_server


def sign_in(page: Page, clone: Clone, address: str) -> None:
    secret = make_signed_in(clone, Role.SUPPORT).secret
    page.context.add_cookies([{"name": "session", "value": secret, "url": address}])


def test_every_page_of_the_register_is_accessible(
    page: Page, clone: Clone, address: str, check_page: Callable[[Page], None]
) -> None:
    sign_in(page, clone, address)
    for path in PAGES:
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
        check_page(page)


def test_a_refused_form_leads_to_its_box(
    page: Page, clone: Clone, address: str, check_page: Callable[[Page], None], console_errors: list[str]
) -> None:
    sign_in(page, clone, address)
    page.goto(f"{address}/authorities/Z001/record/elections/new")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Enter the polling day.").click()
    assert page.evaluate("document.activeElement.id") == "polling_on-day"
    check_page(page)
    # The browser reports the answer 422 itself.
    assert all("422" in error for error in console_errors)
    console_errors.clear()


def test_the_list_and_the_forms_work_without_scripts(page_without_scripts: Page, clone: Clone, address: str) -> None:
    page = page_without_scripts
    sign_in(page, clone, address)
    page.goto(f"{address}/authorities")
    page.get_by_label("Show").select_option("current")
    page.get_by_label("Name or code").fill("birch")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Birchford").click()
    page.get_by_role("link", name="Keep the record up to date").click()
    page.get_by_role("link", name="Add a contact").click()
    page.get_by_label("Name").fill("Bea Signer")
    page.get_by_label("Email address").fill("bea@birch.example")
    page.get_by_label("Signatory").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Bea Signer has been added.")).to_be_visible()
