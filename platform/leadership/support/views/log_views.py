"""The log of one authority: list, file, a new entry, a correction, and that something is done."""

from datetime import date
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from charts.table import Table
from core.access import Permission, current_identity, requires
from core.clock import today
from core.forms import show_refusal
from core.transaction import reading, transaction
from leadership.register.models import Post
from leadership.support.errors import SupportError, WrittenMeanwhileError
from leadership.support.find import get_entry, list_support, list_versions
from leadership.support.kinds import Kind
from leadership.support.people import names_of
from leadership.support.record import correct_support, finish_support, record_support, said_of
from leadership.support.views.blueprint import LOG, support_given
from leadership.support.views.forms import CorrectForm, EntryForm

COLUMNS = ("Day", "Kind", "Post", "With whom", "What was done or agreed", "By when", "Done on", "Recorded by")


@support_given.get(LOG)
@requires(Permission.SUPPORT_GIVEN)
def log(code: str) -> str:
    """What the support team did for this authority, and what is still to be done."""
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        entries = list_support(session, authority_id=authority.id)
        waiting = [entry for entry in entries if entry.due_on is not None and entry.done_on is None]
        return render_template(
            "support/log.html",
            authority=authority,
            entries=entries,
            waiting=sorted(waiting, key=lambda entry: entry.due_on or date.max),
            titles=_titles(session, authority.id),
            names=names_of(session, (entry.recorded_by_id for entry in entries)),
            kind_of=Kind,
            today=today(),
        )


@support_given.get(f"{LOG}.csv")
@requires(Permission.SUPPORT_GIVEN)
def log_csv(code: str) -> Response:
    """The log as a file."""
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        entries = list_support(session, authority_id=authority.id)
        titles = _titles(session, authority.id)
        names = names_of(session, (entry.recorded_by_id for entry in entries))
        rows = tuple(
            (
                entry.given_on,
                Kind(entry.kind).words,
                titles.get(entry.post_id, "") if entry.post_id else "The authority as a whole",
                entry.with_whom,
                entry.agreed,
                entry.due_on,
                entry.done_on,
                names.get(entry.recorded_by_id, ""),
            )
            for entry in entries
        )
    response = make_response(Table(COLUMNS, rows).to_csv().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="support-given-{authority.code.lower()}.csv"'
    return response


@support_given.route(f"{LOG}/new", methods=["GET", "POST"])
@requires(Permission.SUPPORT_GIVEN)
def new(code: str) -> ResponseReturnValue:
    """Record a contact, an offer or an action."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        posts = _posts(session, authority.id)
    asked = request.args.get("post", "")
    form = EntryForm(post=asked if asked in {str(post.id) for post in posts} else "", given_on=today())
    form.offer(posts)
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                record_support(
                    session, by=identity, authority=authority_by_code(session, code), said=form.said(), on=today()
                )
        except SupportError as error:
            show_refusal(form, error)
        else:
            flash("Recorded.")
            return redirect(url_for("support_given.log", code=code), 303)
    page = render_template("support/form.html", form=form, authority=authority, versions=(), names={})
    return page, 422 if form.is_submitted() else 200


@support_given.route(f"{LOG}/<uuid:support_id>", methods=["GET", "POST"])
@requires(Permission.SUPPORT_GIVEN)
def correct(code: str, support_id: UUID) -> ResponseReturnValue:
    """Correct an entry, or take it back; its earlier versions stay beneath."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        entry = get_entry(session, authority_id=authority.id, entry_id=support_id)
        versions = list_versions(session, authority_id=authority.id, entry_id=support_id)
        names = names_of(session, (version.recorded_by_id for version in versions))
        posts = _posts(session, authority.id)
    said = said_of(entry)
    form = CorrectForm(
        kind=said.kind.value,
        given_on=said.given_on,
        post=str(said.post_id or ""),
        with_whom=said.with_whom,
        agreed=said.agreed,
        due_on=said.due_on,
        done_on=said.done_on,
        withdrawn=said.withdrawn,
        version=str(entry.version),
    )
    form.offer(posts)
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                own = authority_by_code(session, code)
                newest = get_entry(session, authority_id=own.id, entry_id=support_id)
                if not form.saw(newest):
                    raise WrittenMeanwhileError
                correct_support(session, by=identity, authority=own, entry=newest, said=form.said(), on=today())
        except SupportError as error:
            show_refusal(form, error)
        else:
            flash("Corrected. The earlier version stays on record.")
            return redirect(url_for("support_given.log", code=code), 303)
    page = render_template("support/form.html", form=form, authority=authority, versions=versions, names=names)
    return page, 422 if form.is_submitted() else 200


@support_given.post(f"{LOG}/<uuid:support_id>/done")
@requires(Permission.SUPPORT_GIVEN)
def done(code: str, support_id: UUID) -> ResponseReturnValue:
    """Say that what was agreed is done."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        authority = authority_by_code(session, code)
        entry = get_entry(session, authority_id=authority.id, entry_id=support_id)
        finish_support(session, by=identity, authority=authority, entry=entry, on=today())
    flash("Noted as done today.")
    return redirect(url_for("support_given.log", code=code), 303)


def _posts(session: Session, authority_id: int) -> list[Post]:
    return list(session.scalars(select(Post).where(Post.authority_id == authority_id).order_by(Post.title, Post.ref)))


def _titles(session: Session, authority_id: int) -> dict[UUID, str]:
    return {post.id: post.title for post in _posts(session, authority_id)}
