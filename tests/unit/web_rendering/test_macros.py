"""The shared parts of pages: figures, tables, states, the day as known on."""

import re
from datetime import date

import pytest

from charts.chart import Chart
from charts.risk_bars import HorizonRisk, risk_bars
from charts.table import Table
from charts.through_line import Holding, Outlook, Row, Segment

SVG = "{http://www.w3.org/2000/svg}"
XSS = "<b onclick='x'>\"Ashmere\" & Co</b>"
PAGE = """{% extends "layout.html" %}{% set heading = "A page" %}
{% from "macros/figures.html" import figure, picture, mini %}
{% from "macros/tables.html" import scroll_table, scroll_region %}
{% from "macros/states.html" import status_tag, band, empty_state, tasks %}
{% from "macros/known.html" import as_known_on %}
{% block page %}BODY{% endblock %}"""


def risks(title: str = "Even odds", words: str = "about 1 in 2") -> Chart:
    return risk_bars(
        [HorizonRisk(12, 0.48, 0.33, 0.63, words)], title=title, caption="M6, provisional", filename="risk"
    )


def on_page(render, parse, body: str, **names):
    return parse(render(PAGE.replace("BODY", body), **names))


def test_a_figure_has_picture_alternative_caption_table_and_file(render, parse) -> None:
    page = on_page(render, parse, '{{ figure(chart, "/risk.csv", level=3) }}', chart=risks())
    figure = page.find(".//figure")
    assert "".join(figure.find("h3").itertext()) == "Even odds"
    image = figure.find("div[@role='img']")
    assert image.attrib["aria-label"] == risks().alternative
    assert len(list(image.iter(f"{SVG}svg"))) == 2
    assert figure.find("figcaption").text == "M6, provisional"
    assert figure.find("details//table/caption") is not None
    link = figure.find("p/a")
    assert (link.attrib["href"], link.attrib["download"]) == ("/risk.csv", "risk.csv")


def test_the_same_chart_twice_on_a_page_shares_no_id(render, parse) -> None:
    row = Row("A", (Segment(date(2020, 1, 1), None, Holding.PERMANENT),), outlook=Outlook(0.1, 0.2, 0.3))
    from charts.through_line import through_line  # noqa: PLC0415

    chart = through_line([row], title="One", caption="c", filename="f", start=date(2021, 1, 1), today=date(2025, 1, 1))
    page = on_page(render, parse, "{{ picture(chart) }}{{ picture(chart) }}", chart=chart)
    ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert sum(name.startswith("chart") for name in ids) >= 4


def test_a_wide_chart_asks_for_more_room_than_a_narrow_one(render) -> None:
    assert "app-chart--column" in render(PAGE.replace("BODY", "{{ picture(chart) }}"), chart=risks())


def test_words_in_a_chart_are_escaped(render) -> None:
    page = render(PAGE.replace("BODY", "{{ figure(chart) }}"), chart=risks(title=XSS, words=XSS))
    assert "<b onclick" not in page


def test_a_table_scrolls_in_a_named_region_reached_by_keyboard(render, parse) -> None:
    table = Table(("Quarter", "Rate", "On"), (("2025-26 Q1", 19.6, date(2025, 6, 30)), ("2025-26 Q2", "c", None)))
    page = on_page(render, parse, '{{ scroll_table(table, "Rates of Ashmere") }}', table=table)
    region = page.find(".//div[@class='app-scroll']")
    assert (region.attrib["role"], region.attrib["tabindex"]) == ("region", "0")
    assert region.attrib["aria-label"] == region.find("table/caption").text == "Rates of Ashmere"
    assert [th.attrib["scope"] for th in region.iter("th")] == ["col", "col", "col", "row", "row"]
    cells = [("".join(td.itertext()), "numeric" in td.attrib["class"]) for td in region.iter("td")]
    assert cells == [("19.6", True), ("30 June 2025", False), ("c", True), ("", False)]


def test_a_stacked_table_names_the_column_of_each_cell_for_a_phone(render, parse) -> None:
    table = Table(("Quarter", "Rate", "On"), (("2025-26 Q1", 19.6, date(2025, 6, 30)),))
    page = on_page(render, parse, '{{ scroll_table(table, "Rates", stack=true) }}', table=table)
    assert "app-table--stack" in page.find(".//table").attrib["class"]
    assert [td.attrib.get("data-label") for td in page.iter("td")] == ["Rate", "On"]


