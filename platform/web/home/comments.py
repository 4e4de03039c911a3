"""Comments of raters that wait for whoever looks: the nearest last day first, and not a word of them."""

from collections.abc import Iterator
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from charts.words import day_in_words
from core.access import Identity
from leadership.profiles.comments.find import list_waiting
from web.home.task import Task

MOST = 4
NEAR = timedelta(days=7)


def comment_tasks(session: Session, by: Identity, on: date) -> Iterator[Task]:
    """One line for each round; where there are more than four, the last one leads to all of them."""
    waiting = list_waiting(session, by=by, on=on)
    for each in waiting[:MOST]:
        last = each.reading.last_day
        yield Task(
            f"Read comments on {each.round.leader_name}, {each.authority.name}",
            url_for("comment_reading.read", reading_id=each.reading.round_id),
            f"Raters wrote them in a profile round. To be decided by {day_in_words(last)}, then destroyed unread.",
            "To read",
            "attention" if last <= on + NEAR else "info",
        )
    if len(waiting) > MOST:
        yield Task(
            "More comments of raters",
            url_for("comment_reading.queue"),
            f"{len(waiting)} rounds in all wait for you.",
            "To read",
            "info",
        )
