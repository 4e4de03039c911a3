"""A return from "due in 10 working days" to a figure with its cell: the lead, the reviewer and the lead again.

Once with a pointer at both widths, every page looked at by axe; once with scripts off and by keyboard alone.
"""

import io
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from factories.lead_returns import ASKED, GOOD, csv_file, lead_of, make_due, supporter
from factories.reviewed_returns import HIGH, Desk, store
from fixtures.databases import Clone
from fixtures.identities import SomeAccount, make_signed_in
from fixtures.widths import on_a_phone
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page

from core.access import Role
from core.clock import now, today
from core.quarter_address import address_of
from outcomes.collection.due.models import Collection

See = Callable[[Page], None]

OPTIONAL = "PL_20MI_PCT"  # asked, but not required: its figure may be taken away
STORED = {**GOOD, OPTIONAL: ("", "70", "350", "")}
MENDED = {**GOOD, "REREF_PCT": HIGH, OPTIONAL: ("", "", "", "")}
WRONG = {**MENDED, "REREF_PCT": ("n/a", "", "", ""), "CIN_RATE": ("12", "1700", "50000", "")}
WHY = "A new front door since July records every contact as a referral."
REASON = "The re-referrals of September look like those of August."
MOST_TABS = 80


@dataclass
class Hands(ABC):
    """How a visitor works the page. Following and pressing lead to another page, and wait until it is there."""

    page: Page

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.use(self.page.get_by_role("link", name=name).first)

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.use(self.page.get_by_role("button", name=name))

    @abstractmethod
    def use(self, there: Locator) -> None: ...
    @abstractmethod
    def tick(self, name: str) -> None: ...
    @abstractmethod
    def write(self, name: str, words: str) -> None: ...
    @abstractmethod
    def choose(self, name: str, file: Path) -> None: ...


class Pointer(Hands):
    def use(self, there: Locator) -> None:
        there.click()

    def tick(self, name: str) -> None:
        self.page.get_by_role("checkbox", name=name).check()

    def write(self, name: str, words: str) -> None:
        self.page.get_by_role("textbox", name=name).fill(words)

    def choose(self, name: str, file: Path) -> None:
        self.page.get_by_label(name).set_input_files(file)


class Keyboard(Hands):
    """Tab, Enter, Space and letters. What Tab does not reach cannot be used."""

    def use(self, there: Locator) -> None:
        self._go_to(there)
        self.page.keyboard.press("Enter")

    def tick(self, name: str) -> None:
        box = self.page.get_by_role("checkbox", name=name)
        self._go_to(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def write(self, name: str, words: str) -> None:
        self._go_to(self.page.get_by_role("textbox", name=name))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, name: str, file: Path) -> None:
        # The dialog that Space would open is the operating system's: the box is reached, the dialog's answer is set.
        box = self.page.get_by_label(name)
        self._go_to(box)
        box.set_input_files(file)

    def _go_to(self, there: Locator) -> None:
        there.wait_for()
        for _ in range(MOST_TABS):
            if there.evaluate("box => box === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{MOST_TABS} presses of Tab do not reach {there} on {self.page.url}")


@dataclass(frozen=True)
class Office:
    """A due return of which a first version is stored, and its two people."""

    address: str
    base: str
    lead: SomeAccount
    reviewer: SomeAccount
    folder: Path

    def sign_in(self, page: Page, who: SomeAccount) -> None:
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "session", "value": who.secret, "url": self.address}])

    def fill(self, page: Page, hands: Hands, rows: dict[str, tuple[str, ...]]) -> Path:
        """Download the template on the page of the return, and fill it in as a spreadsheet program would."""
        with page.expect_download() as loaded:
            hands.use(page.get_by_role("link", name="Download the template"))
        book = load_workbook(io.BytesIO(Path(loaded.value.path()).read_bytes()))
        sheet = book["Return"]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            code = str(sheet.cell(row, columns["indicator_code"]).value)
            for name, text in zip(("value", "numerator", "denominator"), rows[code], strict=False):
                sheet.cell(row, columns[name]).value = float(text) if text.isdecimal() else text or None
        file = self.folder / loaded.value.suggested_filename
        book.save(file)
        return file


