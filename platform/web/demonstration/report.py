"""Having Celery make the risk report, past landmarks first, so that the report can print the model's own record."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import SYSTEM
from core.clock import today
from core.embedded import Processes
from core.quarters import Quarter
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.risk.due import newest_landmark, request_due_runs
from leadership.risk.models import RiskRun, RunStatus, Trigger
from leadership.risk.request import request_run
from reports.models import Report, ReportStatus
from reports.risk.find import list_units
from web.demonstration.steps import Steps
from web.demonstration.waiting import Standing, wait_for
from web.rendering import day


def make_reports(processes: Processes, steps: Steps, *, replays: int) -> None:
    """Ask for what is missing, as pages and beat do, and wait until Celery has made it. Call within `product()`."""
    landmarks = missing_replays(past_landmarks(newest_landmark(today()), replays))
    if landmarks:
        with steps.step(f"Replaying {len(landmarks)} past landmarks in Celery, so that the model has a record"):
            for landmark in landmarks:
                # One after the other: a band depends on the band of the prediction before.
                replay(landmark, processes, steps)
    with steps.step("Having Celery make the risk report"):
        with transaction(Scope.EVERYTHING) as session:
            request_due_runs(session, by=SYSTEM, on=today())
        wait_for(report_standing, processes, steps)


def past_landmarks(newest: date, count: int) -> list[date]:
    """The first days of the last quarters before this landmark, oldest first."""
    this = Quarter.containing(newest)
    begun = 0 if this.starts_on < newest else 1
    return [this.plus(-back).starts_on for back in range(begun, begun + count)][::-1]


def missing_replays(landmarks: list[date]) -> list[date]:
    """Those landmarks that have no run yet."""
    with reading(Scope.EVERYTHING) as session:
        there = set(session.scalars(select(RiskRun.landmark).where(RiskRun.status != RunStatus.FAILED)))
    return [landmark for landmark in landmarks if landmark not in there]


def replay(landmark: date, processes: Processes, steps: Steps) -> None:
    """Predict a landmark of the past from what was known then, marked replayed."""
    with transaction(Scope.EVERYTHING) as session:
        run_id = request_run(session, by=SYSTEM, landmark=landmark, trigger=Trigger.REPLAY).id

    def standing() -> Standing:
        with reading(Scope.EVERYTHING) as session:
            run = session.get_one(RiskRun, run_id)
            failure = f"The replayed run of {day(landmark)} failed: {run.error}"
            return Standing(
                f"landmark {day(landmark)}",
                done=run.status in {RunStatus.PREDICTED, RunStatus.UNCHANGED},
                failure=failure if run.status == RunStatus.FAILED else None,
            )

    wait_for(standing, processes, steps)


def current_run(session: Session) -> RiskRun:
    """The run whose reports are shown: the newest that is no replay."""
    return session.scalars(
        select(RiskRun)
        .where(RiskRun.replayed.is_(False))
        .order_by(RiskRun.landmark.desc(), RiskRun.requested_at.desc())
        .limit(1)
    ).one()


def report_standing() -> Standing:
    """How far the current run's reports have come; done with the programme's, which is made last."""
    with reading(Scope.EVERYTHING) as session:
        run = current_run(session)
        if run.status == RunStatus.FAILED:
            return Standing("failed", done=False, failure=f"The risk run failed: {run.error}")
        if run.status == RunStatus.REQUESTED:
            return Standing("fitting the model and predicting every post", done=False)
        reports = [report for report, _ in list_units(session, run.same_as_id or run.id)]
    return standing_of(reports)


def standing_of(reports: list[Report]) -> Standing:
    """The reports counted; a failed authority's report is shown on its run's page and stops nothing."""
    programme = next((report for report in reports if report.authority_id is None), None)
    ended = sum(report.status != ReportStatus.REQUESTED for report in reports)
    if programme is not None and programme.status == ReportStatus.FAILED:
        return Standing("failed", done=False, failure=f"The programme report failed: {programme.error}")
    done = programme is not None and programme.status == ReportStatus.READY
    return Standing(f"{ended} of {len(reports)} reports made", done)
