"""Fills the forms of the product's own pages, as somebody who may send them would: so a body is well formed.

A body that is no good is refused for what it says, which proves nothing of who may send it.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from html5lib import parse

from core.clock import today

SPACE = "{http://www.w3.org/1999/xhtml}"
Body = dict[str, list[str]]
DAY_BOXES = 3
LINE = "Said on a walk"
TEXTS = {
    "addresses": "walker.one@walk.example",
    "coach_email": "walker.coach@walk.example",
    "chance": "40",
    "place": "1",
    "value": "12",
    "approved_by": "",
    "name": "Somebody Walked",
    "title": "A title said on a walk",
}
DAYS = {
    "closes_on": timedelta(days=7),
    "ends_on": timedelta(days=30),
    "given_on": timedelta(0),
    "as_of": timedelta(0),
    "begins_on": timedelta(0),
    "done_on": timedelta(0),
}
DAYS_LEFT_EMPTY = {("support", "done_on")}
# What has ended, unlike what is to end.
DAYS_PAST = {("local", "ends_on")}


def filled(page: str, path: str) -> Body | None:
    """What a browser would send of the form that leads to the path; None when the page has no such form."""
    for form in _parsed(page).iter(f"{SPACE}form"):
        action = (form.get("action") or path).split("?")[0]
        if (form.get("method") or "").lower() == "post" and action == path:
            return _fields(form, path)
    return None


@lru_cache(maxsize=300)
def _parsed(page: str) -> Any:
    """Read once, however many forms are looked for on it: a page takes the parser a tenth of a second."""
    return parse(page)


def _fields(form: Any, path: str) -> Body:
    found: Body = {}
    for field in form.iter():
        name, tag = field.get("name"), str(field.tag).removeprefix(SPACE)
        if name is None or field.get("disabled") is not None:
            continue
        if tag == "textarea":
            found[name] = [field.text.strip() if field.text and field.text.strip() else TEXTS.get(name, LINE)]
        elif tag == "select":
            found[name] = [_chosen(field)]
        elif tag == "input":
            _input(found, field, name, path)
        elif tag == "button":
            found.setdefault(name, [field.get("value") or "yes"])
    return {
        name: _day(name, path) if len(values) == 3 and not any(values) else values for name, values in found.items()
    }


def _input(found: Body, field: Any, name: str, path: str) -> None:
    kind, value = field.get("type") or "text", field.get("value") or ""
    if kind == "radio":
        if field.get("checked") is not None:
            found[name] = [value]
        else:
            found.setdefault(name, [value])
    elif kind == "checkbox":
        found.setdefault(name, []).append(value)
    elif kind in {"hidden", "submit"}:
        found[name] = [value]
    elif (field.get("id") or "").endswith(("-day", "-month", "-year")):
        found.setdefault(name, []).append(value)
    else:
        found[name] = [value or TEXTS.get(name, LINE)]


def _chosen(select: Any) -> str:
    options = list(select.iter(f"{SPACE}option"))
    told = [each for each in options if each.get("selected") is not None and each.get("value")]
    return next((each.get("value") for each in (*told, *options) if each.get("value")), "")


def _day(name: str, path: str) -> list[str]:
    if name not in DAYS or any(part in path and name == left for part, left in DAYS_LEFT_EMPTY):
        return ["", "", ""]
    past = any(part in path and name == ended for part, ended in DAYS_PAST)
    when: date = today() + (timedelta(0) if past else DAYS[name])
    return [str(when.day), str(when.month), str(when.year)]
