"""Opening a collection for a quarter, moving its days, choosing its indicators (M1: all of it data, edited on screen).

A changed date touches nothing that was: how punctual a return was is frozen with its first submission (W9).
"""

from collections.abc import Collection as Several
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.programme.models import Programme
from charts.words import day_in_words
from core.access import Identity
from core.audit import record
from core.quarters import Quarter
from outcomes.catalogue.indicators import list_indicators
from outcomes.collection.due.defaults import default_items
from outcomes.collection.due.errors import AlreadyOpenError, CollectionError, require_calendar
from outcomes.collection.due.expected import list_items
from outcomes.collection.due.models import Collection, CollectionItem
from outcomes.collection.due.seen import (
    StaleFormError,
    chosen_words,
    days_as_shown,
    days_shown,
    digest_of,
    is_stale,
    items_shown,
    moved_words,
    until_shown,
    until_words,
)


def open_collection(
    session: Session,
    *,
    by: Identity,
    quarter: Quarter,
    opens_on: date,
    due_on: date,
    closes_on: date | None,
    on: date,
    note: str | None = None,
) -> Collection:
    """Ask the members of the programme for a quarter's figures, with the indicators that fall due with it.

    Args:
        session: of a transaction over everything.
        by: who opens it.
        quarter: which quarter the figures are of.
        opens_on: the first day on which returns are taken.
        due_on: the last day on which they are on time.
        closes_on: the last day on which late ones are taken; None for no end.
        on: today.
        note: what leads should know, shown on their page.

    Raises:
        CollectionError: the days contradict each other or the quarter, or no programme was running.
        AlreadyOpenError: the quarter has a collection (409).
    """
    require_days(quarter, opens_on, due_on, closes_on)
    made: Collection | None = session.scalar(
        insert(Collection)
        .values(
            programme_id=_programme_of(session, quarter).id,
            quarter=quarter,
            opens_on=opens_on,
            due_on=due_on,
            closes_on=closes_on,
            note=note or None,
            made_by_id=by.account_id,
        )
        .on_conflict_do_nothing(index_elements=["quarter"])
        .returning(Collection)
    )
    if made is None:
        raise AlreadyOpenError(f"{quarter} has a collection already: change that one instead.", field="quarter")
    codes = default_items(quarter)
    _store_items(session, made, codes)
    _tell(session, by, "collection.opened", made, after={**days_shown(made), "items": codes, "on": on.isoformat()})
    return made


def edit_collection(
    session: Session,
    *,
    by: Identity,
    collection: Collection,
    opens_on: date,
    due_on: date,
    closes_on: date | None,
    on: date,
    note: str | None = None,
    seen: str | None = None,
) -> Collection:
    """Move the days of a collection. `seen` is the digest of what the form showed; None from code that shows nothing.

    Raises:
        CollectionError: the days contradict each other or the quarter.
        StaleFormError: somebody else has moved them since the form was drawn (409); read with the row held.
    """
    require_days(collection.quarter, opens_on, due_on, closes_on)
    session.refresh(collection, with_for_update=True)
    before = days_shown(collection)
    wanted = days_as_shown(opens_on, due_on, closes_on, note)
    if is_stale(seen, before, wanted):
        raise StaleFormError(moved_words(collection), now=digest_of(before))
    collection.opens_on, collection.due_on, collection.closes_on = opens_on, due_on, closes_on
    collection.note = note or None
    if wanted != before:
        _tell(
            session,
            by,
            "collection.changed",
            collection,
            before=before,
            after={**wanted, "on": on.isoformat()},
        )
    return collection


