"""What a leader has written: the list with its filters, one entry, the behaviours, and the whole as a file."""

from datetime import date
from uuid import UUID

from flask import Response, make_response, render_template, request

from charts.words import count_in_words, day_in_words
from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.development.behaviours import CONTEXTS, CROSSWALK, WORDS
from leadership.development.export import entries_json, entries_table
from leadership.development.find import Entries, get_entry, list_entries
from leadership.development.views.blueprint import development
from leadership.development.views.forms import FilterForm
from leadership.profiles.attributes import WORDS as ATTRIBUTES


@development.get("/development")
@requires(Permission.OWN_DEVELOPMENT)
def overview() -> str:
    """The leader's own notes and actions."""
    identity, form = current_identity(), FilterForm(request.args)
    with reading(identity.scope()) as session:
        every = list_entries(session, by=identity)
        shown = list_entries(session, by=identity, wanted=form.wanted())
    return render_template(
        "development/overview.html", filters=form, entries=shown, every=every, lead=_lead(every, today()), on=today()
    )


@development.get("/development/entries/<uuid:entry_id>")
@requires(Permission.OWN_DEVELOPMENT)
def entry(entry_id: UUID) -> str:
    """One note or action."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        return render_template("development/entry.html", entry=get_entry(session, by=identity, entry_id=entry_id))


@development.get("/development/behaviours")
@requires(Permission.OWN_DEVELOPMENT)
def behaviours() -> str:
    """The eight behaviours, the three contexts, and which attribute each may carry."""
    carried = {
        behaviour: [ATTRIBUTES[attribute].name for attribute, found in CROSSWALK.items() if behaviour in found]
        for behaviour in WORDS
    }
    return render_template("development/behaviours.html", behaviours=WORDS, contexts=CONTEXTS, carried=carried)


@development.get("/development/export.<any(csv, json):kind>")
@requires(Permission.OWN_DEVELOPMENT)
def export(kind: str) -> Response:
    """Everything that the leader has written, to take along."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        found = list_entries(session, by=identity).all
    if kind == "json":
        response = make_response(entries_json(found))
        response.headers["Content-Type"] = "application/json"
    else:
        response = make_response(entries_table(found).to_csv().encode("utf-8-sig"))
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="development.{kind}"'
    return response


def _lead(every: Entries, on: date) -> str:
    """What is to be done next, or what will stand here."""
    if not every.all:
        return "Nothing is written here yet. Only you can see what you write."
    if not every.to_do:
        return f"No action is open; {count_in_words(len(every.notes), 'note', 'notes')}. Only you can see this."
    first = every.to_do[0]
    opened = count_in_words(len(every.to_do), "action is open", "actions are open")
    if first.due_on is None:
        return f"{opened}, without a day. Only you can see this."
    word = "the next was due" if first.due_on < on else "the next is due"
    return f"{opened}; {word} on {day_in_words(first.due_on)}. Only you can see this."
