"""The support team's pages: which rounds there are and when they close, and opening one for a leader. No more."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.programme.members import list_members
from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.runtime import runtime
from core.transaction import reading
from leadership.profiles.find import is_running, list_rounds
from leadership.profiles.open_round import list_leaders_in_post
from leadership.profiles.views.blueprint import profile_rounds
from leadership.profiles.views.forms import GROUP_NAMES, KINDS_OF_OTHERS, OpenForm
from leadership.profiles.views.opening import open_from_form


@profile_rounds.get("/rounds")
@requires(Permission.PROGRAMME_PROFILE_READ)
def overview() -> str:
    """Every round: whose, until when, how far; never what was answered or by whom."""
    with reading(current_identity().scope()) as session:
        return render_template(
            "profiles/overview.html",
            lines=list_rounds(session, fewest=runtime().settings.fewest_raters),
            members=list_members(session, on=today()),
            group_names=GROUP_NAMES,
            is_running=is_running,
            on=today(),
        )


@profile_rounds.route("/authorities/<code>/rounds/new", methods=["GET", "POST"])
@requires(Permission.ROUND_OPEN)
def open_for_leader(code: str) -> ResponseReturnValue:
    """Open a round for a leader of the authority; a leader finds themselves alone on the list."""
    identity, form = current_identity(), OpenForm()
    form.kind.choices = KINDS_OF_OTHERS
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        leaders = list_leaders_in_post(session, by=identity, on=today(), authority_id=authority.id)
    form.leader.choices = {"": "Choose a leader", **{each.key: f"{each.name}, {each.title}" for each in leaders}}
    if form.validate_on_submit() and open_from_form(form, leaders) is not None:
        flash("The round is open. The leader finds it on their page, answers it and invites others to it.")
        own = not identity.may(Permission.PROGRAMME_PROFILE_READ)
        return redirect(url_for("profile_rounds.rounds" if own else "profile_rounds.overview"), 303)
    page = render_template("profiles/new_round.html", form=form, leaders=leaders, authority=authority)
    return page, 422 if form.is_submitted() else 200
