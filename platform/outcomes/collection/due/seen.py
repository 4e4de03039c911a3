"""What a form showed when it was drawn, so that nobody overwrites unawares what somebody else has saved since."""

import json
from collections.abc import Collection as Several
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from authorities.programme.models import Programme
from charts.words import day_in_words, join_in_words
from outcomes.collection.due.errors import CollectionError
from outcomes.collection.due.models import Collection


class StaleFormError(CollectionError):
    """Somebody else has saved meanwhile (409). `now` is the digest of what stands: sent again, the form replaces it."""

    status = 409

    def __init__(self, sentence: str, *, now: str) -> None:
        super().__init__(f"{sentence} Nothing was saved, and what you entered is still here: save again to replace it.")
        self.now = now


def digest_of(shown: Mapping[str, Any]) -> str:
    """Over plain values, as they stand in an audit event."""
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def is_stale(seen: str | None, stands: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a form that showed `seen` may not store `wanted`. None is code that shows nothing.

    A form that says what stands already is never stale: a second click changes nothing.
    """
    return seen is not None and wanted != stands and seen != digest_of(stands)


def days_shown(collection: Collection) -> dict[str, Any]:
    """The days and the note, as a form shows and an audit event tells them."""
    return days_as_shown(collection.opens_on, collection.due_on, collection.closes_on, collection.note)


def items_shown(codes: Several[str]) -> dict[str, Any]:
    """The indicators, as a form shows them."""
    return {"items": list(codes)}


def until_shown(collects_until: date | None) -> dict[str, Any]:
    """The last day of a programme, as a form shows it."""
    return {"collects_until": _iso(collects_until)}


def days_as_shown(opens_on: date, due_on: date, closes_on: date | None, note: str | None) -> dict[str, Any]:
    """The same of days that are not stored yet."""
    return {
        "opens_on": opens_on.isoformat(),
        "due_on": due_on.isoformat(),
        "closes_on": _iso(closes_on),
        "note": note or None,
    }


def moved_words(collection: Collection) -> str:
    """What somebody else has saved, so that whoever reads it can decide."""
    late = f"until {day_in_words(collection.closes_on)}" if collection.closes_on else "for as long as it takes"
    note = f"the note is \u201c{collection.note}\u201d" if collection.note else "there is no note"
    return (
        f"Somebody has changed this since you opened the page: it opens on {day_in_words(collection.opens_on)}, is "
        f"due on {day_in_words(collection.due_on)}, late returns are taken {late}, and {note}."
    )


def chosen_words(stands: Several[str], wanted: Several[str]) -> str:
    """Where what somebody else has saved differs from what is ticked."""
    asked = [code for code in stands if code not in wanted]
    left_out = [code for code in wanted if code not in stands]
    parts = [
        *([f"asked for now and not ticked here: {join_in_words(asked)}"] if asked else []),
        *([f"ticked here and not asked for now: {join_in_words(left_out)}"] if left_out else []),
    ]
    return f"Somebody has chosen other indicators since you opened the page; {'; '.join(parts)}."


def until_words(programme: Programme) -> str:
    """Until when a programme takes returns, as somebody else has saved it."""
    until = f"until {day_in_words(programme.collects_until)}" if programme.collects_until else "for as long as it asks"
    return f"Somebody has changed this since you opened the page: {programme.name} takes returns {until}."


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
