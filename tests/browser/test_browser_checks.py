"""The checks of this folder must bite: each is shown a page with the fault that it is there to find."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
SOUND = '<html lang="en"><head><title>Sound</title></head><body><main><h1>Sound</h1><p>Words.</p></main></body></html>'
FAULTS = {
    "/sound": SOUND,
    "/no-language": SOUND.replace(' lang="en"', ""),
    "/too-wide": SOUND.replace("Words.", "W" * 2000),
    "/cut-caption": SOUND.replace(
        "<p>Words.</p>",
        '<div class="scroll" tabindex="0"><table><caption>Caption</caption><tr><th scope="col">'
        + "W" * 2000
        + "</th></tr><tr><td>1</td></tr></table></div>",
    ).replace("</head>", '<link rel="stylesheet" href="/scroll.css"></head>'),
    "/inline-script": SOUND.replace("Words.", "<script>document.title = 'Changed'</script>"),
    "/inline-style": SOUND.replace("<p>", '<p style="color: red">'),
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/scroll.css":
            self.send_response(200)
            self.send_header("Content-Type", "text/css")
            self.end_headers()
            self.wfile.write(b".scroll { overflow-x: auto }")
            return
        body = ("<!doctype html>" + FAULTS.get(self.path, "")).encode()
        self.send_response(200 if self.path in FAULTS else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        if self.path in FAULTS:
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """The test's output is not the place for an access log."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_sound_page_passes(page: Page, site: str, check_page: Callable[[Page], None]) -> None:
    page.goto(f"{site}/sound")
    check_page(page)


def test_axe_finds_a_missing_language(page: Page, site: str, check_page: Callable[[Page], None]) -> None:
    page.goto(f"{site}/no-language")
    with pytest.raises(AssertionError, match="html-has-lang"):
        check_page(page)


def test_a_page_wider_than_the_screen_is_found(page: Page, site: str, check_page: Callable[[Page], None]) -> None:
    page.goto(f"{site}/too-wide")
    with pytest.raises(AssertionError, match="pixels wider than the screen"):
        check_page(page)


def test_a_caption_cut_off_is_found(page: Page, site: str, check_page: Callable[[Page], None]) -> None:
    page.goto(f"{site}/cut-caption")
    with pytest.raises(AssertionError, match="captions cut off"):
        check_page(page)


@pytest.mark.parametrize("fault", ["inline-script", "inline-style"])
def test_what_the_policy_refuses_reaches_the_console(
    page: Page, site: str, console_errors: list[str], fault: str
) -> None:
    page.goto(f"{site}/{fault}")
    assert any("Content Security Policy" in error for error in console_errors)
    console_errors.clear()


def test_scripts_can_be_off(page_without_scripts: Page, site: str, console_errors: list[str]) -> None:
    page_without_scripts.goto(f"{site}/inline-script")
    assert page_without_scripts.title() == "Sound"
    console_errors.clear()
