"""How long records are kept, for the support team: what goes next, what went last, and when a programme closed."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.close import close_programme
from authorities.programme.open import get_programme, list_programmes
from charts.words import day_in_words
from core.access import Permission, current_identity, requires
from core.clock import now
from core.forms import ButtonField, DayField, blame
from core.transaction import reading, transaction
from web.retention.ahead import look_ahead
from web.retention.models import RetentionRun
from web.retention.words import NAMES

retention = Blueprint("retention", __name__, url_prefix="/collections/keeping")


class ClosingForm(FlaskForm):  # type: ignore[misc]
    closed_on = DayField(
        "First day after all work of the programme",
        description="After its funded period and its last returns. Leave it empty while the programme goes on.",
        subject="The first day after the programme",
    )
    save = ButtonField("Save")


@retention.get("")
@requires(Permission.COLLECTION_EDIT)
def overview() -> str:
    """When records go next, and what went last."""
    with reading(current_identity().scope()) as session:
        return render_template(
            "retention/overview.html",
            programmes=[look_ahead(each) for each in list_programmes(session)],
            last=_last_run(session),
            last_taken=_last_that_took(session),
            names=NAMES,
        )


@retention.route("/<programme_code>", methods=["GET", "POST"])
@requires(Permission.COLLECTION_EDIT)
def closing(programme_code: str) -> ResponseReturnValue:
    """Record the day from which the time to keep a programme's records counts."""
    identity, form = current_identity(), ClosingForm()
    if form.validate_on_submit():
        try:
            with transaction(identity.scope()) as session:
                programme = get_programme(session, code=programme_code)
                close_programme(session, by=identity, programme=programme, closed_on=form.closed_on.data, at=now())
        except RegisterError as error:
            blame(form.closed_on, error.sentence)
        else:
            flash(_said(form.closed_on.data))
            return redirect(url_for("retention.overview"), 303)
    with reading(identity.scope()) as session:
        programme = get_programme(session, code=programme_code)
        if not form.is_submitted():
            form.closed_on.data = programme.closed_on
        page = render_template("retention/closing.html", form=form, programme=programme)
    return page, 422 if form.is_submitted() else 200


def _said(day: date | None) -> str:
    if day is None:
        return "No closing day is on record. Nothing goes because of the programme's end."
    return f"The closing day is {day_in_words(day)}. Nothing goes by it for 30 days, so it can still be mended."


def _last_run(session: Session) -> RetentionRun | None:
    return session.scalars(
        select(RetentionRun)
        .where(RetentionRun.finished_at.is_not(None))
        .order_by(RetentionRun.started_at.desc())
        .limit(1)
    ).one_or_none()


def _last_that_took(session: Session) -> RetentionRun | None:
    return session.scalars(
        select(RetentionRun).where(RetentionRun.taken != {}).order_by(RetentionRun.started_at.desc()).limit(1)
    ).one_or_none()