@pytest.mark.parametrize("tone", ["neutral", "info", "good", "attention", "urgent"])
def test_a_status_is_words_first(render, tone) -> None:
    page = render(PAGE.replace("BODY", "{{ status_tag(text, tone) }}"), text=XSS, tone=tone)
    assert f"app-tag--{tone}" in page
    assert "&lt;b onclick" in page


def test_every_tone_has_a_border_of_its_own_form(page_app) -> None:
    from web.static_files import FOLDER  # noqa: PLC0415

    css = (FOLDER / "app.css").read_text()
    forms = [
        re.search(rf"\.app-tag--{tone} \{{([^}}]+)\}}", css) for tone in ("neutral", "info", "attention", "urgent")
    ]
    assert all(forms)
    assert len({form[1] for form in forms if form}) == 4


def test_a_band_stands_with_its_number_and_a_meter(render, parse) -> None:
    page = on_page(render, parse, '{{ band("High", 3, "48%, plausibly 33% to 63%") }}')
    shown = page.find(".//span[@class='app-band']")
    assert ["".join(part.itertext()) for part in shown][1:] == ["High", "48%, plausibly 33% to 63%"]
    fills = [bar.attrib["fill"] for bar in shown.iter(f"{SVG}rect")]
    assert fills == ["#12436d"] * 3 + ["#ffffff"]


def test_tasks_keep_their_order_and_name_their_status(render, parse) -> None:
    entries = [
        {"title": "Review the return", "href": "/r", "hint": "Version 2", "status": "Due today", "tone": "attention"},
        {"title": XSS, "status": "Done", "tone": "good"},
        {"title": "No tone", "status": "Not started"},
    ]
    page = on_page(render, parse, "{{ tasks(entries) }}", entries=entries)
    items = list(page.find(".//ul[@class='govuk-task-list']"))
    assert [item.find(".//strong").text for item in items] == ["Due today", "Done", "Not started"]
    assert items[0].find(".//a").attrib["href"] == "/r"
    assert items[1].find(".//a") is None
    assert not list(page.iter("b"))


def test_an_empty_state_says_what_will_appear_and_what_to_do(render, parse) -> None:
    body = '{{ empty_state("Handovers appear here.", "Record one first.", {"text": "Find a post", "href": "/p"}) }}'
    shown = on_page(render, parse, body).find(".//div[@class='app-empty']")
    assert [" ".join("".join(p.itertext()).split()) for p in shown] == [
        "Handovers appear here.",
        "Record one first.",
        "Find a post",
    ]


def test_a_look_back_says_so_and_the_address_holds_the_view(render, parse) -> None:
    body = '{{ as_known_on(as_at, today, {"q": q}) }}'
    past = on_page(render, parse, body, as_at=date(2025, 1, 31), today=date(2026, 11, 28), q='a "b"')
    shown = past.find(".//div[@class='app-known app-known--past']")
    assert "You see what was known on 31 January 2025" in " ".join("".join(shown.itertext()).split())
    form = shown.find("form")
    assert form.attrib["method"] == "get"
    sent = {field.attrib["name"]: field.attrib["value"] for field in form.iter("input")}
    assert sent == {"q": 'a "b"', "as_at": "2025-01-31"}
    now = on_page(render, parse, body, as_at=date(2026, 11, 28), today=date(2026, 11, 28), q="")
    assert now.find(".//div[@class='app-known']") is not None


def test_a_day_that_could_not_be_read_is_named_at_its_box(render, parse) -> None:
    body = "{{ as_known_on(day, day, problem='The date must be written like 2026-11-28') }}"
    page = on_page(render, parse, body, day=date(2026, 11, 28))
    box = page.find(".//input[@id='as_at']")
    assert page.find(f".//p[@id='{box.attrib['aria-describedby']}']") is not None


def test_a_small_line_has_its_words_beside_it(render, parse) -> None:
    row = Row("A", (Segment(date(2020, 1, 1), None, Holding.INTERIM),))
    page = on_page(render, parse, "<p>{{ mini(row, today) }}</p>", row=row, today=date(2025, 1, 1))
    assert page.find(f".//p/{SVG}svg[@class='app-mini-line']") is not None
    assert page.find(".//p/span[@class='govuk-visually-hidden']").text.startswith("Interim since January 2020")
