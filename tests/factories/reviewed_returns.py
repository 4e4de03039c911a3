"""A return on its way to the reviewers, sent by the product's own verbs, as the tests of reviewing need it."""

from dataclasses import dataclass
from datetime import date, datetime

from factories.lead_returns import AT, ON, Due, csv_file, lead_of, make_due, supporter
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from core.access import SYSTEM, Identity
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.submission.explain import explain
from outcomes.collection.submission.models import Submission, SubmissionVersion
from outcomes.collection.submission.queries import list_queries
from outcomes.collection.submission.submit import submit

# A share that the rules ask about.
HIGH = ("", "520", "650", "")
WHY = "A new front door since July records every contact."


@dataclass(frozen=True)
class Desk:
    """A due return with the people around it: a lead, two reviewers."""

    due: Due
    lead: Identity
    reviewer: Identity
    colleague: Identity


def make_desk(session: Session) -> Desk:
    due = make_due(session)
    lead, reviewer, colleague = (
        make_account(session, by=SYSTEM, email=f"{name}@somewhere.example", name=name.title(), at=AT)
        for name in ("lena", "rita", "carl")
    )
    session.flush()
    return Desk(due, lead_of(due.authority, lead.id), supporter(reviewer.id), supporter(colleague.id))


def store(
    session: Session,
    desk: Desk,
    content: bytes,
    *ticked: str,
    by: Identity | None = None,
    file_name: str = "return.csv",
    at: datetime = AT,
    on: date = ON,
) -> SubmissionVersion:
    """Check and confirm a file."""
    whose = {"by": by or desk.lead, "authority": desk.due.authority, "at": at, "on": on}
    check = make_check(session, collection=desk.due.collection, content=content, file_name=file_name, **whose)  # type: ignore[arg-type]
    return confirm(session, check_id=check.id, ticked_clearings=ticked, **whose)  # type: ignore[arg-type]


def hand_in(
    session: Session,
    desk: Desk,
    rows: dict[str, tuple[str, ...]],
    *ticked: str,
    by: Identity | None = None,
    file_name: str = "return.csv",
    at: datetime = AT,
    on: date = ON,
) -> Submission:
    """Store a file, explain its queries and submit it."""
    who = by or desk.lead
    version = store(session, desk, csv_file(rows), *ticked, by=who, file_name=file_name, at=at, on=on)
    submission = session.get_one(Submission, version.submission_id)
    whose = {"by": who, "authority": desk.due.authority, "collection": desk.due.collection, "at": at, "on": on}
    for query in list_queries(session, desk.due.authority, submission, on):
        if query.explanation is None:
            explain(session, rule=query.rule, indicator=query.indicator, text=WHY, **whose)  # type: ignore[arg-type]
    session.flush()
    return submit(session, version=submission.version, **whose)  # type: ignore[arg-type]
