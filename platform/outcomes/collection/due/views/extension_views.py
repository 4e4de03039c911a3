"""More time for one authority: granted with a reason, listed, ended early."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # (the published types are older)

from authorities.register.find import authority_by_code
from charts.words import day_in_words
from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.quarters import Quarter
from core.transaction import transaction
from outcomes.collection.due.expected import list_counted
from outcomes.collection.due.extend import end_extension, get_extension, grant_extension, list_extensions
from outcomes.collection.due.find import get_collection
from outcomes.collection.due.views.answer import answer
from outcomes.collection.due.views.blueprint import collections
from outcomes.collection.due.views.forms import ExtensionForm, day_of
from outcomes.collection.people import names_of
from outcomes.collection.remind.ask import ask_notice
from outcomes.collection.remind.kinds import Kind


@collections.route("/<quarter:quarter>/extensions", methods=["GET", "POST"])
@requires(Permission.COLLECTION_EDIT)
def extensions(quarter: Quarter) -> ResponseReturnValue:
    """The extensions of a collection, and the form for another."""
    form = ExtensionForm()

    def prepare(session: Session) -> None:
        counted, _ = list_counted(session, get_collection(session, quarter))
        form.authority.choices = [
            SelectChoice("", "Choose an authority"),
            *(SelectChoice(each.code, each.name) for each in counted),
        ]

    def store(session: Session) -> tuple[str, str]:
        collection = get_collection(session, quarter)
        authority = authority_by_code(session, form.authority.data or "")
        made = grant_extension(
            session,
            by=current_identity(),
            authority=authority,
            collection=collection,
            until=day_of(form.until),
            reason=form.reason.data or "",
            at=now(),
            on=today(),
        )
        ask_notice(session, authority_id=authority.id, collection=collection, kind=Kind.EXTENDED, key=str(made.id))
        said = f"{authority.name} has until {day_in_words(made.until)}. A letter tells its leads."
        return said, url_for("collections.extensions", quarter=quarter)

    def ask(session: Session) -> dict[str, Any]:
        collection = get_collection(session, quarter)
        lines = list_extensions(session, collection)
        return {
            "collection": collection,
            "lines": lines,
            "names": names_of(session, [extension.granted_by_id for _, extension in lines]),
            "on": today(),
        }

    return answer(form, "collections/extensions.html", prepare=prepare, store=store, ask=ask)


@collections.post("/<quarter:quarter>/extensions/<uuid:extension_id>/end")
@requires(Permission.COLLECTION_EDIT)
def end(quarter: Quarter, extension_id: UUID) -> ResponseReturnValue:
    """End an extension early."""
    by = current_identity()
    with transaction(by.scope()) as session:
        extension = get_extension(session, get_collection(session, quarter), extension_id)
        end_extension(session, by=by, extension=extension, at=now())
    flash("The extension has ended: the collection's own deadline holds again.")
    return redirect(url_for("collections.extensions", quarter=quarter), 303)
