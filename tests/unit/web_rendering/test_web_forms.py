"""Form fields: how they look, what they refuse, and where their errors lead."""

from datetime import date

import pytest
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField
from wtforms.validators import InputRequired

from core.forms import (
    AddressField,
    ButtonField,
    ChoiceField,
    DayField,
    DayRequired,
    ParagraphField,
    PickField,
    TextField,
    TickField,
    TicksField,
    UploadField,
    UploadsField,
    WholeNumberField,
    blame,
    form_problems,
)


class Departure(FlaskForm):
    left_on = DayField("What was the last day?", [DayRequired("Enter the last day in post")], subject="The last day")
    known_on = DayField("When was it known?", subject="The day it was known")
    status = ChoiceField("How is it held now?", choices={"interim": "Interim", "vacant": "Vacant"}, choose="Choose how")
    source = PickField("Source", choices={"web": "Website", "told": "Told"}, default="web")
    handed = TicksField("Handed over", choices={"plan": "Plan", "budget": "Budget"})
    secret = TickField("Confidential")
    name = TextField("Name", [InputRequired("Enter the name")])
    mail = AddressField("E-mail address")
    note = ParagraphField("Note")
    posts = WholeNumberField("Posts below")
    letter = UploadField("Letter")
    letters = UploadsField("Letters")
    save = ButtonField("Record")


GOOD = {
    "left_on": ["28", "nov", "2026"],
    "status": ["vacant"],
    "name": [" Ruth "],
    "source": ["web"],
    "posts": ["1,200"],
}


@pytest.fixture
def send(page_app, monkeypatch):
    """A form as the server sees it after these boxes were sent."""
    monkeypatch.setitem(page_app.config, "WTF_CSRF_ENABLED", False)

    def sent(**boxes: list[str]) -> Departure:
        with page_app.test_request_context("/", method="POST"):
            form = Departure(formdata=MultiDict([(k, v) for k, values in boxes.items() for v in values]))
            form.validate()
            return form

    return sent


def test_a_good_form_is_read(send) -> None:
    form = send(**GOOD)
    assert form_problems(form) == []
    assert (form.left_on.data, form.known_on.data) == (date(2026, 11, 28), None)
    assert (form.name.data, form.posts.data, form.status.data) == ("Ruth", 1200, "vacant")


def test_pasted_tabs_and_line_ends_become_spaces(send) -> None:
    assert send(**(GOOD | {"name": ["\tRuth\r\nFirst\t"]})).name.data == "Ruth First"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"left_on": ["", "", ""]}, {"text": "Enter the last day in post", "href": "#left_on-day"}),
        ({"left_on": []}, {"text": "Enter the last day in post", "href": "#left_on-day"}),
        ({"left_on": ["28", "", "2026"]}, {"text": "The last day must include a month", "href": "#left_on-month"}),
        (
            {"left_on": ["28", "11"]},
            {"text": "The last day must have a day, a month and a year", "href": "#left_on-day"},
        ),
        (
            {"known_on": ["3", "4", "26"]},
            {"text": "The year of the day it was known must have 4 digits, such as 2026", "href": "#known_on-year"},
        ),
        ({"status": []}, {"text": "Choose how", "href": "#status"}),
        ({"status": ["king"]}, {"text": "Choose how", "href": "#status"}),
        ({"source": ["x"]}, {"text": "Choose one of the options of \u201cSource\u201d", "href": "#source"}),
        (
            {"handed": ["plan", "x"]},
            {"text": "Choose one of the options of \u201cHanded over\u201d", "href": "#handed"},
        ),
        ({"name": [""]}, {"text": "Enter the name", "href": "#name"}),
        (
            {"name": ["Ruth\u200b"]},
            {"text": "The text holds a character that cannot be seen. Type it anew", "href": "#name"},
        ),
        ({"name": ["R" * 501]}, {"text": "The text must have 500 characters or fewer", "href": "#name"}),
        ({"posts": ["many"]}, {"text": "Posts below must be a whole number, such as 12", "href": "#posts"}),
    ],
)
def test_a_refusal_says_what_to_do_and_leads_to_its_box(send, render, changes, problem) -> None:
    form = send(**(GOOD | changes))
    assert form_problems(form) == [problem]
    fields = "".join(f"{{{{ form.{name} }}}}" for name in form.data if name != "csrf_token")
    assert f'id="{problem["href"][1:]}"' in render(fields, form=form)


