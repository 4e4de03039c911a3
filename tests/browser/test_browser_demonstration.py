"""The demonstration as a newcomer meets it, with a small world: made once, started again, looked at, stopped.

`start.py` calls the same function with the whole world.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from playwright.sync_api import Page, expect

from accounts.personas import DESCRIPTIONS, Persona
from core.embedded.records import read, wait_until

DEMONSTRATE = """
import sys
from pathlib import Path
from core.embedded import EmbeddedError, orderly_end
from web.demonstration.command import Wishes, demonstrate
from web.demonstration.world import World
small = World(authorities=22, years=6, adopters=4, seed=3, replays=2)
with orderly_end():
    try:
        sys.exit(demonstrate(Wishes(once="once" in sys.argv, load="run" not in sys.argv), small, Path(sys.argv[1])))
    except EmbeddedError as error:
        sys.exit(str(error))
"""
SERVED = "Press Ctrl-C to stop"
START_SECONDS = 240


@dataclass(frozen=True)
class Place:
    folder: Path
    out: Path

    def command(self, *wishes: str) -> list[str]:
        return [sys.executable, "-c", DEMONSTRATE, str(self.out), *wishes]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "THROUGHLINE_LOCAL": str(self.folder)}

    def once(self) -> str:
        """Run `demo --once` and return what it says."""
        told = subprocess.run(
            self.command("once"),
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        assert self.running() == []
        return told.stdout

    def running(self) -> list[str]:
        """What still runs of it."""
        records = (self.folder / "demonstration").glob("*.running")
        return [path.stem for path in records if (record := read(path)) and record.alive]

    def written(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def place(run_folder: Path) -> Place:
    folder = run_folder / "whole-demonstration"
    return Place(folder, folder / "out")


@pytest.fixture(scope="module")
def made(place: Place) -> str:
    """What the first `demo --once` says."""
    return place.once()


@pytest.fixture(scope="module")
def served(place: Place, made: str) -> Iterator[str]:
    """What `run` prints once it serves what was made; Ctrl-C ends it, with all that it started."""
    log = place.folder / "served.txt"
    with (
        log.open("w") as output,
        subprocess.Popen(place.command("run"), env=place.environment, stdout=output, stderr=output) as running,
    ):
        assert wait_until(lambda: SERVED in log.read_text() or running.poll() is not None, START_SECONDS)
        assert running.poll() is None, log.read_text()
        assert set(place.running()) == {"postgres", "valkey", "worker", "beat", "web"}
        yield log.read_text()
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
    assert place.running() == []


def test_once_writes_the_report_with_its_charts_and_ends(place: Place, made: str) -> None:
    written = place.written()
    assert any(re.fullmatch(r"risk-programme-\d{4}-\d\d-01\.html", name) for name in written)
    sheet = next(body for name, body in written.items() if re.fullmatch(r"risk-programme-[\d-]+\.csv", name))
    assert sheet.decode("utf-8-sig").startswith("authority_code,authority,landmark,post,role")
    assert sum(name.startswith("authorities/") for name in written) >= 2 * 3  # HTML and CSV of each member
    assert written["charts/expected-changes.svg"].startswith(b"<svg")
    page = next(body for name, body in written.items() if name.endswith(".html") and "/" not in name).decode()
    assert "Demonstration data: invented councils" in page
    assert "<svg" in page


def test_once_shows_its_progress_and_a_summary_of_one_screen(made: str) -> None:
    for step in ("Inventing 22 councils", "Importing that world", "Replaying 2 past landmarks", "make the risk report"):
        assert re.search(rf"done: .*{step}.*\(\d+\.\d s\)", made)
    summary = made[made.index("RISK OF LEADERSHIP CHANGE") :]
    assert "expected to change hands in 12 months" in summary
    assert len(summary.splitlines()) <= 30


def test_a_second_start_keeps_its_data_and_makes_nothing_anew(place: Place, made: str) -> None:
    before = place.written()
    again = place.once()
    assert not any(word in again for word in ("Migrating", "Inventing", "Importing", "Replaying"))
    assert place.written() == before


def test_each_printed_link_lets_one_persona_in_once(served: str) -> None:
    links = re.findall(r"^  ([^:\n]+): .*\n    (http://\S+)$", served, re.MULTILINE)
    assert [title for title, _ in links] == [description.title for description in DESCRIPTIONS.values()]
    for _, link in links:
        address, page = enter(link)
        assert "Sign out" in page
        assert "/sign-in" not in address
        with pytest.raises(HTTPError, match="410"):
            enter(link)


def enter(link: str) -> tuple[str, str]:
    """Open the link and press its button, as a person does; the address and the page one comes to."""
    visitor = build_opener(HTTPCookieProcessor(CookieJar()))
    with visitor.open(link) as answer:
        page = answer.read().decode()
    action = re.search(r'<form method="post" action="([^"]*sign-in/[^"]*)"', page)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert action
    assert token
    with visitor.open(urljoin(link, action[1]), urlencode({"csrf_token": token[1]}).encode()) as answer:
        return answer.url, answer.read().decode()


@pytest.mark.parametrize("persona", Persona)
def test_what_each_persona_sees_first_is_accessible(
    page: Page, served: str, persona: Persona, check_page: Callable[[Page], None]
) -> None:
    become(page, served, persona)
    check_page(page)
    expect(page.get_by_text("Demonstration data: invented councils")).to_be_visible()


def test_the_support_team_reads_the_reports(page: Page, served: str, check_page: Callable[[Page], None]) -> None:
    become(page, served, Persona.SUPPORT)
    page.goto(address_of(served) + "/risk/runs")
    check_page(page)
    page.get_by_role("main").get_by_role("link", name=re.compile("2")).first.click()  # the newest run, by its day
    check_page(page)
    page.get_by_role("link", name="Read the programme report").click()
    page.get_by_role("heading", level=1).wait_for()
    check_page(page)


def address_of(served: str) -> str:
    found = re.search(r"Throughline is ready: (\S+)", served)
    assert found
    return found[1]


def become(page: Page, served: str, persona: Persona) -> None:
    """Sign in by the button of the demonstration's own page."""
    page.goto(address_of(served) + "/demonstration")
    page.get_by_role("button", name=f"Sign in as {DESCRIPTIONS[persona].title}").click()
    page.get_by_role("button", name="Sign out").wait_for()
