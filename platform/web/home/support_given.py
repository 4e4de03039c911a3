"""What the support team's own log asks of it: actions whose day has come near or passed."""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.words import day_in_words
from leadership.support.find import list_open
from web.home.task import Task

MOST = 6
NEAR = timedelta(days=7)
LONGEST_TITLE = 80


def support_tasks(session: Session, on: date) -> Iterator[Task]:
    """What was agreed and is due within a week, the earliest day first."""
    due = list_open(session, until=on + NEAR)
    numbers = {entry.authority_id for entry in due}
    authorities = {each.id: each for each in session.scalars(select(Authority).where(Authority.id.in_(numbers)))}
    for entry in due[:MOST]:
        authority, day = authorities[entry.authority_id], entry.due_on or on
        agreed = " ".join(entry.agreed.split())
        late = day < on
        yield Task(
            f"{authority.name}: {agreed if len(agreed) <= LONGEST_TITLE else agreed[:LONGEST_TITLE].rstrip() + '…'}",
            url_for("support_given.log", code=authority.code),
            f"Agreed on {day_in_words(entry.given_on)}, to be done by {day_in_words(day)}.",
            "Past its day" if late else "To do",
            "attention" if late else "info",
        )
