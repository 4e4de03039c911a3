"""The pages on which a person of the support team reads what raters wrote, before the leader does."""

from random import SystemRandom
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.transaction import reading, transaction
from leadership.profiles.comments.decide import (
    NotDecidedError,
    NotDeclaredError,
    begin_reading,
    release_comments,
    step_back,
)
from leadership.profiles.comments.find import get_waiting, list_waiting, list_words
from leadership.profiles.comments.forms import STEP_BACK, BeginForm, DecideForm, decide_form

comment_reading = Blueprint("comment_reading", __name__)


@comment_reading.get("/rounds/comments")
@requires(Permission.PROFILE_COMMENTS_MODERATE)
def queue() -> str:
    """The rounds whose comments wait for this reader."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        return render_template("comments/queue.html", lines=list_waiting(session, by=identity, on=today()))


@comment_reading.get("/rounds/comments/<uuid:reading_id>")
@requires(Permission.PROFILE_COMMENTS_MODERATE)
def read(reading_id: UUID) -> str:
    """First whether the reader is a rater; then the comments, each with what may become of it."""
    return _page(reading_id)


@comment_reading.post("/rounds/comments/<uuid:reading_id>/begin")
@requires(Permission.PROFILE_COMMENTS_MODERATE)
def begin(reading_id: UUID) -> ResponseReturnValue:
    """Go on to the comments, or leave them to somebody else."""
    identity, form = current_identity(), BeginForm()
    if not form.validate_on_submit():
        return _page(reading_id, begin_form=form), 422
    with transaction(identity.scope()) as session:
        if form.asked.data == STEP_BACK:
            step_back(session, by=identity, round_id=reading_id, on=today())
        else:
            begin_reading(session, by=identity, round_id=reading_id, on=today(), at=now())
    if form.asked.data == STEP_BACK:
        flash("You have stepped back. Nobody is told; others of the team can still read these comments.")
        return redirect(url_for("comment_reading.queue"), 303)
    return redirect(url_for("comment_reading.read", reading_id=reading_id), 303)


@comment_reading.post("/rounds/comments/<uuid:reading_id>")
@requires(Permission.PROFILE_COMMENTS_MODERATE)
def decide(reading_id: UUID) -> ResponseReturnValue:
    """Release what was decided, once, and destroy what was written."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        waiting = get_waiting(session, by=identity, round_id=reading_id, on=today())
        texts = list_words(session, round_id=reading_id)
    form = decide_form(waiting.manner, texts)
    form.validate_on_submit()
    try:
        with transaction(identity.scope()) as session:
            number = release_comments(
                session,
                by=identity,
                round_id=reading_id,
                decisions=form.decisions(texts),
                summary=form.summary_text() if texts else "",
                shuffle=SystemRandom().shuffle,
                on=today(),
                at=now(),
            )
    except NotDeclaredError as error:
        begin_form = BeginForm(formdata=None)
        begin_form.form_errors = [error.sentence]
        return _page(reading_id, begin_form=begin_form), 422
    except NotDecidedError as error:
        for field in form:
            field.errors = []
        form.show(error.problems)
        return _page(reading_id, form=form), 422
    shown = "The leader sees it on their profile." if number else "Nothing is shown to the leader."
    flash(f"Decided. {shown} What was written has been destroyed.")
    return redirect(url_for("comment_reading.queue"), 303)


def _page(reading_id: UUID, *, begin_form: BeginForm | None = None, form: DecideForm | None = None) -> str:
    identity = current_identity()
    with reading(identity.scope()) as session:
        waiting = get_waiting(session, by=identity, round_id=reading_id, on=today())
        if not waiting.declared:
            return render_template("comments/begin.html", waiting=waiting, form=begin_form or BeginForm(formdata=None))
        texts = list_words(session, round_id=reading_id)
        form = form or decide_form(waiting.manner, texts)
        return render_template("comments/read.html", waiting=waiting, texts=texts, form=form)
