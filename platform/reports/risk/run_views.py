"""The runs, how far each has come, and the button that asks for one now."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from sqlalchemy import select
from wtforms import SubmitField

from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading, transaction
from leadership.risk.models import RiskRun, Trigger
from leadership.risk.request import request_run
from reports.models import Report, ReportStatus
from reports.risk.find import list_units
from reports.risk.progress import RunLine, run_line, unit_line

risk_runs = Blueprint("risk_runs", __name__)

SHOWN = 50


class RunNowForm(FlaskForm):  # type: ignore[misc]  # (Flask-WTF ships no types)
    """One button: nothing to fill in."""

    submit = SubmitField("Run now", widget=GovSubmitInput())


@risk_runs.get("/risk/runs")
@requires(Permission.RISK_RUN)
def runs() -> str:
    """The newest runs, newest landmark first."""
    with reading(current_identity().scope()) as session:
        found = session.scalars(
            select(RiskRun).order_by(RiskRun.landmark.desc(), RiskRun.requested_at.desc()).limit(SHOWN)
        ).all()
        units: dict[UUID, list[Report]] = {run.id: [] for run in found}
        for report in session.scalars(select(Report).where(Report.run_id.in_(units))):
            units[report.run_id].append(report)
        return render_template(
            "risk/runs.html", runs=[run_line(run, units[run.id]) for run in found], form=RunNowForm()
        )


@risk_runs.post("/risk/runs")
@requires(Permission.RISK_RUN)
def run_now() -> ResponseReturnValue:
    """Ask for a run from what is known today; asking twice asks once."""
    with transaction(current_identity().scope()) as session:
        run_id = request_run(session, by=current_identity(), landmark=today(), trigger=Trigger.RUN_NOW).id
    flash("The run was asked for. Its reports will appear on this page, one by one.")
    return redirect(url_for("risk_runs.run", run_id=run_id))


@risk_runs.get("/risk/runs/<uuid:run_id>")
@requires(Permission.RISK_RUN)
def run(run_id: UUID) -> str:
    """One run and its reports; the page loads itself again while the run is under way."""
    with reading(current_identity().scope()) as session:
        found = session.get(RiskRun, run_id)
        if found is None:
            raise NotFoundError("There is no such run.")
        units = list_units(session, found.id)
        line = run_line(found, [report for report, _ in units])
        ready = [report for report, _ in units if report.authority_id is None and report.status == ReportStatus.READY]
        return render_template(
            "risk/run.html",
            line=line,
            units=[unit_line(*unit) for unit in units],
            programme=next(iter(ready), None),
            facts=_facts(line),
        )


def _facts(line: RunLine) -> list[tuple[str, str]]:
    run = line.run
    facts = [("Why", line.why), ("Status", line.status)]
    if run.input_hash is not None:
        facts += [
            ("Model", f"{run.model} {run.model_version}, priors {run.priors_version}"),
            ("Changes on record", f"{run.events_on_record:,}"),
            ("Data cut", run.input_hash[:12]),
        ]
    return facts
