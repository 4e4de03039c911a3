"""Chromium on the real product: each test runs on a phone's width and on a desk's, and fails on any console error.

The console is the test of the Content-Security-Policy: what the policy refuses is reported there.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fixtures.widths import WIDTHS
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

import start

HERE = Path(__file__).parent
HEIGHT = 900
PATIENCE_MS = 15_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# Captions of tables that run past the screen, where nobody sees how they end; hidden ones are a pixel wide.
CUT_CAPTIONS = """[...document.querySelectorAll('caption')]
    .filter(caption => caption.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map(caption => caption.textContent.trim())"""

# Entries of the bar that stand lower than its first: it has wrapped. A phone has a menu instead.
WRAPPED = """[...document.querySelectorAll('.govuk-service-navigation__item')]
    .filter((entry, _, all) => innerWidth >= 1280 && entry.offsetTop > all[0].offsetTop)
    .map(entry => entry.textContent.trim())"""

# Tables that turn into blocks on a phone so that nobody need scroll within them, and still run past their frame.
HIDDEN_CELLS = """[...document.querySelectorAll('.app-table--stack')]
    .filter(table => innerWidth < 640 && table.checkVisibility() && table.scrollWidth > table.parentElement.clientWidth)
    .map(table => table.caption.textContent.trim())"""

# Until the page has been drawn at its new width: only then do its scripts know of it, and the menu opens or folds.
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

Check = Callable[[Page], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program. Without it the tests of this folder are left out; continuous integration must have it."""
    found = next(filter(None, map(shutil.which, start.CHROMIUM)), None)
    if found:
        return found
    sentence = f"The browser tests need Chromium: run 'sudo apt-get install {' '.join(start.CHROMIUM_PACKAGES)}'."
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    # Crash reports and caches of the browser do not belong in the home of whoever runs the tests.
    apart = {name: str(tmp_path_factory.mktemp(name.lower())) for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, env={**os.environ, **apart})
        yield launched
        launched.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser has complained of. A test that provokes an error on purpose empties it."""
    return []


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def page(browser: Browser, console_errors: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a fresh visitor; at the end there must be no console error and no failed script."""
    yield from _visit(browser, console_errors, width=request.param, scripts=True)


@pytest.fixture
def page_without_scripts(browser: Browser, console_errors: list[str]) -> Iterator[Page]:
    """A page of a visitor with scripts off: everything must work there too."""
    yield from _visit(browser, console_errors, width=WIDTHS[-1], scripts=False)


def _visit(browser: Browser, errors: list[str], *, width: int, scripts: bool) -> Iterator[Page]:
    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            errors.append(f"{message.text} ({message.location['url']})")

    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts)
    context.set_default_timeout(PATIENCE_MS)
    context.on("console", note)
    context.on("weberror", lambda problem: errors.append(str(problem.error)))
    yield context.new_page()
    context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture(scope="session")
def check_page() -> Check:
    """A check of one page: axe finds nothing, and the reader need not scroll sideways, nor guess a table's caption."""
    axe = Axe()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        try:
            found = axe.run(page, options=AXE)
        except Error:
            # The click before had not yet led away from the last page: it is the next one that is to be looked at.
            page.wait_for_load_state()
            found = axe.run(page, options=AXE)
        assert not found.violations_count, found.generate_report()
        seen_at = page.viewport_size or {"width": WIDTHS[-1], "height": HEIGHT}
        for width in sorted(WIDTHS, key=lambda each: each != seen_at["width"]):
            page.set_viewport_size({**seen_at, "width": width})
            page.evaluate(DRAWN)
            measure(page, f"{page.url} at {width} pixels")
        page.set_viewport_size(seen_at)
        page.evaluate(DRAWN)

    return check


def measure(page: Page, where: str) -> None:
    """Nothing runs past the screen or its own frame."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} is {wide} pixels wider than the screen"
    cut = page.evaluate(CUT_CAPTIONS)
    assert not cut, f"{where}: captions cut off at the screen's edge: {cut}"
    wrapped = page.evaluate(WRAPPED)
    assert not wrapped, f"{where}: entries on a second line of the bar: {wrapped}"
    hidden = page.evaluate(HIDDEN_CELLS)
    assert not hidden, f"{where}: tables that must be scrolled within: {hidden}"
