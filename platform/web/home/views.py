"""The first page of each kind of user."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Permission, Role, current_identity, requires
from core.clock import today
from core.transaction import reading
from outcomes.collection.submission.listing import ReturnLine, list_returns
from outcomes.collection.submission.views.at_hand import at_hand
from outcomes.collection.submission.views.task_views import Step, steps_of
from outcomes.collection.submission.views.words import due_sentence
from reports.risk.pictures import programme_expectations
from web.home.support import this_week

home = Blueprint("home", __name__)


@dataclass(frozen=True)
class OwnReturns:
    """The return to work on next with its steps, the others that are owed, and the last one that was handed in."""

    owed: ReturnLine | None
    steps: Sequence[Step]
    others: Sequence[ReturnLine]
    sent: ReturnLine | None


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
        own = [
            (
                session.get_one(Authority, number),
                identity.may(Permission.LEADERSHIP_READ, number),
                identity.may(Permission.REPORT_READ, number),
                _returns(session, identity, number),
            )
            for number in ids
        ]
        return render_template("home/authority.html", own=own, due_sentence=due_sentence, today=today())


def _returns(session: Session, identity: Identity, number: int) -> OwnReturns | None:
    """How an authority's returns stand; None for those who do not see returns."""
    if not identity.may(Permission.RETURN_READ, number):
        return None
    authority = session.get_one(Authority, number)
    lines = list_returns(session, authority, today())
    waiting = [line for line in reversed(lines) if line.owed]
    # The oldest that is still owed comes first.
    owed = waiting[0] if waiting else None
    sent = next((line for line in lines if line is not owed and line.submission and line.submission.timeliness), None)
    if owed is None:
        return OwnReturns(None, (), (), sent)
    at = at_hand(session, authority.code, owed.collection.quarter)
    return OwnReturns(owed, steps_of(at), waiting[1:], sent)
