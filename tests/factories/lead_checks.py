"""A file checked, confirmed and stored by the product's own verbs; and how many rows there are after it."""

from typing import Any

from factories.lead_returns import AT, ON, Due, lead_of
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.database import Base
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.check.models import FigureCheck
from outcomes.collection.submission.models import SubmissionVersion

HIGH = ("", "520", "650", "")
MAY_GROW = {"upload", "figure_check", "audit_event"}


def checked(session: Session, due: Due, content: bytes, **told: Any) -> FigureCheck:
    given: dict[str, Any] = {
        "by": lead_of(due.authority),
        "authority": due.authority,
        "collection": due.collection,
        "file_name": "return.csv",
        "at": AT,
        "on": ON,
        **told,
    }
    return make_check(session, content=content, **given)


def confirmed(session: Session, due: Due, check: FigureCheck, *ticked: str, **told: Any) -> SubmissionVersion:
    given: dict[str, Any] = {"by": lead_of(due.authority), "authority": due.authority, "at": AT, "on": ON, **told}
    return confirm(session, check_id=check.id, ticked_clearings=ticked, **given)


def stored(session: Session, due: Due, content: bytes, *ticked: str) -> SubmissionVersion:
    return confirmed(session, due, checked(session, due, content), *ticked)


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds, of those that the session's role may read."""
    session.flush()
    may_read = text("SELECT has_table_privilege(:name, 'SELECT')")
    return {
        name: session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in Base.metadata.tables
        if name not in MAY_GROW and session.scalar(may_read, {"name": name})
    }
