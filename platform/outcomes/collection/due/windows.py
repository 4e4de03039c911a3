"""The window of one authority's return: the collection's days, its own extension, the programme's last day (W8)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.models import Programme
from authorities.register.models import Authority
from outcomes.collection.due.models import Collection, Extension
from outcomes.collection.due.window import Window


def find_extension(session: Session, authority: Authority, collection: Collection) -> Extension | None:
    """The extension that holds for this authority and collection, if one was granted and not ended."""
    return session.scalar(
        select(Extension).where(
            Extension.authority_id == authority.id,
            Extension.collection_id == collection.id,
            Extension.ended_at.is_(None),
        )
    )


def window_of(session: Session, authority: Authority, collection: Collection) -> Window:
    """The days on which this authority's return may be worked on."""
    extension = find_extension(session, authority, collection)
    programme = session.get_one(Programme, collection.programme_id)
    return Window(
        opens_on=collection.opens_on,
        due_on=collection.due_on,
        closes_on=collection.closes_on,
        extended_to=extension.until if extension else None,
        collects_until=programme.collects_until,
    )
