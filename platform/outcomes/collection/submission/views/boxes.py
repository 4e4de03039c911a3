"""The boxes in which queries are explained, on the page of a check and on the page of queries."""

from collections.abc import Iterable

from flask import request

from outcomes.collection.submission.explain import explain
from outcomes.collection.submission.queries import Query
from outcomes.collection.submission.views.at_hand import AtHand


def explain_typed(at: AtHand, queries: Iterable[Query], version: int | None = None) -> None:
    """Store what was typed into the boxes of these queries; an empty box can be filled later.

    Raises:
        ExplanationError: what stands in a box is too short or too long.
        OtherVersionError: it was written about other figures than those of `version`.
    """
    for query in queries:
        text = request.form.get(query.box, "").strip()
        if text:
            explain(
                at.session,
                by=at.by,
                authority=at.authority,
                collection=at.collection,
                rule=query.rule,
                indicator=query.indicator,
                text=text,
                at=at.at,
                on=at.on,
                version=version,
            )
