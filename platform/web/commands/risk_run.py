"""`throughline risk run`: a risk run in this process, for a landmark of your choice."""

import csv
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from core.access import SYSTEM
from core.clock import today
from core.jobs import Job, JobStatus
from core.jobs.run import run_job
from core.scope import Scope
from core.transaction import reading, transaction
from web.commands import make_application

COLUMNS = (
    "authority_code", "post_ref", "role", "status", "months_in_post",
    "r3", "r3_low", "r3_high", "r6", "r6_low", "r6_high", "r12", "r12_low", "r12_high", "band", "prior_kind",
)  # fmt: skip


@click.command("run")
@click.option("--landmark", type=click.DateTime(["%Y-%m-%d"]), help="Day of the prediction (default: today).")
@click.option("--replay", is_flag=True, help="A landmark of the past, marked replayed: scored, but without reports.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write the predictions as CSV.")
def command(landmark: datetime | None, replay: bool, out: Path | None) -> None:
    """Freeze what was known at the landmark, fit, and store a prediction for every open post."""
    from leadership.risk.models import Trigger  # noqa: PLC0415  (the model's libraries are slow to import)
    from leadership.risk.request import request_run  # noqa: PLC0415

    day = landmark.date() if landmark else today()
    if day > today():
        raise click.UsageError("The landmark is in the future: nothing is known of it yet. Choose today or earlier.")
    trigger = Trigger.REPLAY if replay else Trigger.RUN_NOW
    with make_application().app_context():
        with transaction(Scope.EVERYTHING) as session:
            run_id = request_run(session, by=SYSTEM, landmark=day, trigger=trigger).id
        run_predicting_job(run_id)
        click.echo(_outcome(run_id))
        if out is not None:
            click.echo(f"{_write(run_id, out):,} predictions written to {out}.")


def run_predicting_job(run_id: UUID) -> None:
    """Do the run's job here and now; if a worker has it already, wait for nobody and say so."""
    from sqlalchemy import select  # noqa: PLC0415

    with reading(Scope.EVERYTHING) as session:
        job_id = session.scalars(select(Job.id).where(Job.subject == str(run_id), Job.kind == "risk.predict")).one()
    while not run_job(job_id):
        with reading(Scope.EVERYTHING) as session:
            job = session.get_one(Job, job_id)
            if job.status == JobStatus.FAILED:
                raise click.ClickException(f"The run failed after {job.attempts} attempts: {job.error}")
            if job.status == JobStatus.DONE:
                return
            if job.status == JobStatus.RUNNING:
                raise click.ClickException("A worker is doing this run at the moment: see its progress on its page.")


def _outcome(run_id: UUID) -> str:
    from leadership.risk.models import RiskRun, RunStatus  # noqa: PLC0415

    with reading(Scope.EVERYTHING) as session:
        run = session.get_one(RiskRun, run_id)
        if run.status == RunStatus.UNCHANGED:
            return f"Landmark {run.landmark:%d %B %Y}: the same facts as an earlier run, so nothing new was stored."
        return (
            f"Landmark {run.landmark:%d %B %Y}: {run.posts:,} posts predicted by {run.model} {run.model_version} "
            f"from {run.events_on_record:,} changes on record; data cut {(run.input_hash or '')[:12]}."
        )


def _write(run_id: UUID, out: Path) -> int:
    from sqlalchemy import select  # noqa: PLC0415

    from authorities.register.models import Authority  # noqa: PLC0415
    from leadership.register.models import Post  # noqa: PLC0415
    from leadership.risk.models import RiskRun, StoredPrediction  # noqa: PLC0415

    with reading(Scope.EVERYTHING) as session:
        run = session.get_one(RiskRun, run_id)
        rows = session.execute(
            select(StoredPrediction, Authority.code, Post.ref)
            .join(Authority, Authority.id == StoredPrediction.authority_id)
            .join(Post, Post.id == StoredPrediction.post_id)
            .where(StoredPrediction.run_id == (run.same_as_id or run.id))
            .order_by(Authority.code, Post.ref)
        ).all()
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for prediction, code, ref in rows:
                writer.writerow([code, ref, *(getattr(prediction, name) for name in COLUMNS[2:])])
    return len(rows)