def set_items(
    session: Session, *, by: Identity, collection: Collection, codes: Several[str], on: date, seen: str | None = None
) -> list[str]:
    """Ask for exactly these indicators; returns them in the order of the catalogue. `seen` is as for the days.

    Raises:
        CollectionError: none was chosen, or one is no indicator of the catalogue.
        StaleFormError: somebody else has chosen others since the form was drawn (409).
    """
    known = [indicator.code for indicator in list_indicators()]
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise CollectionError(f"The catalogue has no indicator {unknown[0]}: choose from the list.", field="items")
    if not codes:
        raise CollectionError("Choose at least one indicator: a collection asks for something.", field="items")
    session.refresh(collection, with_for_update=True)
    before = list_items(session, collection)
    chosen = [code for code in known if code in codes]
    if is_stale(seen, items_shown(before), items_shown(chosen)):
        raise StaleFormError(chosen_words(before, chosen), now=digest_of(items_shown(before)))
    if chosen != before:
        _store_items(session, collection, chosen)
        _tell(
            session,
            by,
            "collection.items_set",
            collection,
            before={"items": before},
            after={"items": chosen, "on": on.isoformat()},
        )
    return chosen


def set_collects_until(
    session: Session,
    *,
    by: Identity,
    programme: Programme,
    collects_until: date | None,
    on: date,
    seen: str | None = None,
) -> Programme:
    """Say until when a programme takes returns: one that has closed may go on reporting (None: as long as it asks).

    Raises:
        CollectionError: it would end before the programme began.
        StaleFormError: somebody else has set another day since the form was drawn (409).
    """
    if collects_until is not None and collects_until < programme.starts_on:
        raise CollectionError(
            f"The last day must come after the programme began on {day_in_words(programme.starts_on)}.",
            field="collects_until",
        )
    session.refresh(programme, with_for_update=True)
    before = programme.collects_until
    shown = until_shown(before)
    if is_stale(seen, shown, until_shown(collects_until)):
        raise StaleFormError(until_words(programme), now=digest_of(shown))
    programme.collects_until = collects_until
    if before != collects_until:
        record(
            session,
            by=by,
            deed="programme.collects_until_set",
            subject=f"programme:{programme.code}",
            authority_id=None,
            before=shown,
            after={**until_shown(collects_until), "on": on.isoformat()},
        )
    return programme


def require_days(quarter: Quarter, opens_on: date, due_on: date, closes_on: date | None) -> None:
    """Raise CollectionError, naming the box, unless the days can be."""
    last = quarter.ends_on
    if opens_on <= last:
        raise CollectionError(
            f"{quarter} ends on {day_in_words(last)}: it must open after that day, when its figures are known.",
            field="opens_on",
        )
    if due_on < opens_on:
        raise CollectionError(f"It must be due on or after the day it opens, {day_in_words(opens_on)}.", field="due_on")
    require_calendar(due_on, "due_on")
    if closes_on is not None and closes_on < due_on:
        raise CollectionError(
            f"It must close on or after the day it is due, {day_in_words(due_on)}. Leave it empty to take late "
            "returns for as long as it takes.",
            field="closes_on",
        )


def list_programmes(session: Session) -> list[Programme]:
    """Every programme, the latest first."""
    return list(session.scalars(select(Programme).order_by(Programme.starts_on.desc(), Programme.id)))


def _programme_of(session: Session, quarter: Quarter) -> Programme:
    """The programme that asks: the latest that had begun by the end of the quarter."""
    begun = [each for each in list_programmes(session) if each.starts_on <= quarter.ends_on]
    if not begun:
        raise CollectionError(
            f"No programme had begun by the end of {quarter}: choose a later quarter.", field="quarter"
        )
    return begun[0]


def _store_items(session: Session, collection: Collection, codes: Several[str]) -> None:
    """Every indicator that is, or ever was, asked for keeps its row, so that the choice can be read back."""
    wanted = set(codes)
    kept = session.scalars(
        select(CollectionItem.indicator_code).where(CollectionItem.collection_id == collection.id)
    ).all()
    rows = [
        {"collection_id": collection.id, "indicator_code": code, "asked": code in wanted}
        for code in sorted(wanted.union(kept))
    ]
    statement = insert(CollectionItem).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["collection_id", "indicator_code"], set_={"asked": statement.excluded.asked}
        )
    )


def _tell(
    session: Session,
    by: Identity,
    deed: str,
    collection: Collection,
    *,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    record(
        session,
        by=by,
        deed=deed,
        subject=f"collection:{collection.quarter}",
        authority_id=None,
        before=None if before is None else dict(before),
        after=dict(after),
    )
