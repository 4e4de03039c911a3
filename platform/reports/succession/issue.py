"""Makes, keeps and finds issues of the succession report."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import record
from core.errors import NotFoundError
from leadership.risk.months import add_months
from leadership.succession.models import SuccessionIssue
from reports.succession.content import Content, assemble, content_from, hash_of, inputs_from, to_plain
from reports.succession.inputs import read_inputs

KEPT_MONTHS = 12


def make_issue(session: Session, *, by: Identity, on: date) -> SuccessionIssue:
    """Freeze what is known today and store the report made from it, for twelve months since it names people."""
    last = find_newest(session)
    inputs = to_plain(read_inputs(session, on, content_from(last.content) if last else None))
    content = to_plain(assemble(inputs_from(inputs)))
    issue = SuccessionIssue(
        as_of=on,
        inputs=inputs,
        content=content,
        content_hash=hash_of(content),
        expires_on=add_months(on, KEPT_MONTHS),
        made_by_id=by.account_id,
    )
    session.add(issue)
    session.flush()  # its number is asked for at once
    record(
        session,
        by=by,
        deed="succession_report.made",
        subject=f"succession_issue:{issue.id}",
        authority_id=None,
        after={"posts": len(content["lines"]), "hash": issue.content_hash},
    )
    return issue


def make_again(issue: SuccessionIssue) -> str:
    """The hash of the report made anew from the stored inputs: that of the issue, or something is wrong."""
    return hash_of(to_plain(assemble(inputs_from(issue.inputs))))


def find_newest(session: Session) -> SuccessionIssue | None:
    """The last issue; None before the first."""
    return session.scalars(
        select(SuccessionIssue).order_by(SuccessionIssue.as_of.desc(), SuccessionIssue.made_at.desc()).limit(1)
    ).one_or_none()


def get_issue(session: Session, issue_id: UUID) -> SuccessionIssue:
    """One issue; NotFoundError when it is not there or no longer kept."""
    issue = session.get(SuccessionIssue, issue_id)
    if issue is None:
        raise NotFoundError("There is no such report. A report is kept for twelve months because it names people.")
    return issue


def list_issues(session: Session) -> Sequence[tuple[UUID, date]]:
    """All issues that are kept, the newest first."""
    rows = session.execute(
        select(SuccessionIssue.id, SuccessionIssue.as_of).order_by(
            SuccessionIssue.as_of.desc(), SuccessionIssue.made_at.desc()
        )
    )
    return [(number, as_of) for number, as_of in rows]


def content_of(issue: SuccessionIssue) -> Content:
    """What an issue says."""
    return content_from(issue.content)


def forget_issues(session: Session, on: date) -> int:
    """Delete issues whose day has come; return how many."""
    due = session.scalars(select(SuccessionIssue.id).where(SuccessionIssue.expires_on <= on)).all()
    if due:
        session.execute(delete(SuccessionIssue).where(SuccessionIssue.id.in_(due)))
    return len(due)
