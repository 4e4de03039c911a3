"""A leader's pages: their rounds, whom they invite, how far it is, their own answers, their written reflections."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.forms import show_refusal
from core.runtime import runtime
from core.transaction import reading, transaction
from leadership.profiles.answer import store_answers
from leadership.profiles.attributes import OPEN_QUESTIONS
from leadership.profiles.close_round import close_round
from leadership.profiles.errors import ProfileError
from leadership.profiles.find import (
    get_own_round,
    is_running,
    list_invitations,
    list_own_rounds,
    list_progress,
)
from leadership.profiles.invite import invite, withdraw_invitation
from leadership.profiles.kinds import Group
from leadership.profiles.likely_same import likely_same
from leadership.profiles.open_round import list_leaders_in_post
from leadership.profiles.rater import Rater, get_leader_as_rater
from leadership.profiles.reflect import list_reflections, write_reflections
from leadership.profiles.views.blueprint import profile_rounds
from leadership.profiles.views.flow import Flow
from leadership.profiles.views.forms import GROUP_NAMES, KINDS, InviteForm, OpenForm, PlainForm, ReflectionForm
from leadership.profiles.views.opening import open_from_form
from leadership.profiles.views.own_round import changing_own_round
from leadership.profiles.views.sheet import Sheet

MOST_PAIRS = 5


@profile_rounds.get("/profile/rounds")
@requires(Permission.OWN_PROFILE)
def rounds() -> str:
    """The leader's rounds, the newest first."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        found = list_own_rounds(session, by=identity)
    return render_template("profiles/rounds.html", rounds=found, on=today(), is_running=is_running)


@profile_rounds.route("/profile/rounds/new", methods=["GET", "POST"])
@requires(Permission.OWN_PROFILE)
def new() -> ResponseReturnValue:
    """The leader opens a round of their own."""
    identity, form = current_identity(), OpenForm()
    form.kind.choices = KINDS
    with reading(identity.scope()) as session:
        leaders = list_leaders_in_post(session, by=identity, on=today())
    form.leader.choices = {each.key: each.title for each in leaders}
    form.leader.label.text = "In which post?"
    if form.is_submitted() and len(leaders) == 1:
        form.leader.data = leaders[0].key
    if form.validate_on_submit():
        made = open_from_form(form, leaders)
        if made is not None:
            flash("The round is open. Invite people, and answer the five questions yourself.")
            return redirect(url_for("profile_rounds.round_page", round_id=made), 303)
    page = render_template("profiles/new_round.html", form=form, leaders=leaders, authority=None)
    return page, 422 if form.is_submitted() else 200


@profile_rounds.get("/profile/rounds/<uuid:round_id>")
@requires(Permission.OWN_PROFILE)
def round_page(round_id: UUID) -> ResponseReturnValue:
    """One round: what is left to do, who was invited, how far each group is."""
    return _round_page(round_id, InviteForm())


@profile_rounds.post("/profile/rounds/<uuid:round_id>/invitations")
@requires(Permission.OWN_PROFILE)
def send_invitations(round_id: UUID) -> ResponseReturnValue:
    """Invite people of one group."""
    identity, form = current_identity(), InviteForm()
    if form.validate_on_submit():
        try:
            with changing_own_round(identity, round_id) as (session, held):
                number = invite(
                    session,
                    by=identity,
                    held=held,
                    group=Group(form.group.data),
                    addresses=form.wanted(),
                    secret_keys=runtime().settings.secret_keys,
                    on=today(),
                    at=now(),
                )
                invited = [row.email for row in list_invitations(session, by=identity, round_id=round_id) if row.email]
        except ProfileError as error:
            show_refusal(form, error)
        else:
            people = "1 person is" if number == 1 else f"{number} people are"
            flash(f"{people} invited. Each gets a letter with a link within a minute.")
            _tell_of_likely_same([each.strip().lower() for each in form.wanted()], invited)
            return redirect(url_for("profile_rounds.round_page", round_id=round_id), 303)
    return _round_page(round_id, form), 422


