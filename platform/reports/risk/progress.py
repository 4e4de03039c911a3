"""How far a run has come, in words for its page."""

from dataclasses import dataclass
from uuid import UUID

from authorities.register.models import Authority
from leadership.risk.models import RiskRun, RunStatus, Trigger
from reports.models import Report, ReportStatus

WHY = {
    Trigger.SCHEDULE: "First working day of the month",
    Trigger.ANNOUNCEMENT: "A departure became known",
    Trigger.RUN_NOW: "Asked for",
    Trigger.REPLAY: "Replayed: predicted afterwards",
}
STATUS = {
    RunStatus.REQUESTED: ("Waiting", "info"),
    RunStatus.PREDICTED: ("Predicted", "good"),
    RunStatus.UNCHANGED: ("Nothing new", "neutral"),
    RunStatus.FAILED: ("Failed", "urgent"),
}
UNIT_STATUS = {
    ReportStatus.REQUESTED: ("Being made", "info"),
    ReportStatus.READY: ("Ready", "good"),
    ReportStatus.FAILED: ("Failed", "urgent"),
}


@dataclass(frozen=True)
class UnitLine:
    id: UUID
    code: str | None
    name: str
    status: str
    tone: str
    ready: bool
    sentence: str


@dataclass(frozen=True)
class RunLine:
    """A run with its reports counted: `ended` of `total`, of which `failed` failed."""

    run: RiskRun
    why: str
    status: str
    tone: str
    total: int
    ended: int
    failed: int

    @property
    def under_way(self) -> bool:
        return self.run.status == RunStatus.REQUESTED or self.ended < self.total

    @property
    def reports(self) -> str:
        """The reports in a few words."""
        if self.run.replayed:
            return "None: a replay"
        if not self.total:
            return ""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.ended - self.failed} of {self.total} ready{failed}"

    @property
    def sentence(self) -> str:
        """What a reader should know first."""
        if self.run.status == RunStatus.REQUESTED:
            return "Waiting for a worker to freeze the data and predict. You can leave this page and come back."
        if self.run.status == RunStatus.FAILED:
            return f"The run failed: {self.run.error}"
        if self.run.status == RunStatus.UNCHANGED:
            return "The facts were the same as in an earlier run of this landmark, so nothing new was stored."
        if self.under_way:
            return f"Predicted; {self.ended} of {self.total} reports have ended. This page loads itself again."
        return (
            f"{self.run.posts} posts predicted. {self.reports}." if self.total else f"{self.run.posts} posts predicted."
        )


def run_line(run: RiskRun, units: list[Report]) -> RunLine:
    """The run and how its reports stand."""
    status, tone = STATUS[RunStatus(run.status)]
    return RunLine(
        run=run,
        why=WHY[Trigger(run.trigger)],
        status=status,
        tone=tone,
        total=len(units),
        ended=sum(unit.status != ReportStatus.REQUESTED for unit in units),
        failed=sum(unit.status == ReportStatus.FAILED for unit in units),
    )


def unit_line(report: Report, authority: Authority | None) -> UnitLine:
    """One report of the run, in a line."""
    status, tone = UNIT_STATUS[ReportStatus(report.status)]
    return UnitLine(
        id=report.id,
        code=authority.code if authority else None,
        name=authority.name if authority else "Programme",
        status=status,
        tone=tone,
        ready=report.status == ReportStatus.READY,
        sentence=report.error or "",
    )
