"""The first page of each kind of user."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Permission, Role, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.register.history import list_histories
from leadership.register.seats import seat_on
from leadership.register.views.words import posts_sentence
from reports.risk.pictures import programme_expectations
from web.home.support import this_week

home = Blueprint("home", __name__)


@dataclass(frozen=True)
class OwnAuthority:
    """An authority of the reader, how its leadership stands in a sentence, and which of its pages they may open."""

    authority: Authority
    sentence: str
    lead: bool
    risk: bool


@home.get("/")
@requires(Permission.HOME_READ)
def start() -> ResponseReturnValue:
    """To the page that answers what this reader comes for."""
    identity = current_identity()
    if identity.has(Role.SUPPORT):
        return _support(identity)
    if identity.has(Role.LEAD) or identity.has(Role.RISK_READER):
        return _authority(identity)
    if identity.has(Role.LEADER):
        return redirect(url_for("my_post.own_posts"))
    if identity.has(Role.DFE_VIEWER):
        return redirect(url_for("summary.summary"))
    return render_template("home/nothing.html")


def _support(identity: Identity) -> str:
    with reading(identity.scope()) as session:
        week = this_week(session, today())
        chart = programme_expectations(week.report) if week.report is not None else None
        return render_template("home/support.html", week=week, chart=chart)


def _authority(identity: Identity) -> str:
    """One authority's people see that one; somebody who serves two chooses."""
    with reading(identity.scope()) as session:
        ids = sorted({held.authority_id for held in identity.memberships if held.authority_id is not None})
        return render_template("home/authority.html", own=[_own(session, identity, number) for number in ids])


def _own(session: Session, identity: Identity, number: int) -> OwnAuthority:
    lead = identity.may(Permission.LEADERSHIP_READ, number)
    sentence = "Which of your posts may change hands, and why, is in the risk report."
    if lead:
        on = today()
        histories = list_histories(session, by=identity, authority_id=number, on=on)
        seats = [seat_on(history, on) for history in histories if history.post.known_on <= on]
        sentence = posts_sentence([seat for seat in seats if not seat.closed])
    authority = session.get_one(Authority, number)
    return OwnAuthority(authority, sentence, lead=lead, risk=identity.may(Permission.REPORT_READ, number))
