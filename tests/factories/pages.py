"""What tests of pages send and read."""

import re
from datetime import date

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