@profile_rounds.post("/profile/rounds/<uuid:round_id>/invitations/<uuid:invitation_id>/withdraw")
@requires(Permission.OWN_PROFILE)
def withdraw(round_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    identity = current_identity()
    with changing_own_round(identity, round_id) as (session, held):
        withdraw_invitation(session, by=identity, held=held, invitation_id=invitation_id, at=now())
    flash("The invitation is taken back: its link opens nothing any more.")
    return redirect(url_for("profile_rounds.round_page", round_id=round_id), 303)


@profile_rounds.route("/profile/rounds/<uuid:round_id>/close", methods=["GET", "POST"])
@requires(Permission.OWN_PROFILE)
def close(round_id: UUID) -> ResponseReturnValue:
    """Close a round before its last day, once it has been said what that means."""
    identity, form = current_identity(), PlainForm()
    if form.validate_on_submit():
        try:
            with changing_own_round(identity, round_id) as (session, held):
                close_round(session, by=identity, held=held, on=today(), at=now())
        except ProfileError as error:
            show_refusal(form, error)
        else:
            flash("The round is closed. Your profile will be there in about a minute.")
            return redirect(url_for("profile_rounds.round_page", round_id=round_id), 303)
    with reading(identity.scope()) as session:
        held = get_own_round(session, by=identity, round_id=round_id)
    page = render_template("profiles/close_round.html", form=form, held=held, fewest=runtime().settings.fewest_raters)
    return page, 422 if form.is_submitted() else 200


@profile_rounds.route("/profile/rounds/<uuid:round_id>/own-answers", methods=["GET", "POST"])
@requires(Permission.OWN_PROFILE)
def own_answers(round_id: UUID) -> ResponseReturnValue:
    """The leader answers the same questions about themselves."""
    identity = current_identity()

    def send(sheet: Sheet) -> None:
        with transaction(identity.scope()) as session:
            rater = get_leader_as_rater(session, by=identity, round_id=round_id, on=today())
            store_answers(session, rater=rater, answers=sheet.answers(), on=today())

    with reading(identity.scope()) as session:
        running = is_running(get_own_round(session, by=identity, round_id=round_id), today())
        if request.method == "GET" and not running:
            # The round's own page says that it is closed.
            return redirect(url_for("profile_rounds.round_page", round_id=round_id))
        rater = get_leader_as_rater(session, by=identity, round_id=round_id, on=today())
    flow = _own_flow(rater)
    return flow.answer(send) if request.method == "POST" else flow.start()


@profile_rounds.route("/profile/rounds/<uuid:round_id>/reflection", methods=["GET", "POST"])
@requires(Permission.OWN_PROFILE)
def reflection(round_id: UUID) -> ResponseReturnValue:
    """The open questions of the second workbook."""
    identity, form = current_identity(), ReflectionForm()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                held = get_own_round(session, by=identity, round_id=round_id)
                texts = {key: (box.data or "").strip() for key, box in form.boxes().items()}
                write_reflections(session, by=identity, held=held, texts=texts, at=now())
        except ProfileError as error:
            show_refusal(form, error)
        else:
            flash("What you have written is kept. Only you can read it.")
            return redirect(url_for("profile_rounds.reflection", round_id=round_id), 303)
    with reading(identity.scope()) as session:
        held = get_own_round(session, by=identity, round_id=round_id)
        if not form.is_submitted():
            for key, body in list_reflections(session, by=identity, held=held).items():
                form[key].data = body
    page = render_template("profiles/reflection.html", form=form, held=held, questions=OPEN_QUESTIONS)
    return page, 422 if form.is_submitted() else 200


def _tell_of_likely_same(new: list[str], invited: list[str]) -> None:
    """Everybody counts once: two addresses of one person would pass for two raters (decision 60)."""
    pairs = likely_same(new, invited)
    if pairs:
        told = "; ".join(f"{one} and {other}" for one, other in pairs[:MOST_PAIRS])
        flash(
            f"These look like addresses of one person: {told}. If they are, take one of the two invitations back. "
            "Everybody is one rater."
        )


def _own_flow(rater: Rater) -> Flow:
    back = url_for("profile_rounds.round_page", round_id=rater.round.id)
    return Flow(rater, request.form, runtime().settings, back)


def _round_page(round_id: UUID, form: InviteForm) -> str:
    identity = current_identity()
    form.advise(runtime().settings.fewest_raters)
    with reading(identity.scope()) as session:
        held = get_own_round(session, by=identity, round_id=round_id)
        return render_template(
            "profiles/round.html",
            form=form,
            held=held,
            running=is_running(held, today()),
            invitations=list_invitations(session, by=identity, round_id=held.id),
            progress=list_progress(session, round_id=held.id, fewest=runtime().settings.fewest_raters),
            group_names=GROUP_NAMES,
        )