def test_only_the_wrong_boxes_of_a_day_are_marked(send, render) -> None:
    shown = render("{{ form.left_on }}", form=send(**(GOOD | {"left_on": ["28", "", "2026"]})))
    marked = [box for box in shown.split("<input")[1:] if "govuk-input--error" in box]
    assert len(marked) == 1
    assert 'id="left_on-month"' in marked[0]
    assert 'value="28"' in shown


def test_no_answer_of_the_library_reaches_the_reader(send) -> None:
    for form in (send(), send(left_on=["x"] * 9, status=["x"], source=["x"], handed=["x"], posts=["x"])):
        assert form_problems(form)
        for problem in form_problems(form):
            assert "valid" not in problem["text"].lower()
            assert "please" not in problem["text"].lower()
            assert "required" not in problem["text"].lower()


def test_boxes_are_drawn_without_required_on_a_div_and_with_what_was_stored(page_app, render, monkeypatch) -> None:
    monkeypatch.setitem(page_app.config, "WTF_CSRF_ENABLED", False)
    with page_app.test_request_context("/"):
        form = Departure(left_on=date(2026, 11, 8))
    shown = render("{{ form.left_on(params={'hint': {'text': 'For example, 28 11 2026'}}) }}", form=form)
    assert [box.split('"')[0] for box in shown.split('value="')[1:]] == ["8", "11", "2026"]
    assert "required" not in shown
    assert "For example, 28 11 2026" in shown


def test_a_form_around_fields_is_protected_and_leaves_checking_to_the_page(page_app, render, parse) -> None:
    with page_app.test_request_context("/"):
        form = Departure()
    source = """{% extends "layout.html" %}{% set heading = "Record" %}
    {% from "macros/forms.html" import form_around %}
    {% block page %}
    {% call form_around(form, upload=true) %}{{ form.name }}{{ form.save }}{% endcall %}
    {% endblock %}"""
    page = parse(render(source, form=form))
    tag = next(page.iter("form"))
    assert "novalidate" in tag.attrib
    assert tag.attrib["enctype"] == "multipart/form-data"
    assert any(box.attrib.get("name") == "csrf_token" for box in tag.iter("input"))


def test_the_page_lists_problems_first_and_says_so_in_its_title(send, render, parse) -> None:
    source = """{% extends "layout.html" %}{% set heading = "Record a departure" %}
    {% block page %}{{ form.left_on }}{{ form.name }}{% endblock %}"""
    page = parse(render(source, form=send(**(GOOD | {"name": [""], "left_on": []}))))
    assert page.find(".//title").text == "Error: Record a departure - Throughline"
    links = [
        a
        for a in page.iter("a")
        if a.attrib["href"].startswith("#") and "govuk-skip-link" not in a.attrib.get("class", "")
    ]
    assert [a.attrib["href"] for a in links] == ["#left_on-day", "#name"]
    ids = {element.attrib["id"] for element in page.iter() if "id" in element.attrib}
    assert {a.attrib["href"][1:] for a in links} <= ids


def test_problems_of_forms_inside_a_form_lead_to_their_boxes() -> None:
    class Line(Form):
        posts = WholeNumberField("Posts")
        since = DayField("Since", subject="The first day")

    class Sheet(Form):
        head = FormField(Line)
        lines = FieldList(FormField(Line))

    sent = MultiDict({"head-posts": "x", "lines-0-posts": "1", "lines-1-posts": "y"})
    sent.setlist("lines-0-since", ["1", "", "2026"])
    form = Sheet(sent)
    assert not form.validate()
    assert [problem["href"] for problem in form_problems(form)] == [
        "#head-posts",
        "#lines-0-since-month",
        "#lines-1-posts",
    ]


def test_a_refusal_of_the_domain_is_shown_on_its_field(send) -> None:
    form = send(**GOOD)
    blame(form.left_on, "The post was already vacant on 28 November 2026")
    assert form_problems(form) == [{"text": "The post was already vacant on 28 November 2026", "href": "#left_on-day"}]


def test_a_refusal_of_the_whole_form_is_listed(send) -> None:
    form = send(**GOOD)
    form.form_errors = ["Somebody else changed this post a minute ago"]
    assert form_problems(form) == [{"text": "Somebody else changed this post a minute ago"}]


def test_a_forged_form_is_refused(fresh_app) -> None:
    @fresh_app.post("/depart")
    def depart() -> str:
        return "done"

    assert fresh_app.test_client().post("/depart", data={"name": "Ruth"}).status_code == 400