@pytest.fixture
def office(clone: Clone, live_server: str, tmp_path: Path) -> Office:
    with clone.session() as session:
        due = make_due(session, (*ASKED, OPTIONAL), on=today())
        session.commit()
    lead, reviewer = make_signed_in(clone, Role.LEAD, authority="Z001"), make_signed_in(clone, Role.SUPPORT)
    with clone.session() as session:
        desk = Desk(due, lead_of(due.authority, lead.account_id), supporter(), supporter())
        store(session, desk, csv_file(STORED), at=now(), on=today())
        session.commit()
        quarter = address_of(session.get_one(Collection, due.collection.id).quarter)
    return Office(live_server, f"/authorities/Z001/returns/{quarter}", lead, reviewer, tmp_path)


def main_of(page: Page) -> str:
    return page.get_by_role("main").inner_text()


def lead_stores_it(office: Office, hands: Hands, see: See) -> None:
    """From the first page to a stored version, with a file that has to be mended on the way."""
    page = hands.page
    office.sign_in(page, office.lead)
    page.goto(office.address)
    assert "is due on" in main_of(page)
    see(page)
    hands.follow("Returns")
    see(page)
    page.goto(office.address + office.base)
    see(page)
    wrong = office.fill(page, hands, WRONG)

    hands.follow("Upload your figures")
    see(page)
    hands.choose("Your return as a CSV or XLSX file", wrong)
    hands.press("Check the file")
    page.get_by_role("heading", name="What the check found").wait_for()
    see(page)
    said = main_of(page)
    assert "2 errors to mend before the figures can be stored." in said
    assert "Sheet Return, cell D3" in said
    assert page.get_by_role("button", name="Confirm and store").count() == 0
    first = page.get_by_role("alert").get_by_role("link").first
    told = first.inner_text()
    hands.follow(told)
    assert page.locator(":target").inner_text().endswith(told.partition(": ")[2])

    hands.press("Upload the mended file")
    hands.choose("Your return as a CSV or XLSX file", _changed(wrong, {"D3": None, "D4": None, "E3": 520, "F3": 650}))
    hands.press("Check the file")
    page.get_by_role("button", name="Confirm and store version 2").wait_for()
    see(page)
    said = main_of(page)
    assert "20.0% (130 of 650)" in said
    assert "80.0% (520 of 650)" in said
    # Without the tick nothing is taken away and nothing stored.
    hands.press("Confirm and store version 2")
    page.get_by_role("alert").get_by_role("link", name="Placed more than 20 miles away").wait_for()
    see(page)
    hands.tick("Placed more than 20 miles away")
    hands.press("Confirm and store version 2")
    page.get_by_text("Version 2 is stored").wait_for()
    see(page)


def lead_explains_and_submits_it(office: Office, hands: Hands, see: See) -> None:
    """From a query to the receipt."""
    page = hands.page
    hands.follow("Explain queries")
    see(page)
    hands.write("Why is the figure right?", WHY)
    hands.press("Save the explanations")
    page.get_by_text("All explained").wait_for()
    page.goto(f"{office.address}{office.base}/submit")
    see(page)
    assert WHY in main_of(page)
    hands.press("Submit the return")
    page.get_by_text("you get an email either way").wait_for()
    see(page)
    assert "SHA-256" in main_of(page)


