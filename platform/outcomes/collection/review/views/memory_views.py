"""Query memory of an authority: what was accepted, until when it is offered; the team may end it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.transaction import reading, transaction
from outcomes.collection.people import names_of
from outcomes.collection.review.memory import list_remembered, retire_explanation
from outcomes.collection.review.sections import section_words
from outcomes.collection.review.views.blueprint import reviews


@reviews.get("/authorities/<code>/query-memory")
@requires(Permission.RETURN_READ)
def memory(code: str) -> str:
    """Every accepted explanation, with who accepted it and whether it is still offered."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = list_remembered(session, authority)
        return render_template(
            "reviews/memory.html",
            authority=authority,
            remembered=found,
            people=names_of(session, (each.explanation.accepted_by_id for each in found)),
            may_end=identity.may(Permission.RETURN_REVIEW, authority.id),
            name_of=section_words,
            today=today(),
        )


@reviews.post("/authorities/<code>/query-memory/<uuid:explanation_id>/retire")
@requires(Permission.RETURN_REVIEW)
def retire(code: str, explanation_id: UUID) -> ResponseReturnValue:
    """Offer an explanation no longer."""
    identity = current_identity()
    with transaction(identity.scope()) as session:
        authority = authority_by_code(session, code)
        retire_explanation(session, by=identity, authority=authority, explanation_id=explanation_id, at=now())
    flash("This explanation is not offered any more. What it explained stays explained.")
    return redirect(url_for("reviews.memory", code=code), 303)
