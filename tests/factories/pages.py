"""What tests of pages send and read."""

import re
from datetime import date

from fixtures.identities import SignedInClient
from werkzeug.test import TestResponse


def day(name: str, when: date) -> dict[str, list[str]]:
    return {name: [str(when.day), str(when.month), str(when.year)]}


def words(response: TestResponse) -> str:
    return " ".join(response.text.split())


def without_token(page: str) -> str:
    """The page but for the token of its forms, which is another every time."""
    return re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", page)


def page_link(page: str, ending: str) -> str:
    """The first link of a page that ends so."""
    return next(part.split('"')[0] for part in page.split('href="') if part.split('"')[0].endswith(ending))


def sign_as_read(director: SignedInClient, base: str) -> TestResponse:
    """Sign a return off with what its page carries: the version, and the digest of the explanations on it."""
    page = director.get(f"{base}/sign-off").text
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("version", "words")}
    return director.send(f"{base}/sign-off", **{name: match[1] if match else "" for name, match in found.items()})


def send_as_shown(browser: SignedInClient, path: str, **fields: object) -> TestResponse:
    """Send a form with the digest of what it shows, as a browser that has just opened it does."""
    return browser.send(path, seen=digest_shown(browser.get(path)), **fields)


def digest_shown(page: TestResponse) -> str:
    """The digest of what a form showed when it was drawn."""
    found = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]
