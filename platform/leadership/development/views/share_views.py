"""A leader shares with a coach, sees what is shared, and takes it back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from charts.words import day_in_words
from core.access import Identity, Permission, current_identity, requires
from core.clock import now, today
from core.forms import show_refusal
from core.transaction import reading, transaction
from leadership.development.errors import DevelopmentError
from leadership.development.find import list_entries
from leadership.development.sharing.find import list_given
from leadership.development.sharing.share import ToShare, revoke_share, share
from leadership.development.views.blueprint import sharing
from leadership.development.views.forms import ShareForm
from leadership.profiles.own.find import list_released
from leadership.profiles.own.words import round_words


@sharing.get("/profile/shares")
@requires(Permission.OWN_PROFILE)
def shares() -> str:
    """What the leader shares, with whom and until when; what is over stays in the list."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        return render_template("development/shares.html", given=list_given(session, by=identity), on=today())


@sharing.route("/profile/shares/new", methods=["GET", "POST"])
@requires(Permission.OWN_PROFILE)
def new() -> ResponseReturnValue:
    """Let a coach read chosen rounds, notes and actions."""
    identity, form = current_identity(), ShareForm()
    with reading(identity.scope()) as session:
        _offer(session, identity, form)
    if form.validate_on_submit() and _shared(form, identity):
        flash(
            "It is shared. Your coach finds it under Coaching once they sign in here with that address. "
            "Nothing was sent: tell them."
        )
        return redirect(url_for("sharing.shares"), 303)
    page = render_template("development/share.html", form=form)
    return page, 422 if form.is_submitted() else 200


@sharing.post("/profile/shares/<uuid:given_id>/revoke")
@requires(Permission.OWN_PROFILE)
def revoke(given_id: UUID) -> Response:
    """Take a grant back, from this moment on."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        revoke_share(session, by=identity, share_id=given_id, at=now())
    flash("It is taken back. From now on your coach finds nothing of it.")
    return redirect(url_for("sharing.shares"), 303)


def _offer(session: Session, identity: Identity, form: ShareForm) -> None:
    """What can be chosen: rounds with results, and everything written."""
    form.rounds.choices = {
        str(each.id): f"{round_words(each.kind)} closed on {day_in_words(each.closed_at or each.closes_on)}"
        for each in list_released(session, by=identity)
    }
    form.entries.choices = {
        str(each.id): f"{each.kind.capitalize()}: {each.title}" for each in list_entries(session, by=identity).all
    }


def _shared(form: ShareForm, identity: Identity) -> bool:
    """Store the grant; False when it was refused, which the form then says."""
    wanted = ToShare(
        coach_email=form.coach_email.data or "",
        ends_on=form.ends_on.data or today(),
        rounds=[UUID(each) for each in form.rounds.data or ()],
        entries=[UUID(each) for each in form.entries.data or ()],
    )
    try:
        with transaction(identity.scope()) as session:
            share(session, by=identity, wanted=wanted, on=today(), at=now())
    except DevelopmentError as error:
        show_refusal(form, error)
        return False
    return True
