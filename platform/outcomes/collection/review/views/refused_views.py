"""Uploads that were refused lately: what the sender read, and who it was, for whoever picks up the telephone."""

from flask import render_template

from core.access import Permission, current_identity, requires
from core.clock import now
from core.transaction import reading
from outcomes.collection.check.refused import list_refused
from outcomes.collection.people import names_of
from outcomes.collection.review.views.blueprint import reviews


@reviews.get("/reviews/refused-uploads")
@requires(Permission.RETURN_REVIEW)
def refused() -> str:
    """Every upload of the last seven days that was not checked, by authority; those that wait for help first."""
    with reading(current_identity().scope()) as session:
        found = list_refused(session, at=now())
        return render_template(
            "reviews/refused.html",
            found=found,
            number=sum(len(each.uploads) for each in found),
            waiting=sum(each.waits for each in found),
            people=names_of(session, (upload.by_id for each in found for upload in each.uploads)),
        )
