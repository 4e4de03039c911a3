"""What waits for review, the longest first."""

from flask import render_template

from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from outcomes.collection.due.timeliness import Punctuality
from outcomes.collection.people import names_of
from outcomes.collection.review.queue import list_waiting
from outcomes.collection.review.views.blueprint import reviews


@reviews.get("/reviews")
@requires(Permission.RETURN_REVIEW)
def queue() -> str:
    """Every return in review, with how long it has waited and whether the reader may approve it."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        waiting = list_waiting(session)
        return render_template(
            "reviews/queue.html",
            waiting=waiting,
            reader=identity,
            people=names_of(session, (each.submitted_by for each in waiting)),
            late=Punctuality.LATE.value,
            today=today(),
        )
