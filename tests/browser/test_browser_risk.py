"""The main job as people see it: asked for in Chromium, done by a real worker, read by each kind of user their part."""

import time
from collections.abc import Callable

import pytest
from factories.leadership import make_small_programme
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from fixtures.widths import on_a_phone
from playwright.sync_api import Page
from sqlalchemy import text

from core.access import Role
from core.embedded.children import Child

PATIENCE_SECONDS = 60.0


@pytest.fixture
def address(clone: Clone, live_server: str) -> str:
    """A running product with the small programme."""
    with clone.session() as session:
        make_small_programme(session)
        session.commit()
    return live_server


def sign_in(page: Page, clone: Clone, address: str, *roles: Role, authority: str | None = None) -> None:
    page.context.clear_cookies()
    secret = make_signed_in(clone, *roles, authority=authority).secret
    page.context.add_cookies([{"name": "session", "value": secret, "url": address}])


def drain_until_all_reports_are_ready(clone: Clone, environment: dict[str, str]) -> None:
    """What beat does every two seconds, until three reports are there."""
    from celery import Celery  # noqa: PLC0415  (a client of the broker, as beat is)

    beat = Celery(broker=environment["REDIS_URL"])
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        beat.send_task("outbox.drain")
        with clone.session() as session:
            if session.scalar(text("SELECT count(*) FROM report WHERE status = 'ready'")) == 3:
                beat.close()
                return
        time.sleep(0.3)
    pytest.fail("the reports were not made")


@on_a_phone
def test_a_run_from_button_to_each_reader(
    page: Page,
    clone: Clone,
    address: str,
    environment: dict[str, str],
    running_worker: Child,
    check_page: Callable[[Page], None],
) -> None:
    assert running_worker.alive
    sign_in(page, clone, address, Role.SUPPORT)
    page.goto(f"{address}/risk/runs")
    check_page(page)
    page.get_by_role("button", name="Run now").click()
    page.wait_for_selector("h1:has-text('Risk run of')")
    drain_until_all_reports_are_ready(clone, environment)
    page.reload()
    page.wait_for_selector("text=Read the programme report")
    check_page(page)
    page.get_by_role("link", name="Read the programme report").click()
    page.wait_for_selector("h1:has-text('the programme')")
    check_page(page)
    for path in ("/", "/authorities", "/authorities/Z001", "/authorities/Z001/risk"):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
        check_page(page)
    assert "Held on an interim basis" in page.inner_text("main")

    page.goto(f"{address}/programme")
    check_page(page)
    page.get_by_role("button", name="Publish the summary").click()
    page.wait_for_selector("text=The summary is published")

    sign_in(page, clone, address, Role.DFE_VIEWER)
    page.goto(address)
    page.wait_for_selector("h1:has-text('Programme summary')")
    check_page(page)
    seen = page.inner_text("body")
    for name in ("Ashmere", "Belford", "Bea Second"):
        assert name not in seen

    sign_in(page, clone, address, Role.LEAD, Role.RISK_READER, authority="Z002")
    page.goto(address)
    check_page(page)
    page.get_by_role("link", name="Risk of leadership change").click()
    page.wait_for_selector("text=Executive Director, People")
    check_page(page)
    assert "Ashmere" not in page.inner_text("body")
