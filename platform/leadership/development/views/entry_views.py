"""A leader writes, changes, ends and deletes notes and actions."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.forms import show_refusal
from core.transaction import reading, transaction
from leadership.development.errors import DevelopmentError
from leadership.development.find import get_entry
from leadership.development.models import DevelopmentEntry, Kind
from leadership.development.views.blueprint import development
from leadership.development.views.forms import ACTION_LABELS, ActionForm, DeleteForm, NoteForm
from leadership.development.write import change_entry, delete_entry, set_done, write_entry

ENTRY = "/development/entries/<uuid:entry_id>"


@development.route("/development/new/<any(note, action):kind>", methods=["GET", "POST"])
@requires(Permission.OWN_DEVELOPMENT)
def new(kind: str) -> ResponseReturnValue:
    """Write a note or an action."""
    identity, form = current_identity(), _form(kind)
    if form.validate_on_submit():
        made = _stored(
            form,
            lambda session: write_entry(session, by=identity, kind=Kind(kind), written=form.written(), at=now()),
        )
        if made is not None:
            flash("It is kept. Only you can read it.")
            return redirect(url_for("development.overview"), 303)
    page = render_template("development/write.html", form=form, kind=kind, entry=None)
    return page, 422 if form.is_submitted() else 200


@development.route(f"{ENTRY}/edit", methods=["GET", "POST"])
@requires(Permission.OWN_DEVELOPMENT)
def edit(entry_id: UUID) -> ResponseReturnValue:
    """Write an entry anew."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        held = get_entry(session, by=identity, entry_id=entry_id)
    form = _form(held.kind)
    if not form.is_submitted():
        form.fill(held)
    if form.validate_on_submit():
        made = _stored(
            form,
            lambda session: change_entry(session, by=identity, entry_id=entry_id, written=form.written(), at=now()),
        )
        if made is not None:
            flash("What you have changed is kept.")
            return redirect(url_for("development.entry", entry_id=entry_id), 303)
    page = render_template("development/write.html", form=form, kind=held.kind, entry=held)
    return page, 422 if form.is_submitted() else 200


@development.post(f"{ENTRY}/done")
@requires(Permission.OWN_DEVELOPMENT)
def done(entry_id: UUID) -> Response:
    """Say that an action is done."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        set_done(session, by=identity, entry_id=entry_id, done_on=today(), at=now())
    flash("The action is done. It stays in your list, under what is done.")
    return redirect(url_for("development.overview"), 303)


@development.post(f"{ENTRY}/open-again")
@requires(Permission.OWN_DEVELOPMENT)
def open_again(entry_id: UUID) -> Response:
    """Say that an action is not done after all."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        set_done(session, by=identity, entry_id=entry_id, done_on=None, at=now())
    flash("The action is open again.")
    return redirect(url_for("development.entry", entry_id=entry_id), 303)


@development.route(f"{ENTRY}/delete", methods=["GET", "POST"])
@requires(Permission.OWN_DEVELOPMENT)
def delete(entry_id: UUID) -> ResponseReturnValue:
    """Delete an entry for good, once it is plain that nobody can bring it back."""
    identity, form = current_identity(), DeleteForm()
    if form.validate_on_submit():
        with transaction(identity.scope()) as session:
            delete_entry(session, by=identity, entry_id=entry_id)
        flash("It is deleted. Nobody can bring it back, and no coach finds it any more.")
        return redirect(url_for("development.overview"), 303)
    with reading(identity.scope()) as session:
        held = get_entry(session, by=identity, entry_id=entry_id)
    page = render_template("development/delete.html", form=form, entry=held)
    return page, 422 if form.is_submitted() else 200


def _form(kind: str) -> NoteForm:
    if kind == Kind.NOTE:
        return NoteForm()
    form = ActionForm()
    for name, label in ACTION_LABELS.items():
        form[name].label.text = label
    return form


def _stored(form: NoteForm, verb: Callable[[Session], DevelopmentEntry]) -> DevelopmentEntry | None:
    """Do it in one transaction; None when it was refused, which the form then says."""
    try:
        with transaction(current_identity().scope()) as session:
            return verb(session)
    except DevelopmentError as error:
        show_refusal(form, error)
        return None
