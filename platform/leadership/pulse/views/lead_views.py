"""The pages of a lead: the trend, opening a month, the team's list. Nobody else reaches them (design 5.5)."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.errors import NotFoundError
from core.forms import show_refusal
from core.runtime import runtime
from core.transaction import reading, transaction
from leadership.pulse.asked import asking_now
from leadership.pulse.errors import PulseError
from leadership.pulse.kinds import FEWEST_MEMBERS, Question
from leadership.pulse.members import add_members, list_members, mark_of, remove_member
from leadership.pulse.rounds import close_pulse, find_open, get_pulse, lock_open, open_pulse, too_alike
from leadership.pulse.trend import list_months
from leadership.pulse.views.blueprint import PULSE, team_pulse
from leadership.pulse.views.forms import CloseForm, MembersForm, OpenForm
from leadership.pulse.views.picture import lead_sentence, picture_of


@team_pulse.get(PULSE)
@requires(Permission.TEAM_PULSE)
def trend(code: str) -> str:
    """How the senior team sees itself, month by month."""
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        months = list_months(session, authority_id=authority.id)
        return render_template(
            "pulse/trend.html",
            authority=authority,
            lead=lead_sentence(months),
            chart=picture_of(authority, months),
            running=find_open(session, authority_id=authority.id),
            members=len(list_members(session, authority_id=authority.id)),
            fewest=FEWEST_MEMBERS,
            questions=list(Question),
            today=today(),
        )


@team_pulse.get(f"{PULSE}.csv")
@requires(Permission.TEAM_PULSE)
def trend_csv(code: str) -> Response:
    """The table under the picture as a file."""
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        chart = picture_of(authority, list_months(session, authority_id=authority.id))
    if chart is None:
        raise NotFoundError("No month has been released yet, so there is no table.")
    response = make_response(chart.to_csv().encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{chart.filename}.csv"'
    return response


@team_pulse.route(f"{PULSE}/open", methods=["GET", "POST"])
@requires(Permission.TEAM_PULSE)
def open_month(code: str) -> ResponseReturnValue:
    """Ask the team about this month."""
    identity, form = current_identity(), OpenForm()
    if form.validate_on_submit() and form.closes_on.data is not None:
        try:
            with transaction(identity.scope()) as session:
                open_pulse(
                    session,
                    by=identity,
                    authority=authority_by_code(session, code),
                    closes_on=form.closes_on.data,
                    on=today(),
                    at=now(),
                )
        except PulseError as error:
            show_refusal(form, error)
        else:
            flash("The team is asked. Each gets a letter with a link within a minute, and one reminder.")
            return redirect(url_for("team_pulse.trend", code=code), 303)
    return _form_page("pulse/open.html", code, form)


@team_pulse.route(f"{PULSE}/<uuid:pulse_id>/close", methods=["GET", "POST"])
@requires(Permission.TEAM_PULSE)
def close_month(code: str, pulse_id: UUID) -> ResponseReturnValue:
    """Close a month before its last day."""
    identity, form = current_identity(), CloseForm()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                authority = authority_by_code(session, code)
                held = lock_open(session, authority_id=authority.id, pulse_id=pulse_id)
                close_pulse(session, by=identity, held=held, at=now())
        except PulseError as error:
            show_refusal(form, error)
        else:
            flash("It is closed. What may be said of the month will stand here in about a minute.")
            return redirect(url_for("team_pulse.trend", code=code), 303)
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        if get_pulse(session, authority_id=authority.id, pulse_id=pulse_id).closed_at is not None:
            return redirect(url_for("team_pulse.trend", code=code), 303)
    return _form_page("pulse/close.html", code, form)


@team_pulse.route(f"{PULSE}/members", methods=["GET", "POST"])
@requires(Permission.TEAM_PULSE)
def members(code: str) -> ResponseReturnValue:
    """Who is asked each month."""
    identity, form = current_identity(), MembersForm()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                authority = authority_by_code(session, code)
                new = add_members(
                    session,
                    by=identity,
                    authority=authority,
                    typed=form.addresses.data or "",
                    secret_keys=runtime().settings.secret_keys,
                    at=now(),
                )
        except PulseError as error:
            show_refusal(form, error)
        else:
            flash(f"{new} new on the list. They are asked from the next check on.")
            return redirect(url_for("team_pulse.members", code=code), 303)
    return _form_page("pulse/members.html", code, form)


@team_pulse.post(f"{PULSE}/members/<uuid:member_id>/remove")
@requires(Permission.TEAM_PULSE)
def remove(code: str, member_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        authority = authority_by_code(session, code)
        remove_member(session, by=identity, authority=authority, member_id=member_id, at=now())
    flash("Taken off the list, and the address forgotten. If a check is running, their link works until it closes.")
    return redirect(url_for("team_pulse.members", code=code), 303)


def _form_page(template: str, code: str, form: FlaskForm) -> ResponseReturnValue:
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        asking = asking_now(session, authority_id=authority.id, on=today())
        members = list_members(session, authority_id=authority.id)
        page = render_template(
            template,
            form=form,
            authority=authority,
            members=members,
            running=find_open(session, authority_id=authority.id),
            fewest=FEWEST_MEMBERS,
            waiting=[
                each.id for each in members if asking.people is not None and mark_of(each.id) not in asking.people
            ],
            refused=None if asking.free_on is None else too_alike(asking.free_on),
        )
    return page, 422 if form.is_submitted() else 200
