"""What fidelity asks of the support team: self-assessments that nobody has reviewed, the longest waiting first."""

from collections.abc import Iterator
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from authorities.fidelity.review import list_waiting
from charts.words import count_in_words
from web.home.task import Task

MOST = 8


def fidelity_tasks(session: Session, on: date) -> Iterator[Task]:
    """One line for each assessment; where there are more than eight, the last line counts the rest."""
    waiting = list_waiting(session)
    for each in waiting[:MOST]:
        days = (on - each.assessment.known_on).days
        yield Task(
            f"Review fidelity at {each.authority.name}: {each.innovation.name}",
            url_for(
                "fidelity.quarter",
                code=each.authority.code,
                innovation=each.innovation.code,
                quarter=each.assessment.of_quarter,
            ),
            f"{each.assessment.quarter}, version {each.assessment.version}, "
            + (f"recorded {count_in_words(days, 'day', 'days')} ago." if days else "recorded today."),
            "To review",
            "info",
        )
    if len(waiting) > MOST:
        rest = waiting[MOST]
        yield Task(
            f"{len(waiting) - MOST} more assessments of fidelity",
            url_for("fidelity.overview", code=rest.authority.code),
            "They wait less long; this leads to the first of them.",
            "To review",
            "info",
        )
