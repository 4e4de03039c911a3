"""A small application with the product's own templates, forms and headers, and no database."""

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template_string

from core.forms import set_up_forms
from web.headers import set_up_headers
from web.rendering import set_up_templates
from web.static_files import serve_static_files

Render = Callable[..., str]


def make_app() -> Flask:
    app = Flask("web", static_folder=None)
    app.config.update(SECRET_KEY="0123456789" * 4, WTF_CSRF_ENABLED=True)
    set_up_templates(app)
    set_up_forms(app)
    set_up_headers(app)
    serve_static_files(app)
    return app


@pytest.fixture(scope="session")
def page_app() -> Flask:
    """Shared, so that templates are compiled once; a test that changes its settings uses monkeypatch."""
    return make_app()


@pytest.fixture
def fresh_app() -> Flask:
    """For tests that add pages of their own."""
    return make_app()


@pytest.fixture
def render(page_app: Flask) -> Render:
    """Render a template's text within a request; the names given are the page's own."""

    def rendered(source: str, **names: Any) -> str:
        with page_app.test_request_context("/"):
            return render_template_string(source, **names)

    return rendered


@pytest.fixture
def parse() -> Callable[[str], Any]:
    """Parse a whole page strictly: a stray or unclosed tag raises."""

    def parsed(page: str) -> Any:
        return html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
        ).parse(page)

    return parsed
