"""What the support team sees first: what needs them, then what is likely to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.members import list_members
from authorities.register.models import Authority
from core.access import Identity
from leadership.register.models import Post, SuccessionEvent
from leadership.risk.models import RiskRun, RunStatus
from reports.models import Report, ReportStatus
from reports.publication.publish import list_drafts, summary_of
from reports.risk.content import PostLine, ProgrammeReport, read_stored
from reports.risk.find import find_newest
from web.home.alerts import alert_tasks
from web.home.comments import comment_tasks
from web.home.fidelity import fidelity_tasks
from web.home.handovers import handover_tasks
from web.home.returns import Returns, returns_of
from web.home.support_given import support_tasks
from web.home.task import Task

WEEK = timedelta(days=7)
MOST_POSTS = 8


@dataclass(frozen=True)
class Exposed:
    """A post high on the list, with its reason."""

    code: str
    authority: str
    post: PostLine


@dataclass(frozen=True)
class ThisWeek:
    members: int
    returns: Returns
    tasks: Sequence[Task]
    ledger: Report | None
    report: ProgrammeReport | None
    announced: Sequence[tuple[Authority, Post, SuccessionEvent]]
    exposed: Sequence[Exposed]


def this_week(session: Session, by: Identity, on: date) -> ThisWeek:
    """Everything on the page, as it stands on a day."""
    ledger = find_newest(session, None)
    report = read_stored(ProgrammeReport, ledger.content) if ledger is not None else None
    returns = returns_of(session, on)
    return ThisWeek(
        members=len(list_members(session, on=on)),
        returns=returns,
        tasks=[
            *_failed(session),
            *alert_tasks(session),
            *returns.tasks,
            *handover_tasks(session, by, on),
            *fidelity_tasks(session, on),
            *support_tasks(session, on),
            *comment_tasks(session, by, on),
            *_drafts(session),
        ],
        ledger=ledger,
        report=report,
        announced=list_announced(session, since=on - WEEK),
        exposed=_exposed(report),
    )


def list_announced(session: Session, *, since: date) -> list[tuple[Authority, Post, SuccessionEvent]]:
    """Departures that became known since a day, the newest first."""
    rows = session.execute(
        select(Authority, Post, SuccessionEvent)
        .join(Post, Post.id == SuccessionEvent.post_id)
        .join(Authority, Authority.id == SuccessionEvent.authority_id)
        .where(
            SuccessionEvent.kind == "departure_announced",
            SuccessionEvent.superseded_at.is_(None),
            SuccessionEvent.known_on > since,
        )
        .order_by(SuccessionEvent.known_on.desc(), Authority.name)
    )
    return [(authority, post, event) for authority, post, event in rows]


def _failed(session: Session) -> list[Task]:
    """Runs and reports that failed in the newest run of all."""
    run = session.scalars(
        select(RiskRun).where(RiskRun.replayed.is_(False)).order_by(RiskRun.requested_at.desc()).limit(1)
    ).one_or_none()
    if run is None:
        return []
    failed = session.scalars(select(Report).where(Report.run_id == run.id, Report.status == ReportStatus.FAILED)).all()
    if run.status != RunStatus.FAILED and not failed:
        return []
    what = "The newest risk run failed" if run.status == RunStatus.FAILED else "A report could not be made"
    hint = run.error or f"{len(failed)} of the run's reports failed; its page says why."
    return [Task(what, url_for("risk_runs.run", run_id=run.id), hint, "Failed", "urgent")]


def _drafts(session: Session) -> list[Task]:
    drafts = list_drafts(session)
    if not drafts:
        return []
    landmark = summary_of(drafts[0]).landmark
    return [
        Task(
            "Publish the programme summary",
            url_for("summary.summary"),
            f"DfE viewers do not see the draft of {landmark.day} {landmark:%B %Y} until you do.",
            "Waiting",
            "attention",
        )
    ]


def _exposed(report: ProgrammeReport | None) -> list[Exposed]:
    """Gaps first, then the highest chances: the order of every report, over all authorities."""
    if report is None:
        return []
    lines = [Exposed(part.code, part.name, post) for part in report.authorities for post in part.posts]
    return sorted(lines, key=lambda line: (line.post.urgency, -_chance(line.post), line.authority))[:MOST_POSTS]


def _chance(post: PostLine) -> float:
    return post.risks[-1].estimate if post.risks else 1.0