def reviewer_sends_it_back(office: Office, hands: Hands, see: See) -> None:
    page = hands.page
    office.sign_in(page, office.reviewer)
    page.goto(f"{office.address}/reviews")
    see(page)
    hands.follow("Alderwick")
    see(page)
    said = main_of(page)
    assert said.index("Must be resolved") < said.index("May have been forgotten") < said.index("Changed figures")
    assert WHY in said
    hands.press("Send back")
    page.get_by_role("alert").wait_for()
    see(page)
    hands.tick("Demand")
    hands.write("Why do you send it back?", REASON)
    hands.press("Send back")
    page.get_by_text("The leads get an email with your reason").wait_for()
    see(page)


def lead_mends_it_by_form(office: Office, hands: Hands, see: See) -> None:
    page = hands.page
    office.sign_in(page, office.lead)
    page.goto(office.address + office.base)
    see(page)
    assert REASON in main_of(page)
    assert "Demand" in main_of(page)
    hands.follow("enter one or two figures by form")
    see(page)
    hands.follow("Change Re-referrals within 12 months")
    see(page)
    hands.write("Numerator", "140")
    hands.press("Check this figure")
    page.get_by_role("button", name="Confirm and store version 3").wait_for()
    see(page)
    hands.press("Confirm and store version 3")
    page.get_by_text("Version 3 is stored").wait_for()
    page.goto(f"{office.address}{office.base}/submit")
    see(page)
    hands.press("Submit the return")
    page.get_by_text("Resubmitted with changes").first.wait_for()


def reviewer_approves_it(office: Office, hands: Hands, see: See) -> None:
    page = hands.page
    office.sign_in(page, office.reviewer)
    page.goto(f"{office.address}/reviews")
    assert "Resubmitted with changes" in main_of(page)
    hands.follow("Alderwick")
    see(page)
    hands.press("Approve version 3")
    page.get_by_text("count from today").wait_for()
    see(page)


def a_figure_leads_to_its_cell(office: Office, hands: Hands, see: See) -> None:
    page = hands.page
    office.sign_in(page, office.lead)
    page.goto(f"{office.address}/authorities/Z001/figures")
    see(page)
    hands.follow("21.5%")
    page.get_by_text("Sheet and cell").wait_for()
    see(page)
    said = main_of(page)
    for words in ("entered-by-form.csv", "Version 3", "Uploaded", "Approved", "by Somebody", "140 of 650"):
        assert words in said
    page.goto(f"{office.address}/authorities/Z001/figures/REREF_PCT")
    see(page)
    page.goto(f"{office.address}{office.base}/versions/2")
    see(page)


def reviewer_reopens_it(office: Office, hands: Hands, see: See) -> None:
    page = hands.page
    office.sign_in(page, office.reviewer)
    page.goto(f"{office.address}{office.base}/review")
    hands.write("Why do you reopen it?", REASON)
    hands.press("Reopen this return")
    page.get_by_text("counts until the next approval").first.wait_for()
    see(page)
    page.goto(f"{office.address}/authorities/Z001/query-memory")
    see(page)


JOURNEY = (
    lead_stores_it,
    lead_explains_and_submits_it,
    reviewer_sends_it_back,
    lead_mends_it_by_form,
    reviewer_approves_it,
    a_figure_leads_to_its_cell,
    reviewer_reopens_it,
)


@on_a_phone
def test_a_return_from_due_to_reopened(page: Page, office: Office, check_page: See, console_errors: list[str]) -> None:
    for part in JOURNEY:
        part(office, Pointer(page), check_page)
    # The browser itself reports the two answers 422 that this journey provokes.
    assert all("422" in error for error in console_errors)
    console_errors.clear()


def test_the_same_by_keyboard_with_scripts_off(
    page_without_scripts: Page, office: Office, console_errors: list[str]
) -> None:
    for part in JOURNEY:
        part(office, Keyboard(page_without_scripts), lambda _page: None)
    assert all("422" in error for error in console_errors)
    console_errors.clear()


def _changed(file: Path, cells: dict[str, object]) -> Path:
    """The same workbook with some cells mended."""
    book = load_workbook(file)
    for place, value in cells.items():
        book["Return"][place].value = value
    book.save(file)
    return file
