"""Opening a collection, moving its days, choosing its indicators, and until when the programme takes returns."""

from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # (the published types are older)

from authorities.programme.models import Programme
from charts.words import count_in_words, day_in_words
from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.quarter_address import address_of
from core.quarters import Quarter
from outcomes.catalogue.indicators import list_indicators
from outcomes.collection.due.defaults import default_days
from outcomes.collection.due.errors import CollectionError
from outcomes.collection.due.expected import list_items
from outcomes.collection.due.find import get_collection, list_collections
from outcomes.collection.due.models import Collection
from outcomes.collection.due.open import (
    edit_collection,
    list_programmes,
    open_collection,
    set_collects_until,
    set_items,
)
from outcomes.collection.due.seen import days_shown, digest_of, items_shown, until_shown
from outcomes.collection.due.views.answer import answer
from outcomes.collection.due.views.blueprint import collections
from outcomes.collection.due.views.forms import CollectsForm, DaysForm, ItemsForm, NewCollectionForm, day_of

# Quarters that may be opened on the page: a year back and half a year ahead of the present one.
BACK, AHEAD = 4, 2
MOST_WORKING_DAYS = 250


@collections.route("/new", methods=["GET", "POST"])
@requires(Permission.COLLECTION_EDIT)
def new() -> ResponseReturnValue:
    """Open the collection of a quarter."""
    form = NewCollectionForm()

    def prepare(session: Session) -> None:
        taken = {collection.quarter for collection in list_collections(session)}
        present = Quarter.containing(today())
        free = [each for offset in range(-BACK, AHEAD + 1) if (each := present.plus(offset)) not in taken]
        form.quarter.choices = [
            SelectChoice("", "Choose a quarter"),
            *(SelectChoice(address_of(each), f"{each}, {_months(each)}") for each in free),
        ]
        if not form.is_submitted():
            form.quarter.data = request.args.get("quarter", "")

    def store(session: Session) -> tuple[str, str]:
        quarter = Quarter.parse((form.quarter.data or "").replace("-q", " Q"))
        opens_on, due_on = _days_of(form, quarter)
        made = open_collection(
            session,
            by=current_identity(),
            quarter=quarter,
            opens_on=opens_on,
            due_on=due_on,
            closes_on=form.closes_on.data,
            note=(form.note.data or "").strip(),
            on=today(),
        )
        said = f"{quarter} opens on {day_in_words(made.opens_on)} and is due on {day_in_words(made.due_on)}."
        return said, _page_of(made)

    return answer(
        form, "collections/form.html", prepare=prepare, store=store, ask=lambda _: _around("Open a collection")
    )


@collections.route("/<quarter:quarter>/days", methods=["GET", "POST"])
@requires(Permission.COLLECTION_EDIT)
def days(quarter: Quarter) -> ResponseReturnValue:
    """Move the days of a collection."""
    form = DaysForm()

    def prepare(session: Session) -> None:
        collection = get_collection(session, quarter)
        if not form.is_submitted():
            for name in ("opens_on", "due_on", "closes_on", "note"):
                form[name].data = getattr(collection, name)
            form.seen.data = digest_of(days_shown(collection))

    def store(session: Session) -> tuple[str, str]:
        collection = edit_collection(
            session,
            by=current_identity(),
            collection=get_collection(session, quarter),
            opens_on=day_of(form.opens_on),
            due_on=day_of(form.due_on),
            closes_on=form.closes_on.data,
            note=(form.note.data or "").strip(),
            on=today(),
            seen=form.seen.data or "",
        )
        said = (
            f"{quarter} opens on {day_in_words(collection.opens_on)} and is due on {day_in_words(collection.due_on)}."
        )
        return said, _page_of(collection)

    return answer(form, "collections/form.html", prepare=prepare, store=store, ask=lambda _: _around("Days", quarter))


@collections.route("/<quarter:quarter>/items", methods=["GET", "POST"])
@requires(Permission.COLLECTION_EDIT)
def items(quarter: Quarter) -> ResponseReturnValue:
    """Choose what a collection asks for."""
    form = ItemsForm()
    form.items.choices = [
        SelectChoice(indicator.code, f"{indicator.name} ({indicator.code})") for indicator in list_indicators()
    ]

    def prepare(session: Session) -> None:
        collection = get_collection(session, quarter)
        if not form.is_submitted():
            form.items.data = list_items(session, collection)
            form.seen.data = digest_of(items_shown(form.items.data))

    def store(session: Session) -> tuple[str, str]:
        collection = get_collection(session, quarter)
        chosen = set_items(
            session,
            by=current_identity(),
            collection=collection,
            codes=form.items.data or [],
            on=today(),
            seen=form.seen.data or "",
        )
        return f"{quarter} asks for {count_in_words(len(chosen), 'indicator', 'indicators')}.", _page_of(collection)

    return answer(
        form,
        "collections/form.html",
        prepare=prepare,
        store=store,
        ask=lambda _: _around(
            "Indicators",
            quarter,
            lead="Indicators that matter for an authority's own innovation are required of it; the others may be left "
            "out. What has been submitted already stays as it is.",
        ),
    )


@collections.route("/programmes/<programme_code>", methods=["GET", "POST"])
@requires(Permission.COLLECTION_EDIT)
def programme(programme_code: str) -> ResponseReturnValue:
    """Until when a programme takes returns."""
    form = CollectsForm()
    names: list[str] = []

    def prepare(session: Session) -> None:
        found = _programme(session, programme_code)
        names.append(found.name)
        if not form.is_submitted():
            form.collects_until.data = found.collects_until
            form.seen.data = digest_of(until_shown(found.collects_until))

    def store(session: Session) -> tuple[str, str]:
        found = set_collects_until(
            session,
            by=current_identity(),
            programme=_programme(session, programme_code),
            collects_until=form.collects_until.data,
            on=today(),
            seen=form.seen.data or "",
        )
        until = found.collects_until
        said = f"takes returns until {day_in_words(until)}" if until else "takes returns for as long as it asks"
        return f"{found.name} {said}.", url_for("collections.overview")

    return answer(
        form,
        "collections/form.html",
        prepare=prepare,
        store=store,
        ask=lambda _: _around("Until when returns are taken", lead=f"{names[0]}."),
    )


def _programme(session: Session, code: str) -> Programme:
    found = next((each for each in list_programmes(session) if each.code == code), None)
    if found is None:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    return found


def _days_of(form: NewCollectionForm, quarter: Quarter) -> tuple[date, date]:
    """The days as given; what was left empty follows the sector's habit, or the stated number of working days."""
    number = form.working_days.data
    if number is not None and not 1 <= number <= MOST_WORKING_DAYS:
        raise CollectionError(
            f"The number of working days must be between 1 and {MOST_WORKING_DAYS}.", field="working_days"
        )
    if number is not None and form.due_on.data is not None:
        raise CollectionError("Give the number of working days or the day it is due, not both.", field="due_on")
    try:
        usual = default_days(quarter, working_days=number)
    except ValueError as error:
        raise CollectionError(
            "The bank holidays of that year are not known yet: give the day it is due.", field="due_on"
        ) from error
    return form.opens_on.data or usual.opens_on, form.due_on.data or usual.due_on


def _months(quarter: Quarter) -> str:
    return f"{quarter.starts_on:%B} to {quarter.ends_on:%B %Y}"


def _page_of(collection: Collection) -> str:
    return url_for("collections.show", quarter=collection.quarter)


def _around(heading: str, quarter: Quarter | None = None, lead: str = "") -> dict[str, Any]:
    return {"heading": heading, "quarter": quarter, "lead": lead}
