"""Every collection, and one of them: who has returned what, what needs attention first."""

from flask import render_template
from flask.typing import ResponseReturnValue

from core.access import Permission, current_identity, requires
from core.clock import today
from core.quarters import Quarter
from core.transaction import reading
from outcomes.collection.due.expected import list_items
from outcomes.collection.due.find import get_collection, list_collections
from outcomes.collection.due.open import list_programmes
from outcomes.collection.due.standing import overview_of
from outcomes.collection.due.views.blueprint import collections
from outcomes.collection.due.views.words import state_tone
from outcomes.collection.remind.missing import list_missing_quarters

MOST_COUNTED = 8


@collections.get("")
@requires(Permission.COLLECTION_EDIT)
def overview() -> ResponseReturnValue:
    """All collections, the newest first; the newest ones with their counts."""
    day = today()
    with reading(current_identity().scope()) as session:
        found = list_collections(session)
        counted = {each.id: overview_of(session, each, day) for each in found[:MOST_COUNTED]}
        return render_template(
            "collections/overview.html",
            found=found,
            counted=counted,
            missing=list_missing_quarters(session, day),
            programmes=list_programmes(session),
        )


@collections.get("/<quarter:quarter>")
@requires(Permission.COLLECTION_EDIT)
def show(quarter: Quarter) -> ResponseReturnValue:
    """One collection: who has returned what."""
    with reading(current_identity().scope()) as session:
        collection = get_collection(session, quarter)
        return render_template(
            "collections/collection.html",
            collection=collection,
            whole=overview_of(session, collection, today()),
            items=list_items(session, collection),
            tone=state_tone,
        )
