"""The frame of every page."""

import base64
import hashlib
import re

import pytest

from web.headers import TEMPLATE_LINE

PAGE = """{% extends "layout.html" %}{% set heading = title %}{% block page %}<p>Words</p>{% endblock %}"""
XSS = "<script>alert('x')</script> & \"Co\""


class Reader:
    account_id = 7
    name = "Priya Shah"


FULL = {
    "title": "Record a departure",
    "page_caption": "Ashmere",
    "lead": "The post falls vacant on a day you name.",
    "breadcrumbs": [{"text": "Home", "href": "/"}, {"text": "Ashmere", "href": "/a"}],
    "notification": {"title": "Important", "text": "The quarter closes on Friday."},
    "navigation": [{"href": "/", "text": "This week", "current": True}, {"href": "/a", "text": "Authorities"}],
    "identity": Reader,
    "sign_out_url": "/sign-out",
    "banner": "Demonstration data: invented councils",
}


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("names", [{"title": "Authorities"}, FULL])
def test_a_page_is_valid_with_one_heading_that_starts_its_title(render, parse, names) -> None:
    page = parse(render(PAGE, **names))
    headings = list(page.iter("h1"))
    assert len(headings) == 1
    assert words(page.find(".//title")) == f"{words(headings[0])} - Throughline"
    ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert page.find("head/title") is not None
    assert page.attrib["lang"] == "en-GB"


def test_the_skip_link_leads_to_the_main_content(render, parse) -> None:
    page = parse(render(PAGE, title="A"))
    link = next(a for a in page.iter("a") if "govuk-skip-link" in a.attrib["class"])
    assert link.attrib["href"] == "#main-content"
    assert page.find(".//main[@id='main-content']") is not None


def test_the_demonstration_says_so_on_every_page_and_only_there(render) -> None:
    says = "Demonstration data: invented councils"
    assert says in render(PAGE, **FULL)
    assert says in render('{% include "error.html" %}', heading="Page not found", sentence="s", banner=says)
    assert says not in render(PAGE, **(FULL | {"banner": None}))


def test_the_navigation_marks_the_page_the_reader_is_on(render, parse) -> None:
    page = parse(render(PAGE, **FULL))
    current = [a for a in page.iter("a") if a.attrib.get("aria-current") == "page"]
    assert [words(a) for a in current] == ["This week"]


def test_who_is_signed_in_can_sign_out_with_a_protected_form(render, parse) -> None:
    page = parse(render(PAGE, **FULL))
    form = next(f for f in page.iter("form") if f.attrib["action"] == "/sign-out")
    assert form.attrib["method"] == "post"
    assert any(field.attrib.get("name") == "csrf_token" and field.attrib["value"] for field in form.iter("input"))
    assert "Signed in as Priya Shah" in words(page)
    assert "Signed in" not in render(PAGE, title="A")


def test_nothing_belongs_to_gov_uk_alone(render) -> None:
    page = render(PAGE, **FULL)
    for foreign in ("govuk-logo", "crest", "crown", "Crown", "GOV.UK", "/assets/", "GDS"):
        assert foreign not in page
    assert "Contains public sector information licensed under the" in page


def test_the_footer_leads_to_accessibility_and_privacy(render, parse) -> None:
    footer = parse(render(PAGE, title="A")).find(".//footer")
    links = {words(a): a.attrib["href"] for a in footer.iter("a")}
    assert links["Accessibility statement"] == "/accessibility"
    assert links["Privacy"] == "/privacy"
    assert "Open Government Licence v3.0" in links


def test_no_script_but_the_templates_line_runs_inline_and_no_style_is_inline(render, parse) -> None:
    page = parse(render(PAGE, **FULL))
    inline = [script for script in page.iter("script") if "src" not in script.attrib]
    assert len(inline) == 1
    digest = base64.b64encode(hashlib.sha256(inline[0].text.encode()).digest()).decode()
    assert f"sha256-{digest}" == TEMPLATE_LINE
    assert not list(page.iter("style"))
    for element in page.iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)


def test_every_static_file_a_page_names_is_served_to_be_kept_for_ever(render, page_app) -> None:
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', render(PAGE, title="A"))
    assert len(named) == 6
    for address in named:
        response = page_app.test_client().get(address)
        assert response.status_code == 200
        assert "max-age=31536000" in response.headers["Cache-Control"]
        response.close()


@pytest.mark.parametrize("place", ["title", "page_caption", "lead"])
def test_words_are_escaped_wherever_they_stand(render, place) -> None:
    assert "<script>alert" not in render(PAGE, **(FULL | {place: XSS}))


def test_words_of_lists_are_escaped_too(render, page_app) -> None:
    hostile = {
        "breadcrumbs": [{"text": XSS, "href": "/"}],
        "notification": {"title": XSS, "text": XSS},
        "navigation": [{"href": "/", "text": XSS, "current": True}],
        "identity": type("Hostile", (), {"account_id": 1, "name": XSS}),
    }
    assert "<script>alert" not in render(PAGE, **(FULL | hostile))


def test_flashed_messages_are_confirmations_with_ids_of_their_own(page_app, parse) -> None:
    from flask import flash, render_template_string  # noqa: PLC0415

    with page_app.test_request_context("/"):
        flash(f"First. {XSS}")
        flash("Second.")
        rendered = render_template_string(PAGE, title="A")
    banners = [
        d for d in parse(rendered).iter("div") if "govuk-notification-banner--success" in d.attrib.get("class", "")
    ]
    assert len(banners) == 2
    assert len({banner.attrib["aria-labelledby"] for banner in banners}) == 2
    assert "<script>alert" not in rendered


def test_the_error_page_says_what_to_do_and_shows_a_reference_only_when_it_has_one(render, parse) -> None:
    source = '{% include "error.html" %}'
    fault = render(source, heading="Throughline has a problem", sentence="Try again.", reference="8f2c")
    parse(fault)
    assert "8f2c" in fault
    assert "Reference number" not in render(source, heading="Page not found", sentence="Check it.")
