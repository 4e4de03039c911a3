"""The first page of each kind of user."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import Identity, Permission, Role, current_identity, requires
from core.clock import today
from core.transaction import reading
from outcomes.collection.submission.views.words import due_sentence
from reports.risk.pictures import programme_expectations
from web.home.own import own_authority
from web.home.support import this_week

home = Blueprint("home", __name__)


@home.get("/")
@requires(Permission.HOME_READ)
def start() -> ResponseReturnValue:
    """To the page that answers what this reader comes for."""
    identity = current_identity()
    if identity.has(Role.SUPPORT):
        return _support(identity)
    if identity.has(Role.LEAD) or identity.has(Role.RISK_READER) or identity.has(Role.SIGNATORY):
        return _authority(identity)
    if identity.has(Role.LEADER):
        return redirect(url_for("my_post.own_posts"))
    if identity.has(Role.DFE_VIEWER):
        return redirect(url_for("summary.summary"))
    if identity.has(Role.COACH):
        return redirect(url_for("coaching.overview"))
    return render_template("home/nothing.html")


def _support(identity: Identity) -> str:
    with reading(identity.scope()) as session:
        week = this_week(session, identity, today())
        chart = programme_expectations(week.report) if week.report is not None else None
        return render_template("home/support.html", week=week, chart=chart)


def _authority(identity: Identity) -> str:
    """One authority's people see that one; somebody who serves two chooses."""
    with reading(identity.scope()) as session:
        ids = sorted({held.authority_id for held in identity.memberships if held.authority_id is not None})
        own = [own_authority(session, identity, number) for number in ids]
        return render_template("home/authority.html", own=own, due_sentence=due_sentence, today=today())
